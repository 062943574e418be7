import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drawPage } from "../../../dashboards/draw/draw-page";
import { html } from "../../../dashboards/draw/html";
import { markdown } from "../../../dashboards/draw/markdown";
import { metricsIn } from "../../../dashboards/draw/missing";
import type { Answer, Ask } from "../../../dashboards/draw/prometheus-answers";
import type { Json, JsonObject } from "../../../dashboards/json";

const window = { from: 1_000_000_000_000, to: 1_000_000_900_000 };
const evil = `</title><script src="//evil.example/x.js">alert('1')</script>`;

function matrix(labels: Readonly<Record<string, string>>, values: readonly string[]): Json {
  const samples = values.map((value, index) => [window.from / 1000 + index * 5, value]);
  return { resultType: "matrix", result: [{ metric: labels, values: samples }] };
}

/** Answers queries by their text; knows the metric `known`. */
function prometheus(answers: Readonly<Record<string, Answer>>): Ask {
  return ({ endpoint, parameters }) => {
    if (endpoint === "label/__name__/values") return Promise.resolve({ ok: true, data: ["known"] });
    const answer = answers[parameters["query"] ?? ""];
    return Promise.resolve(answer ?? { ok: true, data: { resultType: "matrix", result: [] } });
  };
}

function draw(panels: readonly JsonObject[], ask: Ask = prometheus({})) {
  const board = { uid: "b", title: evil, description: evil, panels } satisfies JsonObject;
  const about = { stack: evil, window, madeAt: new Date(0), scrapeInterval: 5000, command: "x" };
  const request = { ...about, prometheusUrl: "http://p", boards: [board], given: new Map() };
  return drawPage(request, ask);
}

function panel(type: string, expr: string, more: JsonObject = {}): JsonObject {
  return { type, title: type, targets: [{ refId: "A", expr }], ...more };
}

describe("the page", () => {
  it("escapes what stands in texts", () => {
    assert.equal(html`<b>${`&<>"'`}</b>`.markup, "<b>&amp;&lt;&gt;&quot;&#39;</b>");
  });

  it("lets no markup of a board, a label or an error through", async () => {
    const ask = prometheus({
      x: { ok: true, data: matrix({ instance: evil }, ["1", "2"]) },
      y: { ok: false, error: evil },
    });
    const types = ["timeseries", "stat", "gauge", "bargauge", "heatmap", "table", "piechart"];
    const { html: page } = await draw(
      [
        ...types.map((type) => panel(type, "x", { title: evil, description: evil })),
        panel("stat", "y"),
        panel("stat", "x", {
          fieldConfig: {
            defaults: { unit: evil, color: { mode: "fixed", fixedColor: `red" onload="${evil}` } },
          },
        }),
        { type: "text", options: { mode: "html", content: evil } },
        { type: "text", options: { content: `[a](javascript:alert(1)) ${evil}` } },
        { type: evil, title: "x" },
      ],
      ask,
    );
    assert.doesNotMatch(page, /<script|javascript:|<[^>]*\sonload=/);
    assert.match(page, /&lt;script/);
  });

  it("says why a panel is empty", async () => {
    const nan = { ok: true, data: matrix({}, ["NaN", "NaN"]) } as const;
    const ask = prometheus({
      broken: { ok: false, error: "parse error" },
      "rate(known[20s])": nan,
    });
    const { boards } = await draw(
      [
        panel("stat", "broken"),
        panel("stat", "rate(unknown[$__rate_interval])"),
        panel("stat", "rate(known[$__rate_interval])"),
        panel("stat", 'known{a="b"}'),
        panel("news", "x"),
        panel("stat", "x", { datasource: { type: "loki", uid: "l" } }),
      ],
      ask,
    );
    const reasons = boards[0]?.panels.map(({ missing }) => missing ?? "drawn") ?? [];
    const expected = [
      /parse error/,
      /no series of unknown/,
      /every value is NaN/,
      /no series of them fits/,
      /type news/,
      /loki/,
    ];
    assert.equal(reasons.length, expected.length);
    expected.forEach((pattern, index) => {
      assert.match(reasons[index] ?? "", pattern);
    });
  });

  it("draws repeated panels and rows, and boards of old", async () => {
    const data = { ok: true, data: matrix({}, ["1"]) } as const;
    const variable = { type: "custom", name: "v", query: "a,b", multi: true, includeAll: true };
    const board: JsonObject = {
      title: "t",
      templating: { list: [variable] },
      rows: [
        { title: "r", panels: [{ ...panel("graph", "x"), title: "$v", repeat: "v", span: 6 }] },
      ],
    };
    const request = { stack: "s", window, madeAt: new Date(0), scrapeInterval: 5000, command: "x" };
    const page = await drawPage(
      { ...request, prometheusUrl: "http://p", boards: [board], given: new Map() },
      prometheus({ x: data }),
    );
    assert.deepEqual(
      page.boards[0]?.panels.map(({ title, missing }) => [title, missing]),
      [
        ["a", undefined],
        ["b", undefined],
      ],
    );
  });

  it("finds the metrics of a query", () => {
    const expr =
      'sum by (le) (rate(a_bucket{job="x"}[5m])) / on (b) c:d offset 5m and 1e3 > bool f';
    assert.deepEqual(metricsIn(expr), ["a_bucket", "c:d", "f"]);
  });

  it("reads the Markdown of text panels", () => {
    const text = "# Title\n\n- **one** `x`\n- two\n\nSee [docs](https://a.example).";
    assert.equal(
      markdown(text).markup.replace(/\s*\n\s*/g, ""),
      '<h4>Title</h4><ul><li><strong>one</strong> <code>x</code></li><li>two</li></ul><p>See <a href="https://a.example" rel="noreferrer">docs</a>.</p>',
    );
  });
});
