import type { Reference, Text } from "./workload";

export type IniValue = Text | number | boolean;

/** The text of an ini file as Grafana reads it. Values stand bare, up to the end of the line. */
export function renderIni(
  sections: Readonly<Record<string, Readonly<Record<string, IniValue>>>>,
): Text {
  const lines = Object.entries(sections).flatMap(([section, fields]) => [
    `[${section}]\n`,
    ...Object.entries(fields).flatMap(([name, value]) => [`${name} = `, ...partsOf(value), "\n"]),
  ]);
  return lines;
}

function partsOf(value: IniValue): readonly (string | Reference)[] {
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  return typeof value === "string" ? [value] : value;
}
