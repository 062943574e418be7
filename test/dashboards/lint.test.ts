import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json, JsonObject } from "../../dashboards/json";
import { lintDashboard, lintTogether } from "../../dashboards/lint";
import { type Rule, mends } from "../../dashboards/lint/finding";

const datasource = { type: "prometheus", uid: "${datasource}" };
const selector = '{job=~"$job", instance=~"$instance"}';
const rate = `rate(tgi_request_success${selector}[$__rate_interval])`;
const good = `sum by (instance) (${rate})`;

interface Faults {
  readonly board?: JsonObject;
  readonly panel?: JsonObject;
  readonly expr?: string;
  readonly variables?: readonly Json[];
}

function choice(name: string): JsonObject {
  return {
    type: "query",
    name,
    label: `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
    datasource,
    query: `label_values(up, ${name})`,
    multi: true,
    includeAll: true,
    refresh: 2,
  };
}

const chosen = {
  type: "datasource",
  name: "datasource",
  label: "Data source",
  query: "prometheus",
} as const;
const choices = [choice("job"), choice("instance")];
const allVariables = [chosen, ...choices];

function boardWith({ board, panel, expr = good, variables = allVariables }: Faults): JsonObject {
  return {
    uid: "a-board",
    editable: false,
    templating: { list: variables },
    panels: [
      {
        id: 1,
        type: "timeseries",
        title: "Requests",
        description: "Per second.",
        datasource,
        fieldConfig: { defaults: { unit: "reqps" } },
        gridPos: { x: 0, y: 0, w: 24, h: 8 },
        targets: [{ refId: "A", datasource, expr, legendFormat: "{{instance}}" }],
        ...panel,
      },
    ],
    ...board,
  };
}

function job(change: JsonObject): Faults {
  return { variables: [chosen, { ...choice("job"), ...change }, choice("instance")] };
}

const faults: readonly (readonly [rule: Rule, Faults])[] = [
  ["slug-uid", { board: { uid: "RHSk7EL4kdqsd" } }],
  ["no-id", { board: { id: 551 } }],
  ["uneditable-dashboard", { board: { editable: true } }],
  ["panel-ids", { panel: { id: null } }],
  ["no-placeholders", { panel: { title: "${DS_MY PROM}" } }],
  [
    "template-datasource",
    { variables: [{ ...chosen, name: "ds" }, { ...chosen, query: "loki" }, ...choices] },
  ],
  ["template-datasource", { variables: [{ ...chosen, label: "Prometheus" }, ...choices] }],
  ["template-job", job({ label: "Service" })],
  ["template-job", job({ datasource: { type: "prometheus", uid: "abc" } })],
  ["template-job", job({ type: "custom" })],
  ["template-job", { variables: [...allVariables.slice(0, 1), choice("instance")] }],
  [
    "template-instance",
    { variables: [...allVariables.slice(0, 2), { ...choice("instance"), multi: false }] },
  ],
  [
    "template-on-time-change-reload",
    { variables: [...allVariables, { ...choice("other"), refresh: 1 }] },
  ],
  ["panel-datasource", { panel: { datasource: { type: "prometheus", uid: "abc" } } }],
  ["panel-title-description", { panel: { description: " " } }],
  ["panel-units", { panel: { fieldConfig: { defaults: {} } } }],
  ["panel-units", { panel: { fieldConfig: { defaults: { unit: "requests/s" } } } }],
  [
    "panel-units",
    {
      panel: {
        fieldConfig: {
          defaults: { unit: "s" },
          overrides: [{ matcher: {}, properties: [{ id: "unit", value: "sec" }] }],
        },
      },
    },
  ],
  ["panel-no-targets", { panel: { targets: [] } }],
  [
    "target-ref-ids",
    {
      panel: {
        targets: [
          { refId: "A", datasource, expr: good },
          { refId: "A", datasource, expr: good },
        ],
      },
    },
  ],
  ["grid", { panel: { gridPos: { x: 2, y: 0, w: 24, h: 8 } } }],
  ["grid", { panel: { gridPos: { x: 0, y: 0, w: 20, h: 8 } } }],
  ["target-rate-interval", { expr: good.replace("$__rate_interval", "5m") }],
  ["target-job", { expr: good.replace('job=~"$job", ', "") }],
  ["target-instance", { expr: good.replace(', instance=~"$instance"', "") }],
  ["target-counter-agg", { expr: `sum by (instance) (tgi_request_success${selector})` }],
  ["target-legend", { expr: `sum(${rate})` }],
  ["target-promql", { expr: " " }],
  ["target-promql", { expr: `sum by (instance) (${rate}` }],
  ["target-metrics", { expr: good.replace("tgi_request_success", "tgi_request_successes") }],
  [
    "template-label-promql",
    {
      variables: [
        ...allVariables,
        { ...choice("pod"), query: { query: "label_values(up{job=~$job}, pod)" } },
      ],
    },
  ],
  ["template-label-promql", { variables: [...allVariables, { ...choice("pod"), query: "up" }] }],
  [
    "template-label-promql",
    { variables: [...allVariables, { ...choice("pod"), query: "label_value(up, pod)" }] },
  ],
];

describe("the lint of our boards", () => {
  it("finds nothing in a good board", () => {
    assert.deepEqual(lintDashboard(boardWith({})), []);
  });

  faults.forEach(([rule, fault], index) => {
    it(`finds ${rule} (${index})`, () => {
      const rules = lintDashboard(boardWith(fault)).map((finding) => finding.rule);
      assert.deepEqual([...new Set(rules)], [rule]);
    });
  });

  it("takes what Grafana has besides", () => {
    const suffix = { fieldConfig: { defaults: { unit: "suffix: tok/s" } } };
    assert.deepEqual(lintDashboard(boardWith({ panel: suffix })), []);
    const computed = {
      refId: "B",
      datasource: { type: "__expr__", uid: "__expr__" },
      type: "math",
    };
    const targets = [{ refId: "A", datasource, expr: good }, computed];
    assert.deepEqual(lintDashboard(boardWith({ panel: { targets } })), []);
    const names = { ...choice("name"), query: "label_names()" };
    assert.deepEqual(lintDashboard(boardWith({ variables: [...allVariables, names] })), []);
  });

  it("names both panels that overlap", () => {
    const [panel] = boardWith({})["panels"] as readonly JsonObject[];
    const second = { ...panel, id: 2, title: "Failures" };
    const findings = lintDashboard(boardWith({ board: { panels: [panel ?? {}, second] } }));
    assert.deepEqual(findings, [
      {
        rule: "grid",
        path: "panels[1].gridPos",
        where: "Failures",
        problem: 'covers "Requests"',
      },
    ]);
  });

  it("finds boards that would overwrite each other", () => {
    const dashboard = boardWith({});
    const found = lintTogether([
      { file: "a.json", dashboard },
      { file: "b.json", dashboard: boardWith({ board: { uid: "other" } }) },
      { file: "c.json", dashboard },
    ]);
    assert.deepEqual(
      found.map(({ file, rule, problem }) => [file, rule, problem]),
      [["c.json", "unique-uid", "a.json has the uid a-board too"]],
    );
  });

  it("takes an input of the export format in a variable, and in no panel", () => {
    const inputs = { __inputs: [{ name: "DS_PROMETHEUS", type: "datasource" }] };
    const [source, ...others] = allVariables;
    const asking = { ...source, current: { value: "${DS_PROMETHEUS}" } };
    assert.deepEqual(
      lintDashboard(boardWith({ board: inputs, variables: [asking, ...others] })),
      [],
    );
    const bound = boardWith({ board: inputs, panel: { title: "${DS_PROMETHEUS}" } });
    assert.deepEqual(
      lintDashboard(bound).map(({ rule, path }) => [rule, path]),
      [["no-placeholders", "panels[0].title"]],
    );
  });

  it("has a test for each rule", () => {
    const tested = new Set<Rule>(faults.map(([rule]) => rule));
    const untested = Object.keys(mends).filter((rule) => !tested.has(rule as Rule));
    // Both are about files, not about one board: see above, and the tests of the command.
    assert.deepEqual(untested, ["no-json", "unique-uid"]);
  });
});
