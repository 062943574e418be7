import { isList, isObject, type Json } from "../json";
import { at, listAt, objectAt, textAt } from "./json-path";

export type Labels = Readonly<Record<string, string>>;

/** A series with its samples: `times[i]` in milliseconds belongs to `values[i]`. */
export interface Series {
  readonly labels: Labels;
  readonly times: readonly number[];
  /** NaN where Prometheus said so; a time without a sample is left out. */
  readonly values: readonly number[];
}

/** A call of Prometheus' HTTP API: `query_range` and its parameters. */
export interface Request {
  readonly endpoint: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What came back: the `data` of the answer, or why there is none. */
export type Answer =
  { readonly ok: true; readonly data: Json } | { readonly ok: false; readonly error: string };

/** Asks Prometheus. Rejects only where no answer can be had at all. */
export type Ask = (request: Request) => Promise<Answer>;

/** The series of an instant or a range query; a scalar is a series without labels. */
export function seriesIn(data: Json): readonly Series[] {
  const result = at(data, "result");
  switch (textAt(data, "resultType") ?? "") {
    case "matrix":
      return listAt(result).map((each) => seriesOf(each, listAt(each, "values")));
    case "vector":
      return listAt(result).map((each) => seriesOf(each, [at(each, "value") ?? null]));
    case "scalar":
    case "string":
      return [seriesOf(null, [result ?? null])];
    default:
      return [];
  }
}

function seriesOf(value: Json, samples: readonly Json[]): Series {
  const times: number[] = [];
  const values: number[] = [];
  for (const sample of samples) {
    if (!isList(sample)) continue;
    const [seconds, text] = sample;
    if (typeof seconds !== "number") continue;
    times.push(Math.round(seconds * 1000));
    values.push(numberOf(text));
  }
  return { labels: labelsOf(at(value, "metric") ?? null), times, values };
}

export function labelsOf(value: Json): Labels {
  const entries = Object.entries(isObject(value) ? value : {});
  return Object.fromEntries(
    entries.map(([name, text]) => [name, typeof text === "string" ? text : JSON.stringify(text)]),
  );
}

function numberOf(value: Json | undefined): number {
  if (value === "+Inf") return Infinity;
  if (value === "-Inf") return -Infinity;
  return Number(value ?? NaN);
}

/** The texts of an answer that is a list of them: label values, metric names. */
export function textsIn(data: Json): readonly string[] {
  return listAt(data).filter((each): each is string => typeof each === "string");
}

/** The label sets of an answer of the endpoint `series`. */
export function labelSetsIn(data: Json): readonly Labels[] {
  return listAt(data).map((each) => labelsOf(objectAt(each)));
}

/** `up{job="tgi"}`, as Prometheus writes it. */
export function seriesText(labels: Labels): string {
  const { __name__: name = "", ...rest } = labels;
  const pairs = Object.entries(rest)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 && name !== "" ? name : `${name}{${pairs.join(", ")}}`;
}
