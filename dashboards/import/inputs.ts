import { variablesOf } from "../dashboard-json";
import { type JsonObject, objectsIn, textOf } from "../json";
import { isObject } from "../json";
import { ImportError } from "./import-error";
import { eachText, rewrite } from "./walk";

/** By the name of the input, what stands in the place of `${name}`. */
export type InputValues = ReadonlyMap<string, string>;

interface Input {
  readonly name: string;
  /** Undefined for a constant. */
  readonly plugin: string | undefined;
  readonly preset: string | undefined;
}

/**
 * What the board asks its importer for: the `__inputs` of Grafana's export, and `${DS_…}` left over
 * from an export whose `__inputs` somebody removed.
 * @throws ImportError for an input that nothing answers
 */
export function inputValues(
  dashboard: JsonObject,
  prometheus: string,
  given: Readonly<Record<string, string>>,
): InputValues {
  const declared = objectsIn(dashboard["__inputs"]).map(readInput);
  const inputs = [...declared, ...undeclared(dashboard, declared)];
  for (const name of Object.keys(given)) {
    if (inputs.some((input) => input.name === name)) continue;
    const known = inputs.map((input) => input.name).join(", ");
    throw new ImportError(
      `The board has no input "${name}". It has ${known === "" ? "none" : known}.`,
    );
  }
  return new Map(inputs.map((input) => [input.name, valueOf(input, prometheus, given)]));
}

function readInput(input: JsonObject): Input {
  const name = textOf(input["name"]) ?? "";
  return textOf(input["type"]) === "datasource"
    ? { name, plugin: textOf(input["pluginId"]) ?? "prometheus", preset: undefined }
    : { name, plugin: undefined, preset: textOf(input["value"]) };
}

/** Grafana names them `DS_` and the datasource's name, whatever characters that has. */
function undeclared(dashboard: JsonObject, declared: readonly Input[]): readonly Input[] {
  const known = new Set([
    ...declared.map(({ name }) => name),
    ...variablesOf(dashboard).map((variable) => textOf(variable["name"])),
  ]);
  const found = new Set<string>();
  eachText(dashboard, (text) => {
    for (const [, name = ""] of text.matchAll(/\$\{(DS_[^}]+)\}/g)) {
      if (!known.has(name)) found.add(name);
    }
  });
  return [...found].map((name) => ({
    name,
    plugin: pluginOf(dashboard, name),
    preset: undefined,
  }));
}

/** The kind of datasource, as the places say that name it; Prometheus if none does. */
function pluginOf(dashboard: JsonObject, name: string): string {
  let plugin: string | undefined;
  rewrite(dashboard, (value) => {
    if (isObject(value) && value["uid"] === `\${${name}}`) plugin ??= textOf(value["type"]);
    return value;
  });
  return plugin ?? "prometheus";
}

function valueOf(
  { name, plugin, preset }: Input,
  prometheus: string,
  given: Readonly<Record<string, string>>,
): string {
  const value = given[name] ?? (plugin === "prometheus" ? prometheus : preset);
  if (value !== undefined) return value;
  const wanted =
    plugin === undefined ? "a value, and has none of its own" : `a ${plugin} datasource`;
  throw new ImportError(
    `The board's input "${name}" wants ${wanted}. Say which: --input "${name}=<${plugin === undefined ? "value" : "uid"}>"`,
  );
}
