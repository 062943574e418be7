import { measuredServers, metricType } from "../../plan/targets/metrics/catalogue";
import { knownSeriesOf } from "../../plan/targets/metrics/known-series";
import { type Selector, readPromql } from "../promql-syntax";
import { isInRate, isLabel, isRateWindow, type Token, tokensOf } from "../promql-tokens";
import type { Rule } from "./finding";

type Problem = readonly [rule: Rule, problem: string];

/** What a query does that queries of a board should not. What is no PromQL is not looked at further. */
export function queryFindings(expr: string, legend: string): readonly Problem[] {
  if (expr.trim() === "") return [["target-promql", "asks nothing"]];
  const { errors, selectors } = readPromql(expr);
  if (errors.length > 0) return errors.map((found) => ["target-promql", `is no PromQL: ${found}`]);
  const tokens = tokensOf(expr);
  const problems: readonly (readonly [rule: Rule, problems: readonly string[]])[] = [
    ["target-rate-interval", fixedWindows(tokens)],
    ["target-job", unmatched(selectors, "job")],
    ["target-instance", unmatched(selectors, "instance")],
    ["target-counter-agg", rawCounters(tokens)],
    ["target-legend", lostLabels(tokens, legend)],
    ["target-metrics", unknownMetrics(selectors)],
  ];
  return problems.flatMap(([rule, texts]) => texts.map((text): Problem => [rule, text]));
}

function fixedWindows(tokens: readonly Token[]): readonly string[] {
  return tokens
    .filter((token) => isRateWindow(token) && token.text !== "[$__rate_interval]")
    .map(({ text }) => `has the fixed window ${text}`);
}

/** The variable is the label's own, or one for other servers on the same board: `$prometheus_job`. */
function unmatched(selectors: readonly Selector[], label: string): readonly string[] {
  const variable = new RegExp(`^\\$\\{?(\\w+_)?${label}(:\\w+)?\\}?$`);
  const missing = selectors.filter(
    ({ matchers }) =>
      !matchers.some(
        (matcher) =>
          matcher.label === label && matcher.operator === "=~" && variable.test(matcher.value),
      ),
  );
  if (selectors.length === 0) return [`selects nothing by ${label}`];
  return missing.map(
    ({ metric = "a selector without a metric" }) => `${metric} does not follow a variable ${label}`,
  );
}

/** Where the catalogue does not know a metric, by name: Prometheus' own suffixes. */
function isCounter(name: string): boolean {
  const type = metricType(name);
  return type === undefined ? /(_total|_sum|_count|_bucket)$/.test(name) : type === "counter";
}

function rawCounters(tokens: readonly Token[]): readonly string[] {
  return tokens
    .filter(
      (token, index) =>
        token.kind === "word" &&
        isCounter(token.text) &&
        !isLabel(tokens, index) &&
        !isInRate(token),
    )
    .map(({ text }) => `${text} only ever grows: take its rate`);
}

/** A label in the legend is empty if an aggregation drops it. */
function lostLabels(tokens: readonly Token[], legend: string): readonly string[] {
  const kept = new Set(tokens.filter(({ within }) => within[0] === "by").map(({ text }) => text));
  const aggregates = tokens.some(({ text }) =>
    ["sum", "avg", "min", "max", "count"].includes(text),
  );
  const named = [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = ""]) => label);
  return named
    .filter((label) => aggregates && !kept.has(label))
    .map((label) => `the legend names ${label}, which the query drops`);
}

const known = knownSeriesOf(measuredServers);
/** Of servers whose metrics are all in the catalogue. */
const ownPrefixes = /^(tgi_|te_|vllm:|megaservice_)/;

function unknownMetrics(selectors: readonly Selector[]): readonly string[] {
  return selectors.flatMap(({ metric = "" }) =>
    ownPrefixes.test(metric) && !metric.endsWith("_created") && !known.has(metric)
      ? [`no release that we know exports ${metric}`]
      : [],
  );
}
