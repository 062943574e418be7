import type { Json, JsonObject } from "../json";
import { variablesOf } from "../dashboard-json";
import type { TimeWindow } from "./interval";
import { interpolateQuery, type VariableValue, type Variables } from "./interpolate";
import { at, isTrueAt, listAt, numberAt, textAt } from "./json-path";
import {
  type Ask,
  labelSetsIn,
  type Request,
  seriesIn,
  seriesText,
  textsIn,
} from "./prometheus-answers";

/** A variable with its value, as the page tells it. */
export interface ResolvedVariable {
  readonly name: string;
  readonly label: string;
  readonly value: VariableValue;
  readonly isHidden: boolean;
  /** Why it has no value. */
  readonly problem?: string;
}

export interface VariableChoices {
  /** Values given on the command line, by the variable's name. */
  readonly given: ReadonlyMap<string, readonly string[]>;
  readonly window: TimeWindow;
  /** `$__rate_interval` and its like. */
  readonly builtIn: ReadonlyMap<string, string>;
  readonly ask: Ask;
}

const all = "$__all";

/** The variables of a board in their order: one may ask with the values of those before it. */
export async function resolveVariables(
  dashboard: JsonObject,
  choices: VariableChoices,
): Promise<readonly ResolvedVariable[]> {
  const resolved: ResolvedVariable[] = [];
  for (const variable of variablesOf(dashboard)) {
    const known = asVariables(resolved, choices.builtIn);
    const one = await resolveVariable(variable, known, choices);
    if (one !== undefined) resolved.push(one);
  }
  return resolved;
}

/** Values to fill into texts, with the built-in ones. */
export function asVariables(
  resolved: readonly ResolvedVariable[],
  builtIn: ReadonlyMap<string, string>,
): Variables {
  return new Map([
    ...resolved.map(({ name, value }) => [name, value] as const),
    ...[...builtIn].map(([name, text]) => [name, oneValue(text)] as const),
  ]);
}

export function oneValue(text: string): VariableValue {
  return { values: [text], isMulti: false, text };
}

async function resolveVariable(
  variable: JsonObject,
  known: Variables,
  choices: VariableChoices,
): Promise<ResolvedVariable | undefined> {
  const name = textAt(variable, "name");
  if (name === undefined) return undefined;
  const about = {
    name,
    label: textAt(variable, "label") ?? name,
    isHidden: numberAt(variable, "hide") === 2,
  };
  const given = choices.given.get(name);
  const isMulti = isTrueAt(variable, "multi") || isTrueAt(variable, "includeAll");
  if (given !== undefined) return { ...about, value: chosen(given, isMulti) };
  switch (textAt(variable, "type") ?? "") {
    case "query": {
      const { options, problem } = await queriedOptions(variable, known, choices);
      const value = chooseValue(variable, options);
      return { ...about, value, ...(problem !== undefined && { problem }) };
    }
    case "datasource":
      return { ...about, value: oneValue("Prometheus"), isHidden: true };
    case "interval":
      return { ...about, value: chooseValue(variable, intervalOptions(variable)) };
    case "custom":
      return { ...about, value: chooseValue(variable, customOptions(variable)) };
    case "constant":
    case "textbox":
      return {
        ...about,
        value: oneValue(currentTexts(variable)[0] ?? textAt(variable, "query") ?? ""),
      };
    case "adhoc":
      // Without a filter chosen it changes no query.
      return undefined;
    default:
      return { ...about, value: oneValue(currentTexts(variable)[0] ?? "") };
  }
}

/** A value a variable may have, and how it is shown. */
export interface Option {
  readonly text: string;
  readonly value: string;
}

/** What Grafana shows of a board that was just opened: its saved choice where it is possible. */
export function chooseValue(variable: JsonObject, options: readonly Option[]): VariableValue {
  const isMulti = isTrueAt(variable, "multi") || isTrueAt(variable, "includeAll");
  const saved = currentTexts(variable);
  const wantsAll = isTrueAt(variable, "includeAll") && (saved.includes(all) || saved.length === 0);
  if (wantsAll) {
    const custom = textAt(variable, "allValue");
    return {
      values: options.map(({ value }) => value),
      isMulti,
      ...(custom !== undefined && { custom }),
      text: "All",
    };
  }
  const possible = options.filter(({ value }) => saved.includes(value));
  const picked = possible.length > 0 ? possible : options.slice(0, 1);
  if (picked.length === 0)
    return chosen(
      saved.filter((value) => value !== all),
      isMulti,
    );
  return {
    values: picked.map(({ value }) => value),
    isMulti,
    text: picked.map(({ text }) => text).join(", "),
  };
}

function chosen(values: readonly string[], isMulti: boolean): VariableValue {
  return { values, isMulti, text: values.join(", ") };
}

/** `current.value`: a text, or a list of them. */
function currentTexts(variable: JsonObject): readonly string[] {
  const value = at(variable, "current", "value");
  const values: readonly Json[] = Array.isArray(value)
    ? listAt(variable, "current", "value")
    : [value ?? ""];
  return values.filter((each): each is string => typeof each === "string" && each !== "");
}

/** `1s, 5s : five seconds, a\,b`. */
export function customOptions(variable: JsonObject): readonly Option[] {
  const query = textAt(variable, "query") ?? "";
  return (query.match(/(?:\\,|[^,])+/g) ?? []).map((piece) => {
    const plain = piece.replaceAll("\\,", ",").trim();
    const [, text = plain, value = plain] = /^(.+)\s:\s(.+)$/.exec(plain) ?? [];
    return { text, value };
  });
}

function intervalOptions(variable: JsonObject): readonly Option[] {
  // "auto" depends on the width of a browser.
  return customOptions(variable).filter(({ value }) => value !== "auto");
}

async function queriedOptions(variable: JsonObject, known: Variables, choices: VariableChoices) {
  const text =
    textAt(variable, "query", "query") ??
    textAt(variable, "query") ??
    textAt(variable, "definition") ??
    "";
  const query = interpolateQuery(text, known);
  const { request, read } = variableRequest(query, choices.window);
  const answer = await choices.ask(request);
  if (!answer.ok) return { options: [], problem: answer.error };
  const regex = interpolateQuery(textAt(variable, "regex") ?? "", known);
  const options = optionsFrom(read(answer.data), regex, numberAt(variable, "sort") ?? 0);
  return options.length > 0 ? { options } : { options, problem: "nothing found" };
}

interface VariableRequest {
  readonly request: Request;
  readonly read: (data: Json) => readonly string[];
}

/** Grafana's query functions of Prometheus variables, as calls of Prometheus. */
export function variableRequest(query: string, { from, to }: TimeWindow): VariableRequest {
  const within = { start: String(from / 1000), end: String(to / 1000) };
  const [, argument] = /^\s*query_result\((.*)\)\s*$/s.exec(query) ?? [];
  if (argument !== undefined) {
    const parameters = { query: argument, time: within.end };
    const read = (data: Json) =>
      seriesIn(data).map(({ labels, times, values }) =>
        [seriesText(labels), values[0] ?? "", times[0] ?? ""].join(" "),
      );
    return { request: { endpoint: "query", parameters }, read };
  }
  const [, match, label] = /^\s*label_values\((?:(.+),\s*)?(\w+)\s*\)\s*$/s.exec(query) ?? [];
  if (label !== undefined) {
    const parameters = { ...within, ...(match !== undefined && { "match[]": match.trim() }) };
    return { request: { endpoint: `label/${label}/values`, parameters }, read: textsIn };
  }
  const [, pattern] = /^\s*metrics\((.*)\)\s*$/s.exec(query) ?? [];
  if (pattern !== undefined) {
    const read = (data: Json) => textsIn(data).filter((name) => matcher(pattern).test(name));
    return { request: { endpoint: "label/__name__/values", parameters: within }, read };
  }
  if (/^\s*label_names\(.*\)\s*$/s.test(query)) {
    return { request: { endpoint: "labels", parameters: within }, read: textsIn };
  }
  const read = (data: Json) => labelSetsIn(data).map(seriesText);
  return { request: { endpoint: "series", parameters: { ...within, "match[]": query } }, read };
}

/**
 * The values that a variable's regular expression leaves: its first group, or the groups `text` and
 * `value`. Sorted by the number in the variable (1 and 2 by letter, 3 and 4 by number, up and down).
 */
export function optionsFrom(
  texts: readonly string[],
  regex: string,
  sort: number,
): readonly Option[] {
  const pattern = regex === "" ? undefined : matcher(regex);
  const options = texts.flatMap((text): readonly Option[] => {
    if (pattern === undefined) return [{ text, value: text }];
    pattern.lastIndex = 0;
    const match = pattern.exec(text);
    if (match === null) return [];
    const { groups } = match;
    const value = groups?.["value"] ?? match[1] ?? match[0];
    return [{ text: groups?.["text"] ?? value, value }];
  });
  const unique = [...new Map(options.map((option) => [option.value, option])).values()];
  return sorted(unique, sort);
}

/** `/…/i` or the bare expression. One that JavaScript does not take matches everything. */
function matcher(text: string): RegExp {
  const [, body = text, flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
  try {
    return new RegExp(body, flags);
  } catch {
    return /[^]*/;
  }
}

function sorted(options: readonly Option[], sort: number): readonly Option[] {
  if (sort === 0) return options;
  const isNumeric = sort === 3 || sort === 4;
  const compare = (a: Option, b: Option) =>
    isNumeric
      ? numberIn(a.text) - numberIn(b.text)
      : a.text.localeCompare(b.text, "en", {
          numeric: sort > 6,
          sensitivity: sort > 4 ? "base" : "variant",
        });
  const up = [...options].sort(compare);
  return sort % 2 === 0 ? up.reverse() : up;
}

function numberIn(text: string): number {
  const [digits] = /\d+/.exec(text) ?? [];
  return digits === undefined ? -1 : Number(digits);
}
