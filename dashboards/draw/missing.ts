import { isLabel, tokensOf } from "../promql-tokens";
import { durationText } from "./interval";
import type { AnsweredQuery } from "./panel-queries";
import { seriesIn } from "./prometheus-answers";
import type { ResolvedVariable } from "./variables";

/** What is known of a Prometheus beside the answers to the panels. */
export interface Knowledge {
  /** The metrics with a sample in the window; undefined where it would not tell. */
  readonly metrics: ReadonlySet<string> | undefined;
  /** For how long it has been running at the end of the window, in milliseconds, where it tells. */
  readonly upFor: number | undefined;
}

/** Why a panel has no data, as far as it can be told, in a sentence or two. */
export function whyMissing(
  answered: readonly AnsweredQuery[],
  variables: readonly ResolvedVariable[],
  { metrics, upFor }: Knowledge,
): string {
  const errors = queryErrors(answered);
  if (errors.length > 0) return errors.join(" ");
  if (answered.length === 0) return "The panel asks nothing of Prometheus.";
  const asked = [...new Set(answered.flatMap(({ query }) => metricsIn(query.expr)))];
  const unknown = metrics === undefined ? [] : asked.filter((name) => !metrics.has(name));
  if (asked.length > 0 && unknown.length === asked.length) {
    const names = unknown.length > 3 ? `${unknown.slice(0, 3).join(", ")}, …` : unknown.join(", ");
    return `Prometheus has no series of ${names} in this window: nothing exports it, or it was not used yet.`;
  }
  const longest = Math.max(...answered.map(({ query }) => query.step));
  if (upFor !== undefined && upFor < 4 * longest) {
    const seconds = Math.max(1, Math.round(upFor / 1000));
    return `Prometheus was started ${durationText(seconds * 1000)} before; a rate needs two scrapes.`;
  }
  const empty = variables.filter(({ problem }) => problem !== undefined);
  if (empty.length > 0) {
    return `Nothing to choose from for ${empty.map(({ label }) => label).join(", ")}.`;
  }
  if (answered.some(({ answer }) => answer.ok && seriesIn(answer.data).length > 0)) {
    return "Nothing to count in this window: every value is NaN.";
  }
  return "The metrics exist, but no series of them fits this query and its choices in this window.";
}

/** Queries that Prometheus refused, each with its words. */
export function queryErrors(answered: readonly AnsweredQuery[]): readonly string[] {
  return answered.flatMap(({ query, answer }) =>
    answer.ok ? [] : [`Query ${query.refId} failed: ${answer.error}.`],
  );
}

const keywords = new Set(
  "and or unless by without on ignoring group_left group_right bool offset inf nan start end".split(
    " ",
  ),
);

/** The names of metrics in a query. */
export function metricsIn(expr: string): readonly string[] {
  const tokens = tokensOf(expr);
  return tokens
    .filter(({ kind, text }, index) => {
      if (kind !== "word" || /^\d/.test(text) || keywords.has(text.toLowerCase())) return false;
      const next = tokens.slice(index + 1).find((token) => token.kind !== "space")?.text ?? "";
      // `sum by (le) (…)` and `rate(…)` are functions.
      const isFunction = next === "(" || ["by", "without"].includes(next.toLowerCase());
      return !isFunction && !isLabel(tokens, index);
    })
    .map(({ text }) => text);
}
