import { variablesOf, panelsOf } from "./dashboard-json";
import { isObject, type JsonObject, textOf } from "./json";

/** The input that Grafana asks for when a person imports the file in the browser. */
const input = "DS_PROMETHEUS";

/**
 * The board as Grafana's "Export for sharing externally" writes it: the Prometheus to use is an
 * input, and the plugins it needs are named.
 */
export function exportFormat(dashboard: JsonObject): JsonObject {
  const { templating, ...rest } = dashboard;
  return {
    __inputs: [
      {
        name: input,
        label: "Prometheus",
        description: "The Prometheus that scrapes the deployment.",
        type: "datasource",
        pluginId: "prometheus",
        pluginName: "Prometheus",
      },
    ],
    __elements: {},
    __requires: requires(dashboard),
    ...rest,
    templating: {
      ...(isObject(templating) ? templating : {}),
      list: variablesOf(dashboard).map(withInput),
    },
  };
}

/** The panels follow the variable, so its choice is the one place where the input stands. */
function withInput(variable: JsonObject): JsonObject {
  if (variable["type"] !== "datasource") return variable;
  const reference = `\${${input}}`;
  return { ...variable, current: { selected: true, text: "Prometheus", value: reference } };
}

const oldestGrafana = "11.0.0";
const panelNames: ReadonlyMap<string, string> = new Map([
  ["heatmap", "Heatmap"],
  ["stat", "Stat"],
  ["table", "Table"],
  ["timeseries", "Time series"],
]);

function requires(dashboard: JsonObject): readonly JsonObject[] {
  const types = new Set(panelsOf(dashboard).map((panel) => textOf(panel["type"]) ?? ""));
  return [
    { type: "grafana", id: "grafana", name: "Grafana", version: oldestGrafana },
    { type: "datasource", id: "prometheus", name: "Prometheus", version: "1.0.0" },
    ...[...types]
      .sort()
      .map((id) => ({ type: "panel", id, name: panelNames.get(id) ?? id, version: "" })),
  ];
}
