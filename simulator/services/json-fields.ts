/** A JSON object of a request, whose fields may be anything. */
export type Fields = Readonly<Record<string, unknown>>;

/** The object that a body holds: undefined if it is not JSON, null if it is JSON but no object. */
export function parseObject(body: string): Fields | null | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isFields(value) ? value : null;
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function numberIn(fields: Fields, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === "number") return value;
  }
  return undefined;
}

export function textIn(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" ? value : undefined;
}

export function listIn(fields: Fields, name: string): readonly unknown[] | undefined {
  const value = fields[name];
  return Array.isArray(value) ? value : undefined;
}

export function objectIn(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  return isFields(value) ? value : undefined;
}

/** Texts of a list; undefined if one of them is something else. */
export function textsIn(fields: Fields, name: string): readonly string[] | undefined {
  const list = listIn(fields, name);
  const texts = list?.filter((item) => typeof item === "string");
  return texts?.length === list?.length ? texts : undefined;
}
