import { isList, isObject, type Json, type JsonObject } from "../json";

/** A part of a board, and where it stands in the file. */
export interface Placed {
  readonly path: string;
  readonly value: JsonObject;
}

/** The objects of a list; what is none keeps its number. */
export function placedIn(list: Json | undefined, path: string): readonly Placed[] {
  if (!isList(list)) return [];
  return list.flatMap((value, index) =>
    isObject(value) ? [{ path: `${path}[${index}]`, value }] : [],
  );
}

/** All panels with rows opened, in the order of the board; the rows themselves are left out. */
export function placedPanels(dashboard: JsonObject): readonly Placed[] {
  return placedIn(dashboard["panels"], "panels").flatMap((placed) =>
    placed.value["type"] === "row"
      ? placedIn(placed.value["panels"], `${placed.path}.panels`)
      : [placed],
  );
}
