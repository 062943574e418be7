/**
 * The Prometheus text format, read without losing a byte: HELP and TYPE lines, blank lines, order
 * of families and labels and the notation of numbers stay as the server wrote them, because those
 * are what differs between servers and what a replay has to show.
 */
export type Line =
  /** A comment or an empty line. */
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "sample"; readonly sample: Sample };

export interface Sample {
  /** Name and labels as written: `te_request_count{method="single"}`. */
  readonly written: string;
  /** The same for equal series whatever the order of their labels. */
  readonly series: string;
  readonly name: string;
  /** The name in the TYPE line above it. */
  readonly family: string;
  readonly role: Role;
  readonly valueText: string;
  readonly value: number;
}

/** What a sample stands for within its family. */
export type Role = "counter" | "gauge" | "bucket" | "sum" | "count" | "quantile";

export type Exposition = readonly Line[];

/** `line` counts from 1. */
export class ExpositionError extends Error {
  constructor(
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line}: ${problem}`);
    this.name = "ExpositionError";
  }
}

type FamilyType = "counter" | "gauge" | "histogram" | "summary";

interface Family {
  readonly name: string;
  readonly type: FamilyType;
}

const samplePattern =
  /^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})? (?<value>[^ ]+)$/;
const typePattern = /^# TYPE (?<name>\S+) (?<type>counter|gauge|histogram|summary)$/;
const labelPattern = /[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\.)*"/g;

/**
 * Reads a body. Every sample must follow the TYPE line of its family and must not carry a
 * timestamp, as with all recorded servers.
 * @throws ExpositionError for a line that is neither comment nor such a sample
 */
export function parseExposition(body: string): Exposition {
  let family: Family | undefined;
  return body.split("\n").map((text, index): Line => {
    if (text === "" || text.startsWith("#")) {
      family = readType(text) ?? family;
      return { kind: "text", text };
    }
    return { kind: "sample", sample: readSample(text, family, index + 1) };
  });
}

/** The inverse of `parseExposition`: the same bytes for an unchanged exposition. */
export function renderExposition(exposition: Exposition): string {
  return exposition
    .map((line) =>
      line.kind === "text" ? line.text : `${line.sample.written} ${line.sample.valueText}`,
    )
    .join("\n");
}

export function samplesOf(exposition: Exposition): readonly Sample[] {
  return exposition.flatMap((line) => (line.kind === "sample" ? [line.sample] : []));
}

function readType(comment: string): Family | undefined {
  const groups = typePattern.exec(comment)?.groups;
  if (groups?.["name"] === undefined) return undefined;
  return { name: groups["name"], type: groups["type"] as FamilyType };
}

function readSample(text: string, family: Family | undefined, line: number): Sample {
  const groups = samplePattern.exec(text)?.groups;
  const name = groups?.["name"];
  const valueText = groups?.["value"];
  if (name === undefined || valueText === undefined) {
    throw new ExpositionError(line, `neither a comment nor "name{labels} value": ${text}`);
  }
  const role = family === undefined ? undefined : roleOf(name, family);
  if (family === undefined || role === undefined) {
    throw new ExpositionError(line, `"${name}" does not belong to the TYPE line above it`);
  }
  const labels = groups?.["labels"] ?? "";
  return {
    written: name + labels,
    series: name + inOrder(labels),
    name,
    family: family.name,
    role,
    valueText,
    value: readNumber(valueText, line),
  };
}

function inOrder(labels: string): string {
  if (!labels.includes(",")) return labels;
  return `{${(labels.match(labelPattern) ?? []).sort().join(",")}}`;
}

function roleOf(name: string, family: Family): Role | undefined {
  if (name === family.name) {
    if (family.type === "summary") return "quantile";
    return family.type === "histogram" ? undefined : family.type;
  }
  if (family.type === "counter" || family.type === "gauge") return undefined;
  if (name === `${family.name}_sum`) return "sum";
  if (name === `${family.name}_count`) return "count";
  return name === `${family.name}_bucket` && family.type === "histogram" ? "bucket" : undefined;
}

function readNumber(text: string, line: number): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new ExpositionError(line, `"${text}" is not a finite number`);
  return value;
}
