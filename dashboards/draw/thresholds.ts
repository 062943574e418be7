import type { Json } from "../json";
import { cssColor } from "./color";
import { listAt, numberAt, textAt } from "./json-path";

/** From `value` on, up to the next one. The first begins at minus infinity. */
export interface ThresholdStep {
  readonly value: number;
  readonly color: string;
}

export interface Thresholds {
  readonly steps: readonly ThresholdStep[];
  /** Whether the values are percents of the way from the field's minimum to its maximum. */
  readonly isPercentage: boolean;
}

export function readThresholds(value: Json | undefined): Thresholds {
  const steps = listAt(value, "steps").map((step) => ({
    value: numberAt(step, "value") ?? -Infinity,
    color: cssColor(textAt(step, "color")) ?? "var(--text)",
  }));
  return {
    steps: steps.sort((a, b) => a.value - b.value),
    isPercentage: textAt(value, "mode") === "percentage",
  };
}

/** With percentages turned into values. */
export function absoluteSteps(
  { steps, isPercentage }: Thresholds,
  range: { readonly min: number; readonly max: number },
): readonly ThresholdStep[] {
  if (!isPercentage) return steps;
  const { min, max } = range;
  return steps.map(({ value, color }) => ({ value: min + ((max - min) * value) / 100, color }));
}

export function thresholdColor(value: number, steps: readonly ThresholdStep[]): string | undefined {
  return steps.findLast((step) => value >= step.value)?.color ?? steps[0]?.color;
}
