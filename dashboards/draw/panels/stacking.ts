import { textAt } from "../json-path";
import type { NamedSeries } from "../panel-queries";

/** A series with where its points lie and where they stand on. */
export interface Stacked {
  readonly series: NamedSeries;
  readonly tops: readonly number[];
  readonly bottoms: readonly number[];
}

/** Series of one stacking group stand on one another, positive and negative ones apart. */
export function stackSeries(all: readonly NamedSeries[]): readonly Stacked[] {
  const totals = new Map<string, number>();
  for (const series of all) {
    if (modeOf(series) !== "percent") continue;
    for (const [key, value] of keyed(series)) totals.set(key, (totals.get(key) ?? 0) + value);
  }
  const heights = new Map<string, number>();
  return all.map((series) => {
    const mode = modeOf(series);
    if (mode === "none") return flat(series);
    const tops: number[] = [];
    const bottoms: number[] = [];
    for (const [key, value] of keyed(series)) {
      const share = mode === "percent" ? value / (totals.get(key) ?? 1) : value;
      const side = `${key} ${value < 0 ? "below" : "above"}`;
      const bottom = heights.get(side) ?? 0;
      if (!Number.isNaN(share)) heights.set(side, bottom + share);
      bottoms.push(Number.isNaN(share) ? NaN : bottom);
      tops.push(bottom + share);
    }
    return { series, tops, bottoms };
  });
}

function flat(series: NamedSeries): Stacked {
  const sign = textAt(series.field.custom, "transform") === "negative-Y" ? -1 : 1;
  const tops = series.values.map((value) => sign * value);
  return { series, tops, bottoms: tops.map((value) => (Number.isFinite(value) ? 0 : NaN)) };
}

export function isStacked(series: NamedSeries): boolean {
  return modeOf(series) !== "none";
}

function modeOf({ field: { custom } }: NamedSeries): "none" | "normal" | "percent" {
  const mode = textAt(custom, "stacking", "mode");
  return mode === "normal" || mode === "percent" ? mode : "none";
}

/** The values, each with the group and the time it is added up under. */
function keyed(series: NamedSeries): readonly (readonly [string, number])[] {
  const { custom, unit } = series.field;
  const group = `${textAt(custom, "stacking", "group") ?? ""} ${unit ?? ""}`;
  const sign = textAt(custom, "transform") === "negative-Y" ? -1 : 1;
  return series.times.map((time, index) => [
    `${group} ${time}`,
    sign * (series.values[index] ?? NaN),
  ]);
}

export function isSamePlace(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}
