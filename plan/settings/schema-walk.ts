import type { z } from "zod";
import { type Kind, kinds, settingDocs } from "./registries";
import type { SettingDoc } from "./registries";
import type { SettingPath } from "./setting-path";

/*
 * Finding one's way in the schema. zod knows which values are valid; what kind of value stands at a
 * path, and what its setting is for, is asked here, by the messages and by the documentation.
 */

export type Schema = z.core.$ZodType;

/** What a schema describes, by the shape of the value. */
export type Shape =
  | { readonly is: "map"; readonly settings: Readonly<Record<string, Schema>> }
  | { readonly is: "names"; readonly name: Schema; readonly value: Schema }
  | { readonly is: "list"; readonly item: Schema }
  | { readonly is: "value" };

export function shapeOf(schema: Schema): Shape {
  const { def } = (innermost(schema) as z.core.$ZodTypes)._zod;
  if (def.type === "object") return { is: "map", settings: def.shape };
  if (def.type === "record") return { is: "names", name: def.keyType, value: def.valueType };
  if (def.type === "array") return { is: "list", item: def.element };
  return { is: "value" };
}

export function schemaAt(root: Schema, path: SettingPath): Schema | undefined {
  return path.reduce<Schema | undefined>(
    (schema, key) => (schema === undefined ? undefined : childSchema(schema, key)),
    root,
  );
}

export function childSchema(schema: Schema, key: string | number): Schema | undefined {
  const shape = shapeOf(schema);
  switch (shape.is) {
    case "map":
      return Object.hasOwn(shape.settings, key) ? shape.settings[key] : undefined;
    case "names":
      return shape.value;
    case "list":
      return shape.item;
    case "value":
      return undefined;
  }
}

export function kindOf(schema: Schema): Kind | undefined {
  return layersOf(schema)
    .map((layer) => kinds.get(layer))
    .find((kind) => kind !== undefined);
}

export function docOf(schema: Schema): SettingDoc | undefined {
  return layersOf(schema)
    .map((layer) => settingDocs.get(layer))
    .find((doc) => doc !== undefined);
}

/**
 * Undefined where a setting is required, has no default, gets one from other settings, or is a map
 * whose settings have their own.
 */
export function defaultOf(schema: Schema): unknown {
  for (const layer of layersOf(schema)) {
    const { def } = (layer as z.core.$ZodTypes)._zod;
    if (def.type === "default") return def.defaultValue;
  }
  return undefined;
}

/** Whether the user may leave a setting out. */
export function isOptional(schema: Schema): boolean {
  return layersOf(schema).some((layer) =>
    ["optional", "default", "prefault"].includes(layer._zod.def.type),
  );
}

/** A schema and those that it wraps: optional, default, from a number. */
function layersOf(schema: Schema): readonly Schema[] {
  const layers: Schema[] = [];
  for (let layer: Schema | undefined = schema; layer !== undefined; layer = wrappedIn(layer)) {
    layers.push(layer);
  }
  return layers;
}

function innermost(schema: Schema): Schema {
  return layersOf(schema).at(-1) ?? schema;
}

function wrappedIn(schema: Schema): Schema | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === "optional" || def.type === "default" || def.type === "prefault") {
    return def.innerType;
  }
  return def.type === "pipe" ? def.out : undefined;
}
