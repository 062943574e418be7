import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Json, JsonObject } from "../../dashboards/json";
import { lintDashboard } from "../../dashboards/lint";

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
  return { type: "query", name, multi: true, includeAll: true, refresh: 2 };
}

const allVariables = [
  { type: "datasource", name: "datasource", query: "prometheus" },
  choice("job"),
  choice("instance"),
];

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

const faults: readonly (readonly [rule: string, Faults])[] = [
  ["slug-uid", { board: { uid: "RHSk7EL4kdqsd" } }],
  ["no-id", { board: { id: 551 } }],
  ["uneditable-dashboard", { board: { editable: true } }],
  ["panel-ids", { panel: { id: null } }],
  ["no-placeholders", { panel: { title: "${DS_MY PROM}" } }],
  [
    "template-datasource",
    { variables: [{ type: "constant", name: "datasource" }, ...allVariables.slice(1)] },
  ],
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
  ["panel-no-targets", { panel: { targets: [] } }],
  [
    "target-ref-ids",
    {
      panel: {
        targets: [
          { refId: "A", datasource },
          { refId: "A", datasource },
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

  it("names both panels that overlap", () => {
    const [panel] = boardWith({})["panels"] as readonly JsonObject[];
    const second = { ...panel, id: 2, title: "Failures" };
    const findings = lintDashboard(boardWith({ board: { panels: [panel ?? {}, second] } }));
    assert.deepEqual(findings, [{ rule: "grid", where: "Failures", problem: 'covers "Requests"' }]);
  });
});
