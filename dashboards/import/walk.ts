import { isList, isObject, type Json, type JsonObject } from "../json";

/** A place in a dashboard, as messages name it. */
export interface Place {
  readonly path: string;
  /** The nearest field's name: `uid` for `panels[0].datasource.uid`, `tags` for `tags[1]`. */
  readonly key: string;
}

export type Visit = (value: Json, place: Place) => Json;

/** Rebuilds a dashboard: every value is visited before what it contains. */
export function rewrite(dashboard: JsonObject, visit: Visit): JsonObject {
  return rewriteFields(dashboard, "", visit);
}

function rewriteFields(value: JsonObject, path: string, visit: Visit): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const place = { path: path === "" ? key : `${path}.${key}`, key };
      return [key, rewriteValue(child, place, visit)];
    }),
  );
}

function rewriteValue(value: Json, place: Place, visit: Visit): Json {
  const visited = visit(value, place);
  if (isObject(visited)) return rewriteFields(visited, place.path, visit);
  if (!isList(visited)) return visited;
  return visited.map((item, index) =>
    rewriteValue(item, { ...place, path: `${place.path}[${index}]` }, visit),
  );
}

/** Looks at every text of a dashboard. */
export function eachText(dashboard: JsonObject, look: (text: string, place: Place) => void): void {
  rewrite(dashboard, (value, place) => {
    if (typeof value === "string") look(value, place);
    return value;
  });
}
