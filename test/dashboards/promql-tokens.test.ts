import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { isInRate, isLabel, isRateWindow, tokensOf } from "../../dashboards/promql-tokens";

function labels(expr: string): readonly string[] {
  const tokens = tokensOf(expr);
  return tokens.filter((_, index) => isLabel(tokens, index)).map(({ text }) => text);
}

function windows(expr: string): readonly string[] {
  return tokensOf(expr)
    .filter(isRateWindow)
    .map(({ text }) => text);
}

describe("the pieces of PromQL", () => {
  it("are together the expression, whatever it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const joined = tokensOf(text).map((token) => token.text);
        assert.equal(joined.join(""), text);
      }),
    );
  });

  it("tell labels from metrics and values", () => {
    const expr = 'sum by (pod) (rate(container{container="container", a!~"b=c"}[5m]))';
    assert.deepEqual(labels(expr), ["pod", "container", "a"]);
    assert.deepEqual(labels("label_values(container, container)"), ["container"]);
    assert.deepEqual(labels("a / on (x, y) group_left(z) b"), ["x", "y", "z"]);
  });

  it("tell the window of a rate from other ranges", () => {
    assert.deepEqual(windows("rate(x[5m]) + avg_over_time(y[1h])"), ["[5m]"]);
    assert.deepEqual(windows("rate(x[5m:1m])"), []);
    assert.deepEqual(windows('increase(x{a="[1m]"}[${window}])'), ["[${window}]"]);
  });

  it("know what is inside of a rate", () => {
    const inside = tokensOf("sum(rate(a[5m])) / b")
      .filter((token) => token.kind === "word" && isInRate(token))
      .map(({ text }) => text);
    assert.deepEqual(inside, ["a"]);
  });
});
