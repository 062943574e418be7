import { isList, isObject, type Json, type JsonObject } from "../json";

type Path = readonly string[];

/** What stands at a path; undefined where the path ends early. A board may lack anything. */
export function at(value: Json | undefined, ...path: Path): Json | undefined {
  return path.reduce<Json | undefined>(
    (found, key) => (isObject(found) ? found[key] : undefined),
    value,
  );
}

export function objectAt(value: Json | undefined, ...path: Path): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

export function listAt(value: Json | undefined, ...path: Path): readonly Json[] {
  const found = at(value, ...path);
  return isList(found) ? found : [];
}

/** A text that is not empty. */
export function textAt(value: Json | undefined, ...path: Path): string | undefined {
  const found = at(value, ...path);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** A number, or a text that is one: old boards write `"100"`. */
export function numberAt(value: Json | undefined, ...path: Path): number | undefined {
  const found = at(value, ...path);
  const number = typeof found === "string" && found.trim() !== "" ? Number(found) : found;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

export function isTrueAt(value: Json | undefined, ...path: Path): boolean {
  return at(value, ...path) === true;
}
