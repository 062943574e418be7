import { readPromql } from "../../dashboards/promql-syntax";
import type { KnownLabels, KnownSeries } from "../../plan/targets/metrics/known-series";
import type { RecordingRule, RuleGroup } from "../../rules/rule";

/** The known series, and with them those that rules record. */
export function withRecorded(known: KnownSeries, groups: readonly RuleGroup[]): KnownSeries {
  const all = new Map(known);
  for (const rule of groups.flatMap(({ rules }) => rules)) {
    if (!("record" in rule)) continue;
    const labels = new Map(all.get(rule.record));
    for (const [label, values] of recordedLabels(rule, all)) {
      labels.set(label, new Set([...(labels.get(label) ?? []), ...values]));
    }
    all.set(rule.record, labels);
  }
  return all;
}

/** Those that the query keeps, with the values that its metrics have, and those the rule adds. */
function recordedLabels({ expr, labels = {} }: RecordingRule, known: KnownSeries): KnownLabels {
  const { selectors, kept: by, dropped, made } = readPromql(expr);
  const kept = new Map<string, ReadonlySet<string>>();
  for (const { metric = "" } of selectors) {
    for (const [label, values] of known.get(metric) ?? []) {
      if (dropped.includes(label) || (by.length > 0 && !by.includes(label))) continue;
      kept.set(label, new Set([...(kept.get(label) ?? []), ...values]));
    }
  }
  for (const label of made) kept.set(label, new Set());
  for (const [label, value] of Object.entries(labels)) kept.set(label, new Set([value]));
  return kept;
}
