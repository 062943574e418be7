import { isList, isObject, type Json, type JsonObject } from "../json";

/**
 * A place in a dashboard. A board has some ten thousand of them and is walked six times at each
 * preview, so what only messages want is put together when one asks for it.
 */
export class Place {
  /**
   * @param key the nearest field's name: `uid` for `panels[0].datasource.uid`, `tags` for `tags[1]`
   * @param within what the field or the item is in; none: the dashboard
   * @param index of an item of a list
   */
  constructor(
    readonly key: string,
    private readonly within: Place | undefined,
    private readonly index?: number,
  ) {}

  get isItem(): boolean {
    return this.index !== undefined;
  }

  /** As messages name it. Dear: to be asked for by those that have something to say. */
  path(): string {
    const before = this.within?.path();
    if (this.index !== undefined) return `${before ?? ""}[${this.index}]`;
    return before === undefined ? this.key : `${before}.${this.key}`;
  }
}

export type Visit = (value: Json, place: Place) => Json;

/** Every value is visited before what it contains; what no visit changes stays the same object. */
export function rewrite(dashboard: JsonObject, visit: Visit): JsonObject {
  return rewriteFields(dashboard, undefined, visit);
}

function rewriteFields(value: JsonObject, within: Place | undefined, visit: Visit): JsonObject {
  const rewritten = Object.entries(value).map(
    ([key, child]) => [key, rewriteValue(child, new Place(key, within), visit)] as const,
  );
  return rewritten.every(([key, child]) => child === value[key])
    ? value
    : Object.fromEntries(rewritten);
}

function rewriteValue(value: Json, place: Place, visit: Visit): Json {
  const visited = visit(value, place);
  if (isObject(visited)) return rewriteFields(visited, place, visit);
  if (!isList(visited)) return visited;
  const rewritten = visited.map((item, index) =>
    rewriteValue(item, new Place(place.key, place, index), visit),
  );
  return rewritten.every((item, index) => item === visited[index]) ? visited : rewritten;
}

/** Looks at every text of a dashboard. */
export function eachText(dashboard: JsonObject, look: (text: string, place: Place) => void): void {
  rewrite(dashboard, (value, place) => {
    if (typeof value === "string") look(value, place);
    return value;
  });
}
