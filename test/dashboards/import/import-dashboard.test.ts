import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { variablesOf } from "../../../dashboards/dashboard-json";
import { hintsOn } from "../../../dashboards/import/hints";
import { type ImportOptions, importDashboard } from "../../../dashboards/import/import-dashboard";
import { ImportError } from "../../../dashboards/import/import-error";
import { refuseSameUid, slugOf } from "../../../dashboards/import/uid";
import type { Json, JsonObject } from "../../../dashboards/json";

const name = "DS_PROM (EU) – prod $1";
const reference = { type: "prometheus", uid: `\${${name}}` };
const pinned = { type: "prometheus", uid: "prometheus" };

const board = {
  __inputs: [{ name, type: "datasource", pluginId: "prometheus" }],
  __requires: [{ type: "grafana", id: "grafana", version: "10.0.0" }],
  __elements: {},
  id: 551,
  version: 12,
  uid: "RHSk7EL4kdqsd",
  title: "My Board",
  annotations: { list: [{ name: "Deployments", datasource: reference, expr: "changes(x[5m])" }] },
  templating: {
    list: [
      {
        type: "query",
        name: "service",
        datasource: reference,
        query: { query: "label_values(tgi_request_count, container)" },
        current: { text: "theirs", value: "theirs" },
        options: [{ text: "theirs", value: "theirs" }],
        refresh: 0,
      },
    ],
  },
  panels: [
    {
      id: 1,
      datasource: reference,
      targets: [
        {
          datasource: reference,
          expr: 'sum(rate(x{container="$service"}[10m])) by (container)',
          legendFormat: "{{ container }}",
        },
        { datasource: { type: "__expr__", uid: "__expr__" }, expression: "$A * 2" },
      ],
    },
    { type: "row", panels: [{ id: 2, datasource: `\${${name}}`, targets: [] }] },
    { id: 3, datasource: { type: "prometheus", uid: "PBFA97CFB590B2093" }, targets: [] },
    { id: 4, datasource: { type: "datasource", uid: "-- Mixed --" }, targets: [] },
  ],
} satisfies JsonObject;

function imported(value: Json, options: Partial<ImportOptions> = {}) {
  return importDashboard(JSON.stringify(value), { source: "board.json", ...options });
}

function at(value: Json | undefined, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>((found, key) => (found as Record<string, unknown>)[key], value);
}

describe("an imported board", () => {
  const { dashboard, uid, changes } = imported(board);

  it("asks our Prometheus in panels, queries, variables, annotations and rows", () => {
    assert.deepEqual(at(dashboard, "panels", 0, "datasource"), pinned);
    assert.deepEqual(at(dashboard, "panels", 0, "targets", 0, "datasource"), pinned);
    assert.deepEqual(at(dashboard, "templating", "list", 0, "datasource"), pinned);
    assert.deepEqual(at(dashboard, "annotations", "list", 0, "datasource"), pinned);
    assert.deepEqual(at(dashboard, "panels", 1, "panels", 0, "datasource"), pinned);
    assert.deepEqual(at(dashboard, "panels", 2, "datasource"), pinned);
  });

  it("leaves Grafana's own datasources", () => {
    const own = at(dashboard, "panels", 0, "targets", 1, "datasource");
    assert.deepEqual(own, { type: "__expr__", uid: "__expr__" });
    assert.equal(at(dashboard, "panels", 3, "datasource", "uid"), "-- Mixed --");
  });

  it("has nothing of its author's Grafana", () => {
    const gone = ["id", "version", "__inputs", "__requires", "__elements"];
    assert.deepEqual(
      gone.filter((key) => key in dashboard),
      [],
    );
    assert.doesNotMatch(JSON.stringify(dashboard), /theirs|DS_PROM/);
    assert.equal(at(dashboard, "templating", "list", 0, "refresh"), 1);
  });

  it("has a slug uid", () => {
    assert.equal(uid, "my-board");
    assert.equal(dashboard["uid"], "my-board");
    assert.equal(slugOf(" ChatQnA / Café: 95 %!"), "chatqna-cafe-95");
  });

  it("tells what was changed, once for many places", () => {
    const change = changes.find(({ what }) => what.includes(name));
    assert.equal(change?.places.length, 5);
    assert.deepEqual(change.places[0], "annotations.list[0].datasource.uid");
    assert.ok(changes.some(({ what }) => what === 'forgot the choice "theirs"'));
  });

  it("changes no query unless told to", () => {
    const before = board.panels[0]?.targets?.[0];
    assert.deepEqual(at(dashboard, "panels", 0, "targets", 0), { ...before, datasource: pinned });
  });

  it("stays as it is when imported again", () => {
    const again = imported(dashboard);
    assert.deepEqual(again.dashboard, dashboard);
    assert.deepEqual(again.changes, []);
  });
});

describe("the options of an import", () => {
  it("lead the board to a variable, which is added", () => {
    const { dashboard } = imported(board, { datasource: { variable: "datasource" } });
    assert.equal(at(dashboard, "panels", 0, "datasource", "uid"), "${datasource}");
    assert.equal(at(dashboard, "panels", 2, "datasource", "uid"), "${datasource}");
    assert.deepEqual(
      variablesOf(dashboard).map((variable) => variable["name"]),
      ["datasource", "service"],
    );
  });

  it("rename labels and replace fixed windows of rates, and no other text", () => {
    const fixUps = { renameLabels: { container: "job" }, rateInterval: true };
    const { dashboard } = imported(board, { fixUps });
    const target = at(dashboard, "panels", 0, "targets", 0) as JsonObject;
    assert.equal(target["expr"], 'sum(rate(x{job="$service"}[$__rate_interval])) by (job)');
    assert.equal(target["legendFormat"], "{{job}}");
    const query = at(dashboard, "templating", "list", 0, "query", "query");
    assert.equal(query, "label_values(tgi_request_count, job)");
    assert.equal(at(dashboard, "annotations", "list", 0, "expr"), "changes(x[5m])");
  });

  it("answer inputs that are no Prometheus", () => {
    const asking = {
      ...board,
      title: "${VAR_TEAM} board",
      __inputs: [...board.__inputs, { name: "VAR_TEAM", type: "constant" }],
    };
    assert.throws(() => imported(asking), /input "VAR_TEAM" wants a value/);
    assert.equal(imported(asking, { inputs: { VAR_TEAM: "Search" } }).title, "Search board");
    assert.throws(() => imported(board, { inputs: { X: "y" } }), /no input "X"/);
  });
});

describe("what people share", () => {
  it("may lack the __inputs of its placeholders", () => {
    const { dashboard } = imported({ ...board, __inputs: [] });
    assert.deepEqual(at(dashboard, "panels", 0, "datasource"), pinned);
  });

  it("may use a variable that is named like a placeholder", () => {
    const variable = { type: "datasource", name: "DS_PROMETHEUS", query: "prometheus" };
    const uses = { type: "prometheus", uid: "${DS_PROMETHEUS}" };
    const { dashboard } = imported({
      title: "Variable",
      templating: { list: [variable] },
      panels: [{ datasource: uses }],
    });
    assert.deepEqual(at(dashboard, "panels", 0, "datasource"), uses);
    assert.equal(at(dashboard, "templating", "list", 0, "current", "value"), "prometheus");
  });

  it("may come as Grafana's API answers", () => {
    assert.equal(imported({ dashboard: board, meta: {} }).uid, "my-board");
  });

  it("may bring library panels, which become panels", () => {
    const model = { type: "stat", title: "Shared", datasource: reference, gridPos: { x: 9 } };
    const panel = { id: 7, gridPos: { x: 0 }, libraryPanel: { uid: "lib", name: "Shared" } };
    const sharing = { ...board, __elements: { lib: { model } }, panels: [panel] };
    const { dashboard } = imported(sharing);
    assert.deepEqual(at(dashboard, "panels", 0), {
      type: "stat",
      title: "Shared",
      datasource: pinned,
      gridPos: { x: 0 },
      id: 7,
    });
    assert.throws(
      () => imported({ ...sharing, __elements: {} }),
      /panels\[0\] is the library panel "lib"/,
    );
  });

  it("may ask other datasources, which is told", () => {
    const loki = { datasource: { type: "loki", uid: "abc" } };
    const { dashboard } = imported({ title: "Logs", panels: [loki, loki] });
    assert.deepEqual(hintsOn(dashboard), [
      "panels[0].datasource asks a loki datasource, which this stack does not create",
    ]);
    const input = { ...loki, datasource: { type: "loki", uid: "${DS_LOKI}" } };
    assert.throws(() => imported({ title: "Logs", panels: [input] }), /wants a loki datasource/);
  });
});

const malformed: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ["no JSON", "{", /board\.json is not JSON: /],
  ["a web page", "<!DOCTYPE html>", /looks like a web page/],
  ["a list", "[]", /is no dashboard: it holds a list/],
  ["another object", '{"a": 1, "b": 2}', /lacks a title and panels\. Found: a, b/],
  ["an object without a title", '{"panels": []}', /lacks a title\./],
  [
    "a Kubernetes-style resource",
    '{"apiVersion": "dashboard.grafana.app/v2beta1", "kind": "Dashboard", "spec": {}}',
    /new schema \(dashboard\.grafana\.app\/v2beta1\)/,
  ],
  ["the spec of one", '{"elements": {}, "layout": {}, "title": "x"}', /new schema \(v2/],
  ["more than 5 MB", `{"title": "${"x".repeat(5 * 1024 * 1024)}"}`, /5\.0 MB, over 5 MB/],
  [
    "placeholders of nothing",
    '{"title": "x", "panels": [{"datasource": {"uid": "${ds}"}, "title": "${VAR_A b}"}]}',
    /panels\[0\]\.datasource\.uid: \$\{ds\}\n {2}panels\[0\]\.title: \$\{VAR_A b\}/,
  ],
  ["a title that makes no uid", '{"title": "監視", "panels": []}', /no uid can be made of/],
];

describe("what cannot be imported", () => {
  for (const [what, text, message] of malformed) {
    it(what, () => {
      assert.throws(
        () => importDashboard(text, { source: "board.json" }),
        (error) => {
          assert.ok(error instanceof ImportError, String(error));
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }

  it("a uid that is no slug", () => {
    assert.throws(() => imported(board, { uid: "My Board" }), /The uid "My Board" does not do/);
  });

  it("two boards with one uid", () => {
    const [a, b] = ["a.json", "b.json"].map((source) => ({ source, uid: "tgi" }));
    assert.ok(a && b);
    assert.doesNotThrow(() => {
      refuseSameUid([a, { ...b, uid: "other" }]);
    });
    assert.throws(
      () => {
        refuseSameUid([a, b]);
      },
      { message: /^a\.json and b\.json both have the uid "tgi"/ },
    );
  });
});
