import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { AlertingRule, RecordingRule } from "../../../rules/rule";
import { firingsOf } from "./firings";
import { recordingLevels } from "./past";

const rule: AlertingRule = {
  alert: "Down",
  expr: "up == 0",
  for: "1m",
  severity: "critical",
  when: "always",
  summary: "Down",
  description: "Down.",
  runbook: "target-down",
};

describe("when an alert of the past fired", () => {
  const spans = (moments: readonly number[]) =>
    firingsOf(
      rule,
      [{ metric: { __name__: "up", job: "a" }, values: moments.map((at) => [at, "0"]) }],
      15,
      100,
    ).map(({ from, to, labels }) => ({ from, to, labels }));
  const labels = { job: "a", severity: "critical" };

  it("is from the moment at which it held for its time to the first evaluation at which it did not", () => {
    assert.deepEqual(spans([100, 115, 130, 145, 160, 175]), [{ from: 60, to: 90, labels }]);
  });

  it("is never where it held a moment less", () => {
    assert.deepEqual(spans([100, 115, 130, 145]), []);
  });

  it("begins anew after an evaluation at which it did not hold", () => {
    assert.deepEqual(spans([100, 115, 130, 160, 175, 190, 205, 220]), [
      { from: 120, to: 135, labels },
    ]);
  });
});

describe("recordings in the order of their needs", () => {
  const record = (name: string, expr: string): RecordingRule => ({ record: name, expr, means: "" });

  it("come level by level; a name of several rules is there when all are", () => {
    const rules = [
      record("c", "sum(b)"),
      record("b", "rate(x[5m])"),
      record("b", "sum(a)"),
      record("a", "rate(y[5m])"),
    ];
    const levels = recordingLevels([{ name: "g", rules }]).map((groups) =>
      groups.flatMap((group) => group.rules.map((one) => "record" in one && one.expr)),
    );
    assert.deepEqual(levels, [["rate(x[5m])", "rate(y[5m])"], ["sum(a)"], ["sum(b)"]]);
  });

  it("are refused where they need each other", () => {
    const rules = [record("a", "b"), record("b", "a")];
    assert.throws(() => recordingLevels([{ name: "g", rules }]), /a, b/);
  });
});
