import type { PanelQuery } from "./dashboard-json";
import type { Finding } from "./lint";
import { metricType } from "../plan/targets/metrics/catalogue";
import { isInRate, isLabel, isRateWindow, type Token, tokensOf } from "./promql-tokens";

/** What a query of a panel does that queries of ours must not. */
export function queryFindings({ title, refId, expr, legend }: PanelQuery): readonly Finding[] {
  const tokens = tokensOf(expr);
  const problems: readonly (readonly [rule: string, problems: readonly string[]])[] = [
    ["target-rate-interval", fixedWindows(tokens)],
    ["target-job", unmatched(tokens, "job")],
    ["target-instance", unmatched(tokens, "instance")],
    ["target-counter-agg", rawCounters(tokens)],
    ["target-legend", lostLabels(tokens, legend)],
  ];
  return problems.flatMap(([rule, texts]) =>
    texts.map((problem) => ({ rule, where: `${title}, query ${refId}`, problem })),
  );
}

function fixedWindows(tokens: readonly Token[]): readonly string[] {
  return tokens
    .filter((token) => isRateWindow(token) && token.text !== "[$__rate_interval]")
    .map(({ text }) => `has the fixed window ${text}`);
}

/** The selectors, each by its metric with the text between its braces. */
function selectors(tokens: readonly Token[]): readonly { metric: string; matchers: string }[] {
  return tokens.flatMap((token, index) => {
    if (token.text !== "{" || token.kind !== "other") return [];
    const before = tokens[index - 1];
    const end = tokens.findIndex(({ text }, later) => later > index && text === "}");
    const inside = tokens.slice(index + 1, end === -1 ? undefined : end);
    const metric = before?.kind === "word" ? before.text : "";
    return [{ metric, matchers: inside.map(({ text }) => text).join("") }];
  });
}

/** The variable is the label's own, or one for other servers on the same board: `$prometheus_job`. */
function unmatched(tokens: readonly Token[], label: string): readonly string[] {
  const found = selectors(tokens);
  const matcher = new RegExp(`(^|,\\s*)${label}=~"\\$(\\w+_)?${label}"`);
  const missing = found.filter(({ matchers }) => !matcher.test(matchers));
  if (found.length === 0) return [`selects nothing by ${label}`];
  return missing.map(({ metric }) => `${metric} does not follow a variable ${label}`);
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
