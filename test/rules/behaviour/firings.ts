import type { AlertingRule } from "../../../rules/rule";
import { labelsOf } from "../../../rules/rule-file";
import { seconds } from "../proof";
import type { Line } from "./prometheus";

/** From when to when an alert fired, in seconds since the history began. */
export interface Firing {
  readonly alert: string;
  readonly severity: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly from: number;
  readonly to: number;
}

/**
 * What Prometheus makes of an alert's series: it fires once its expression has held, evaluation by
 * evaluation, for the rule's time, and until it holds no more.
 */
export function firingsOf(
  rule: AlertingRule,
  lines: readonly Line[],
  step: number,
  beginning: number,
): readonly Firing[] {
  return lines.flatMap(({ metric, values }) => {
    const labels = Object.entries(metric).filter(([name]) => name !== "__name__");
    return runs(
      values.map(([moment]) => moment - beginning),
      step,
    )
      .map(({ from, to }) => ({ from: from + seconds(rule.for), to: to + step }))
      .filter(({ from, to }) => from < to)
      .map((run) => ({
        alert: rule.alert,
        severity: rule.severity,
        labels: { ...Object.fromEntries(labels), ...labelsOf(rule) },
        ...run,
      }));
  });
}

/** Moments that follow each other without a gap, from the first to the last. */
function runs(
  moments: readonly number[],
  step: number,
): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  for (const moment of moments) {
    const last = found.at(-1);
    if (last !== undefined && moment - last.to <= step) last.to = moment;
    else found.push({ from: moment, to: moment });
  }
  return found;
}
