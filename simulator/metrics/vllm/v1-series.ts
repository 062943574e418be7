import type { VllmOptions } from "./events";
import type { CounterSeries } from "../python/counter";
import type { GaugeSeries } from "../python/gauge";
import type { HistogramSeries } from "../python/histogram";
import type { PythonRegistry } from "../python/registry";
import type { Labels } from "../text/labels";
import { decades } from "./bounds";
import type {
  V1CounterName,
  V1Family,
  V1GaugeName,
  V1HistogramName,
  V1Version,
} from "./v1-families";
import { v1Families } from "./v1-families";

/**
 * The series of an engine V1, by the names of their families. What is put into a family that the
 * version does not have is dropped, so that the callers need not know the versions.
 */
export class V1Series {
  readonly #gauges = new Map<string, GaugeSeries>();
  readonly #counters = new Map<string, CounterSeries>();
  readonly #histograms = new Map<string, HistogramSeries>();

  /** Registers all families. `readyAt`: Unix time. */
  constructor(registry: PythonRegistry, version: V1Version, options: VllmOptions, readyAt: number) {
    const lengths = decades([1, 2, 5], options.maxModelLength);
    const families: readonly V1Family[] = v1Families;
    for (const family of families) {
      if (family.only !== undefined && family.only !== version) continue;
      const name = `vllm:${family.name}`;
      const labels: Labels =
        family.kind !== "histogram" && family.engine === false
          ? { model_name: options.model }
          : { engine: "0", model_name: options.model };
      if (family.kind === "histogram") {
        const bounds = family.bounds === "lengths" ? lengths : family.bounds;
        const histogram = registry.histogram(name, family.help, bounds);
        this.#histograms.set(family.name, histogram.labels(readyAt, labels));
      } else if (family.kind === "gauge") {
        const gauge = registry.gauge(name, family.help);
        eachSeries(family, labels, (key, all) => this.#gauges.set(key, gauge.labels(all)));
      } else {
        const counter = registry.counter(name, family.help);
        eachSeries(family, labels, (key, all) =>
          this.#counters.set(key, counter.labels(readyAt, all)),
        );
      }
    }
  }

  /** `of`: the value of the family's own label, if it has one. */
  set(name: V1GaugeName, value: number, of?: string): void {
    this.#gauges.get(keyOf(name, of))?.set(value);
  }

  add(name: V1CounterName, by: number, of?: string): void {
    this.#counters.get(keyOf(name, of))?.add(by);
  }

  observe(name: V1HistogramName, ...values: readonly number[]): void {
    const histogram = this.#histograms.get(name);
    if (histogram !== undefined) for (const value of values) histogram.observe(value);
  }
}

function eachSeries(
  family: Extract<V1Family, { kind: "counter" | "gauge" }>,
  labels: Labels,
  visit: (key: string, labels: Labels) => void,
): void {
  if (family.by === undefined) {
    visit(family.name, labels);
    return;
  }
  for (const value of family.by.values) {
    visit(keyOf(family.name, value), { ...labels, [family.by.label]: value });
  }
}

function keyOf(name: string, of: string | undefined): string {
  return of === undefined ? name : `${name}/${of}`;
}
