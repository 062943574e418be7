import { colorOf, type Field } from "../field";
import { numberAt, textAt, listAt } from "../json-path";
import type { NamedSeries } from "../panel-queries";
import { reduceSeries } from "../reduce";
import type { PanelContent } from "./panel-content";

/** A series brought down to one value. */
export interface Reduced {
  readonly series: NamedSeries;
  readonly name: string;
  readonly value: number;
  readonly field: Field;
  /** What full and empty are, for bars, arcs and thresholds in percent. */
  readonly range: { readonly min: number; readonly max: number };
  /** By thresholds, mappings or the board. */
  readonly color: string | undefined;
}

/** Each series by the calculation of the panel. */
export function reducedSeries({ panel, series }: PanelContent): readonly Reduced[] {
  const calc = listAt(panel.json, "options", "reduceOptions", "calcs")[0];
  const name = typeof calc === "string" ? calc : oldCalc(textAt(panel.json, "valueName"));
  const values = series.flatMap((each) => {
    const value = reduceSeries(each, name);
    return value === undefined ? [] : [{ series: each, value }];
  });
  const most = Math.max(0, ...values.map(({ value }) => value));
  return values.map(({ series: each, value }) => {
    const { field } = each;
    const range = rangeOf(field, most);
    return {
      series: each,
      name: each.name,
      value,
      field,
      range,
      color: colorOf(value, field, range),
    };
  });
}

/** Of the panel that `stat` replaced. */
function oldCalc(name: string | undefined): string | undefined {
  const names: Readonly<Record<string, string>> = {
    current: "lastNotNull",
    avg: "mean",
    total: "sum",
  };
  return name === undefined ? undefined : (names[name] ?? name);
}

function rangeOf(field: Field, most: number): { min: number; max: number } {
  const min = field.min ?? 0;
  if (field.max !== undefined) return { min, max: field.max };
  if (field.unit === "percentunit") return { min, max: Math.max(1, most) };
  if (field.unit === "percent") return { min, max: Math.max(100, most) };
  const last = field.thresholds.isPercentage ? undefined : field.thresholds.steps.at(-1)?.value;
  const max = Math.max(most, last !== undefined && Number.isFinite(last) ? last : -Infinity);
  return { min, max: max > min ? max : min + 1 };
}

/** The share of the range that the value fills, from 0 to 1. */
export function share({ value, range: { min, max } }: Reduced): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)));
}

/** Values shown in one panel; more would be no overview. */
export function mostValues(panel: PanelContent["panel"]): number {
  return numberAt(panel.json, "options", "reduceOptions", "limit") ?? 40;
}
