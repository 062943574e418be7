import type { Json, JsonObject } from "../json";
import { cssColor } from "./color";
import { at, isTrueAt, listAt, numberAt, objectAt, textAt } from "./json-path";
import { type Mapping, mapped, readMappings } from "./mappings";
import { readThresholds, thresholdColor, type Thresholds, absoluteSteps } from "./thresholds";
import { formatText, formatValue, type Formatted } from "./units";

/** How the values of one series are shown: a panel's field configuration with its overrides applied. */
export interface Field {
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly noValue?: string;
  readonly displayName?: string;
  readonly thresholds: Thresholds;
  readonly mappings: readonly Mapping[];
  /** A colour fixed by the board. */
  readonly color?: string;
  /** Whether that colour is one of many lines, which differ in brightness. */
  readonly isShaded: boolean;
  /** Whether the thresholds colour the value. */
  readonly isColoredByThresholds: boolean;
  /** What only some kinds of panels know: `lineWidth`, `stacking`. */
  readonly custom: JsonObject;
}

/** What an override can tell a series by. */
export interface FieldName {
  readonly name: string;
  readonly refId: string;
}

/** The field of a series, or of a panel's values as a whole. */
export function fieldOf(panel: JsonObject, series?: FieldName): Field {
  const config = objectAt(panel, "fieldConfig");
  const overrides = series === undefined ? [] : listAt(config, "overrides");
  const properties = overrides
    .filter((override) => series !== undefined && matches(objectAt(override, "matcher"), series))
    .flatMap((override) => listAt(override, "properties"));
  const defaults = objectAt(config, "defaults");
  return readField(properties.reduce<JsonObject>(withProperty, defaults));
}

function matches(matcher: JsonObject, { name, refId }: FieldName): boolean {
  const options = at(matcher, "options");
  switch (textAt(matcher, "id") ?? "") {
    case "byName":
      return options === name;
    case "byFrameRefID":
      return options === refId;
    case "byRegexp":
      return typeof options === "string" && matchesPattern(options, name);
    case "byNames":
      return listAt(matcher, "options", "names").includes(name);
    case "byType":
      return options === "number";
    default:
      return false;
  }
}

function matchesPattern(text: string, name: string): boolean {
  const [, body = text, flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
  try {
    return new RegExp(body, flags).test(name);
  } catch {
    return false;
  }
}

/** `custom.lineWidth` is set inside of `custom`. */
function withProperty(field: JsonObject, property: Json): JsonObject {
  const id = textAt(property, "id") ?? "";
  const value = at(property, "value");
  if (value === undefined) return field;
  const [, key] = /^custom\.(.+)$/.exec(id) ?? [];
  if (key === undefined) return { ...field, [id]: value };
  return { ...field, custom: { ...objectAt(field, "custom"), [key]: value } };
}

function readField(field: JsonObject): Field {
  const mode = textAt(field, "color", "mode");
  const color =
    mode === "fixed" || mode === "shades"
      ? cssColor(textAt(field, "color", "fixedColor"))
      : undefined;
  return {
    ...optional("unit", textAt(field, "unit")),
    ...optional("decimals", numberAt(field, "decimals")),
    ...optional("min", numberAt(field, "min")),
    ...optional("max", numberAt(field, "max")),
    ...optional("noValue", textAt(field, "noValue")),
    ...optional("displayName", textAt(field, "displayName")),
    ...optional("color", color),
    thresholds: readThresholds(at(field, "thresholds")),
    mappings: readMappings(at(field, "mappings")),
    isShaded: mode === "shades",
    isColoredByThresholds: mode === undefined || mode === "thresholds",
    custom: objectAt(field, "custom"),
  };
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined) {
  return (value === undefined ? {} : { [key]: value }) as Readonly<Partial<Record<Key, Value>>>;
}

/** As the field wants it: mapped, or in its unit. */
export function shown(value: number, field: Field): Formatted {
  const text = mapped(value, field.mappings)?.text;
  if (text !== undefined) return { prefix: "", text, suffix: "" };
  return formatValue(value, field.unit, field.decimals);
}

export function shownText(value: number, field: Field): string {
  return mapped(value, field.mappings)?.text ?? formatText(value, field.unit, field.decimals);
}

/** The colour of a value by mapping, fixed colour or thresholds; undefined where nothing colours it. */
export function colorOf(
  value: number,
  field: Field,
  range: { readonly min: number; readonly max: number },
): string | undefined {
  const byMapping = mapped(value, field.mappings)?.color;
  if (byMapping !== undefined) return byMapping;
  if (!field.isColoredByThresholds) return field.color;
  return thresholdColor(value, absoluteSteps(field.thresholds, range));
}

export function isHidden({ custom }: Field): boolean {
  return isTrueAt(custom, "hideFrom", "viz");
}
