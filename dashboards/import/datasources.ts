import { variablesOf } from "../dashboard-json";
import { isObject, type Json, type JsonObject, textOf } from "../json";
import type { Changes } from "./changes";
import type { InputValues } from "./inputs";
import { type Place, rewrite } from "./walk";

/** What `${DS_…}` and every other way to name a Prometheus become. */
export interface PrometheusReference {
  readonly type: "prometheus";
  readonly uid: string;
}

/** Puts the values of the inputs wherever they are asked for, in texts of every kind. */
export function fillInputs(
  dashboard: JsonObject,
  values: InputValues,
  changes: Changes,
): JsonObject {
  if (values.size === 0) return dashboard;
  return rewrite(dashboard, (value, place) => {
    if (typeof value !== "string" || !value.includes("${")) return value;
    let filled = value;
    for (const [name, replacement] of values) {
      const placeholder = `\${${name}}`;
      if (!filled.includes(placeholder)) continue;
      filled = filled.replaceAll(placeholder, () => replacement);
      changes.note(`${placeholder} is now ${replacement}`, place.path());
    }
    return filled;
  });
}

/**
 * Leads every panel, query, variable and annotation that asks some Prometheus of its author's to
 * ours. Choices by a variable stay, as do Grafana's own datasources.
 */
export function pinDatasources(
  dashboard: JsonObject,
  reference: PrometheusReference,
  changes: Changes,
): JsonObject {
  return rewrite(dashboard, (value, place) =>
    place.key === "datasource" && !place.isItem ? pinned(value, place, reference, changes) : value,
  );
}

function pinned(value: Json, place: Place, reference: PrometheusReference, changes: Changes): Json {
  const named = nameOf(value);
  if (named === undefined || isOwn(named.uid) || named.uid.includes("$")) return value;
  if (named.type !== undefined && named.type !== reference.type) return value;
  if (named.uid === reference.uid && named.type === reference.type) return value;
  if (named.uid !== reference.uid) {
    changes.note(`datasource "${named.uid}" is now ${reference.uid}`, place.path());
  }
  return { ...reference };
}

/** Older boards name a datasource by a text, newer ones by type and uid. */
function nameOf(value: Json): { uid: string; type: string | undefined } | undefined {
  if (typeof value === "string") return { uid: value, type: undefined };
  if (!isObject(value)) return undefined;
  const uid = textOf(value["uid"]);
  return uid === undefined ? undefined : { uid, type: textOf(value["type"]) };
}

/** Grafana's own: `-- Mixed --`, `-- Grafana --`, `-- Dashboard --`, server-side expressions. */
function isOwn(uid: string): boolean {
  return /^-- .+ --$/.test(uid) || ["grafana", "__expr__"].includes(uid);
}

const builtIn = ["prometheus", "grafana", "datasource", "__expr__"];

/** Datasources of other kinds, which the stack does not have, with the first place of each. */
export function foreignDatasources(dashboard: JsonObject): readonly string[] {
  const places = new Map<string, string>();
  rewrite(dashboard, (value, place) => {
    const type = place.key === "datasource" && isObject(value) ? textOf(value["type"]) : undefined;
    if (type !== undefined && !builtIn.includes(type) && !places.has(type))
      places.set(type, place.path());
    return value;
  });
  return [...places].map(
    ([type, path]) => `${path} asks a ${type} datasource, which this stack does not create`,
  );
}

/** Adds the variable that the board's panels ask from now on, unless the board has it. */
export function withDatasourceVariable(dashboard: JsonObject, name: string): JsonObject {
  const variables = variablesOf(dashboard);
  if (variables.some((variable) => variable["name"] === name)) return dashboard;
  const { templating } = dashboard;
  const added = { type: "datasource", name, label: "Data source", query: "prometheus", refresh: 1 };
  return {
    ...dashboard,
    templating: { ...(isObject(templating) ? templating : {}), list: [added, ...variables] },
  };
}
