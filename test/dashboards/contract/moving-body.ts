import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type Labels,
  type MeasuredServer,
  type MetricFamily,
  familiesOf,
  labelsOf,
} from "../../../plan/targets/metrics/family";
import { parseExposition, samplesOf } from "../../../simulator/replay/exposition";

/** A series as it is exposed, and how its value moves. */
export interface MovingSeries {
  readonly written: string;
  readonly start: number;
  readonly perSecond: number;
}

/** The body at a moment. Prometheus needs no types to take it. */
export function bodyAt(series: readonly MovingSeries[], seconds: number): string {
  return series
    .map(({ written, start, perSecond }) => `${written} ${start + perSecond * seconds}\n`)
    .join("");
}

/** Counters go on as they went between the two recorded bodies, which counts as a second here. */
export function recordedSeries(name: string): readonly MovingSeries[] {
  const read = (state: string) =>
    samplesOf(
      parseExposition(readFileSync(join(__dirname, `../recorded/${name}-${state}.prom`), "utf8")),
    );
  const before = new Map(read("before").map(({ series, value }) => [series, value]));
  return read("after").map(({ written, series, role, value }) => ({
    written,
    start: value,
    perSecond: role === "gauge" ? 0 : Math.max(0, value - (before.get(series) ?? 0)),
  }));
}

/** A release without a recorded body, made of the catalogue: names and labels are its, values are not. */
export function generatedSeries(
  server: MeasuredServer,
  version: string,
  labels: Labels = {},
): readonly MovingSeries[] {
  return familiesOf(server, version).flatMap((family) =>
    seriesOf({ ...family, labels: { ...labels, ...labelsOf(server, version, family) } }),
  );
}

function seriesOf(family: MetricFamily): readonly MovingSeries[] {
  const { name, type } = family;
  const sets = labelSets(family.labels);
  const counting = (suffix: string, set: string, perSecond: number): MovingSeries => ({
    written: `${name}${suffix}${braces(set)}`,
    start: 0,
    perSecond,
  });
  switch (type) {
    case "gauge":
      return sets.map((set) => ({ written: `${name}${braces(set)}`, start: 0.5, perSecond: 0 }));
    case "counter":
      return sets.map((set) => counting("", set, 1));
    case "summary": {
      const plain = labelSets(withoutQuantile(family.labels));
      return [
        ...("quantile" in family.labels
          ? sets.map((set) => ({ written: `${name}${braces(set)}`, start: 1, perSecond: 0 }))
          : []),
        ...plain.flatMap((set) => [counting("_sum", set, 2), counting("_count", set, 4)]),
      ];
    }
    case "histogram": {
      const bounds = family.buckets ?? [];
      return sets.flatMap((set) => [
        ...bounds.map((bound, index) =>
          counting("_bucket", joined(set, `le="${bound}"`), (4 * (index + 1)) / bounds.length),
        ),
        counting("_bucket", joined(set, 'le="+Inf"'), 4),
        counting("_sum", set, 2),
        counting("_count", set, 4),
      ]);
    }
  }
}

function withoutQuantile(labels: Labels): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== "quantile"));
}

/** Every combination of the labels' values. */
function labelSets(labels: Labels): readonly string[] {
  return Object.entries(labels).reduce<readonly string[]>(
    (sets, [name, values]) =>
      sets.flatMap((set) => values.map((value) => joined(set, `${name}="${value}"`))),
    [""],
  );
}

function joined(set: string, label: string): string {
  return set === "" ? label : `${set},${label}`;
}

function braces(set: string): string {
  return set === "" ? "" : `{${set}}`;
}
