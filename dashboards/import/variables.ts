import { isList, isObject, type Json, type JsonObject, objectsIn, without } from "../json";
import type { Changes } from "./changes";
import type { PrometheusReference } from "./datasources";

/**
 * Takes the choices of the board's author out of its variables: values of a deployment that is not
 * here would leave every panel empty.
 */
export function forgetChoices(
  dashboard: JsonObject,
  reference: PrometheusReference,
  changes: Changes,
): JsonObject {
  const { templating } = dashboard;
  if (!isObject(templating) || !isList(templating["list"])) return dashboard;
  const list = objectsIn(templating["list"]).map((variable, index) =>
    forget(variable, `templating.list[${index}]`, reference, changes),
  );
  return { ...dashboard, templating: { ...templating, list } };
}

function forget(
  variable: JsonObject,
  path: string,
  reference: PrometheusReference,
  changes: Changes,
): JsonObject {
  const { type } = variable;
  if (type === "query") return forgetQuery(variable, path, changes);
  if (type === "datasource") return chooseDatasource(variable, reference);
  // The first choice of a custom list or a constant is part of the board.
  return variable;
}

function forgetQuery(variable: JsonObject, path: string, changes: Changes): JsonObject {
  const { current } = variable;
  const rest = without(variable, "current", "options");
  const kept = isAll(current) && current !== undefined ? { ...rest, current } : rest;
  const chosen = isObject(current) ? current["text"] : undefined;
  if (!isAll(current) && chosen !== undefined) {
    changes.note(`forgot the choice ${JSON.stringify(chosen)}`, `${path}.current`);
  }
  const { refresh } = kept;
  if (refresh === 1 || refresh === 2) return kept;
  // Without a choice and without a refresh it would stay empty.
  changes.note("the values are asked for when the board opens", `${path}.refresh`);
  return { ...kept, refresh: 1 };
}

/** "All" holds in every deployment. */
function isAll(current: Json | undefined): boolean {
  if (!isObject(current)) return false;
  const { value } = current;
  return value === "$__all" || (isList(value) && value.length === 1 && value[0] === "$__all");
}

function chooseDatasource(variable: JsonObject, { type, uid }: PrometheusReference): JsonObject {
  const rest = without(variable, "current", "options");
  // A choice by a variable is no choice: Grafana then takes its default Prometheus.
  if (variable["query"] !== type || uid.includes("$")) return rest;
  return { ...rest, current: { selected: true, text: uid, value: uid } };
}
