import { unknownSecret } from "./secret-kinds";
import type { Finding } from "./finding";
import { listed, nearest } from "./nearest";
import { type Schema, childSchema, kindOf, schemaAt, shapeOf } from "./schema-walk";
import { type SettingPath, pathText } from "./setting-path";

/** What is said about a value that its schema refuses. */
export function valueMessage(schema: Schema, value: unknown, mayShow: boolean): string {
  const kind = kindOf(schema);
  const rule = kind?.rule ?? shapeRule(schema);
  if (kind?.secret === true) return `${secretFound(value)}; ${rule}.`;
  if (value === undefined) return `is missing; ${rule}.`;
  if (value === null) return `is empty; ${rule}.`;
  if (value === unknownSecret) {
    return "is encrypted, and is no secret. Set it again without --secret.";
  }
  const shown = mayShow || typeof value !== "string";
  const found = shown
    ? (kind?.shows?.(value) ?? foundText(value))
    : "a text, not shown as secrets stand beside it";
  const explained = shown ? kind?.explain?.(value) : undefined;
  return `is ${found}; ${closed(explained ?? rule)}`;
}

/** What is said about a name in a map of names. */
export function nameMessage(schema: Schema, name: string): string {
  const shape = shapeOf(schema);
  const kind = shape.is === "names" ? kindOf(shape.name) : undefined;
  return `is not a name to use here; ${closed(kind?.explain?.(name) ?? kind?.rule ?? "")}`;
}

/** What is said about a key that the schema does not know, and which one was meant. */
export function unknownKey(
  root: Schema,
  parent: SettingPath,
  key: string,
): Pick<Finding, "message" | "meant"> {
  const schema = schemaAt(root, parent) ?? root;
  const shape = shapeOf(schema);
  if (shape.is !== "map") return { message: nameMessage(schema, key) };
  const siblings = Object.keys(shape.settings);
  const close = nearest(key, siblings);
  if (close !== undefined) {
    return { message: `is not a setting. Did you mean ${close}?`, meant: [...parent, close] };
  }
  const [elsewhere] = pathsTo(root, key, []);
  if (elsewhere !== undefined) {
    return { message: `is not a setting. Did you mean ${pathText(elsewhere)}?`, meant: elsewhere };
  }
  return { message: `is not a setting; ${closed(`allowed are ${listed(siblings)}`)}` };
}

export function closed(sentence: string): string {
  return /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** Where else in the settings a key of this name stands, outside of lists and maps of names. */
function pathsTo(schema: Schema, key: string, path: SettingPath): readonly SettingPath[] {
  const shape = shapeOf(schema);
  if (shape.is !== "map") return [];
  return Object.keys(shape.settings).flatMap((name) => {
    const child = childSchema(schema, name);
    const here = [...path, name];
    const below = child === undefined ? [] : pathsTo(child, key, here);
    return name === key ? [here, ...below] : below;
  });
}

function shapeRule(schema: Schema): string {
  const shape = shapeOf(schema);
  switch (shape.is) {
    case "map":
      return `under it stand ${listed(Object.keys(shape.settings))}`;
    case "names":
      return "under it stand names, each with a value";
    case "list":
      return 'a list has "- " before each entry';
    case "value":
      return "another value is wanted";
  }
}

function secretFound(value: unknown): string {
  if (value === undefined) return "is missing";
  if (value === null || value === "") return "is empty";
  return "is not valid (a secret is never shown)";
}

const longest = 60;

function foundText(value: unknown): string {
  if (value === "") return "an empty text";
  if (typeof value === "string") return JSON.stringify(shortened(withoutAccount(value)));
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const isEmpty = Object.keys(Object(value) as object).length === 0;
  return `${isEmpty ? "an empty" : "a"} ${Array.isArray(value) ? "list" : "map"}`;
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** A URL that brings its own user and password is refused, and not repeated. */
function withoutAccount(text: string): string {
  return text.replace(/\/\/.*@/s, "//…@");
}
