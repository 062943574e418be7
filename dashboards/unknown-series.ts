import type { KnownLabels, KnownSeries } from "../plan/targets/metrics/known-series";
import { type LabelMatcher, type Selector, readPromql } from "./promql-syntax";

/** What an expression names that nothing exports, each in a sentence; and what is no PromQL in it. */
export function unknownIn(expr: string, known: KnownSeries): readonly string[] {
  const { errors, selectors, grouping, made } = readPromql(expr);
  if (errors.length > 0) return errors.map((found) => `is no PromQL: ${found}`);
  const labels = new Set([...made, ...selectors.flatMap((selector) => labelsOf(selector, known))]);
  return [
    ...selectors.flatMap((selector) => unknownInSelector(selector, known)),
    ...[...new Set(grouping)]
      .filter((label) => !labels.has(label))
      .map((label) => `no series of the query has the label ${label}`),
  ];
}

function labelsOf({ metric = "" }: Selector, known: KnownSeries): readonly string[] {
  return [...(known.get(metric)?.keys() ?? [])];
}

function unknownInSelector({ metric, matchers }: Selector, known: KnownSeries): readonly string[] {
  if (metric === undefined) return ["selects without the name of a metric"];
  const labels = known.get(metric);
  if (labels === undefined) return [`nothing exports ${metric}`];
  return matchers.flatMap((matcher) =>
    unknownInMatcher(matcher, labels).map((problem) => `${metric}: ${problem}`),
  );
}

/** What a variable chooses is found out in Grafana. */
function unknownInMatcher(matcher: LabelMatcher, labels: KnownLabels): readonly string[] {
  const { label, operator, value } = matcher;
  const values = labels.get(label);
  if (values === undefined) return [`it has no label ${label}`];
  if (values.size === 0 || value.includes("$")) return [];
  const matches = (pattern: string) => [...values].some((one) => anchored(pattern).test(one));
  switch (operator) {
    case "=":
      return values.has(value) ? [] : [`${label} is never ${JSON.stringify(value)}`];
    case "=~":
      return alternatives(value)
        .filter((pattern) => !matches(pattern))
        .map((pattern) => `${label} never matches ${JSON.stringify(pattern)}`);
    // What is left out need not be there: health checks, the loopback device.
    case "!=":
      return [...values].every((one) => one === value) ? [`leaves no ${label} over`] : [];
    case "!~":
      return [...values].every((one) => anchored(value).test(one))
        ? [`leaves no ${label} over`]
        : [];
  }
}

/** Prometheus' patterns are Go's; of those that JavaScript lacks, queries have a flag in front. */
function anchored(pattern: string): RegExp {
  const caseless = pattern.startsWith("(?i)");
  return new RegExp(`^(?:${caseless ? pattern.slice(4) : pattern})$`, caseless ? "iu" : "u");
}

/** Parted where no bracket is open. */
function alternatives(pattern: string): readonly string[] {
  return /[()[\]]/.test(pattern) ? [pattern] : pattern.split("|");
}
