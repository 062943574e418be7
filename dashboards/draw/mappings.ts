import type { Json } from "../json";
import { cssColor } from "./color";
import { listAt, numberAt, objectAt, textAt } from "./json-path";

/** What is shown in place of certain values. */
export interface Mapped {
  readonly text?: string;
  readonly color?: string;
}

export type Mapping = (value: number) => Mapped | undefined;

/** The value mappings of a field; the first that fits counts. */
export function readMappings(value: Json | undefined): readonly Mapping[] {
  return listAt(value).map(mappingOf);
}

export function mapped(value: number, mappings: readonly Mapping[]): Mapped | undefined {
  for (const mapping of mappings) {
    const found = mapping(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mappingOf(mapping: Json): Mapping {
  const type = textAt(mapping, "type");
  const options = objectAt(mapping, "options");
  if (type === "value") {
    return (value) => {
      const found = options[String(value)];
      return found === undefined ? undefined : resultOf(found);
    };
  }
  const result = resultOf(objectAt(options, "result"));
  if (type === "range") {
    const from = numberAt(options, "from") ?? -Infinity;
    const to = numberAt(options, "to") ?? Infinity;
    return (value) => (value >= from && value <= to ? result : undefined);
  }
  if (type === "special")
    return (value) => (isSpecial(value, textAt(options, "match")) ? result : undefined);
  return () => undefined;
}

function isSpecial(value: number, match: string | undefined): boolean {
  return (match === "nan" || match === "null+nan") && Number.isNaN(value);
}

function resultOf(value: Json): Mapped {
  const text = textAt(value, "text");
  const color = cssColor(textAt(value, "color"));
  return { ...(text !== undefined && { text }), ...(color !== undefined && { color }) };
}
