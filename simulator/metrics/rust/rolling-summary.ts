import { writeNumber } from "../../replay/number-notation";
import type { RustFamily } from "./family";
import { headerOf } from "./family";

const quantiles = [0, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

/** Quantiles are those of up to three windows of this many seconds. */
const windowSeconds = 20;
const windowCount = 3;

/** The sketch behind the quantiles knows a value to a ten-thousandth. */
const relativeError = 0.0001;
const growth = 1 + (2 * relativeError) / (1 - relativeError);
const growthLog = Math.log1p((2 * relativeError) / (1 - relativeError));

interface Window {
  readonly begin: number;
  /** How often each value came. Few values do: tokens skipped in a step. */
  readonly counts: Map<number, number>;
}

/**
 * A histogram for which no buckets are set: the exporter makes a summary of it, without labels
 * here. Sum and count are of all time, quantiles of the last minute at most, and 0 after a minute
 * without values. Source: metrics-exporter-prometheus 0.15.3, src/distribution.rs, and
 * metrics-util 0.17, src/storage/summary.rs.
 */
export class RustRollingSummary implements RustFamily {
  readonly #header: string;
  #windows: Window[] = [];
  #sum = 0;
  #count = 0;

  constructor(
    readonly name: string,
    help?: string,
  ) {
    this.#header = headerOf(name, "summary", help);
  }

  /** `times` equal values at once. */
  observe(value: number, at: number, times = 1): void {
    if (times === 0) return;
    const { counts } = this.#windowAt(at);
    counts.set(value, (counts.get(value) ?? 0) + times);
    this.#sum += value * times;
    this.#count += times;
  }

  write(lines: string[], at: number): void {
    if (this.#count === 0) return;
    lines.push(this.#header);
    const recent = this.#recentValues(at);
    for (const quantile of quantiles) {
      const value = writeNumber(quantileOf(recent, quantile), "rust");
      lines.push(`${this.name}{quantile="${writeNumber(quantile, "rust")}"} ${value}`);
    }
    lines.push(`${this.name}_sum ${writeNumber(this.#sum, "rust")}`);
    lines.push(`${this.name}_count ${this.#count}`, "");
  }

  /** The newest window is the first. Windows follow each other in whole steps. */
  #windowAt(at: number): Window {
    const [newest] = this.#windows;
    if (newest !== undefined && at < newest.begin + windowSeconds) return newest;
    this.#windows = this.#windows.filter(({ begin }) => isRecent(begin, at));
    const reference = this.#windows[0]?.begin;
    const begin =
      reference === undefined
        ? at
        : reference + Math.floor((at - reference) / windowSeconds) * windowSeconds;
    const window: Window = { begin, counts: new Map() };
    this.#windows = [window, ...this.#windows.slice(0, windowCount - 1)];
    return window;
  }

  #recentValues(at: number): readonly (readonly [value: number, count: number])[] {
    const merged = new Map<number, number>();
    for (const { begin, counts } of this.#windows) {
      if (!isRecent(begin, at)) continue;
      for (const [value, count] of counts) merged.set(value, (merged.get(value) ?? 0) + count);
    }
    return [...merged].sort(([a], [b]) => a - b);
  }
}

function isRecent(begin: number, at: number): boolean {
  return begin > at - windowSeconds * windowCount;
}

function quantileOf(
  values: readonly (readonly [value: number, count: number])[],
  quantile: number,
): number {
  const smallest = values[0]?.[0] ?? 0;
  const largest = values.at(-1)?.[0] ?? 0;
  if (quantile === 0) return smallest;
  if (quantile === 1) return largest;
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  let rank = Math.floor(quantile * (total - 1) + 1);
  for (const [value, count] of values) {
    rank -= count;
    if (rank <= 0) return Math.min(Math.max(sketched(value), smallest), largest);
  }
  return largest;
}

/** The value as the sketch gives it back. */
function sketched(value: number): number {
  if (value === 0) return 0;
  const key = Math.ceil(Math.log(value) / growthLog);
  return (2 * Math.exp(key * growthLog)) / (1 + growth);
}
