import { parseDuration } from "../plan/settings/quantity";
import { type Histogram, bucketMatcher, edgeAtLeast } from "./objectives/histograms";
import { bucketRates } from "./objectives/recording";
import type { WatchedStack } from "./watched-stack";

/** Of the time to the first token. The rest is for the engine. */
const stageShare = 0.5;

/** What a stage may take where there is no objective for the first token, in seconds. */
const otherwise = 1;

/** Of its requests, that may be slower. */
export const slowShare = 0.05;

/** Below this many in five minutes a share says nothing. */
export const fewestRequests = 12;

/**
 * How long a stage before the LLM (embedding, retrieval, reranking) may take: half of what the
 * objective gives to the first token.
 */
export function stageSeconds({ objectives }: WatchedStack): number {
  const stated = objectives.latencies.timeToFirstToken;
  return stated === undefined ? otherwise : stageShare * (parseDuration(stated.limit) / 1000);
}

/** The bucket that judges it: the next edge, or the last one there is. */
export function stageEdge(histogram: Histogram, stack: WatchedStack): number {
  return edgeAtLeast(histogram, stageSeconds(stack)) ?? histogram.edges.at(-1) ?? otherwise;
}

/** Where more than {@link slowShare} of the requests that matchers choose were slower than the edge. */
export function slowStage(
  histogram: Histogram,
  matchers: readonly string[],
  stack: WatchedStack,
): string {
  const recorded = bucketRates(histogram, stack);
  const buckets = (matcher: string) =>
    `sum without (le) (${recorded}{${[...matchers, matcher].join(", ")}})`;
  const all = buckets('le="+Inf"');
  const fast = buckets(bucketMatcher(stageEdge(histogram, stack)));
  return `(${all} - ${fast}) / ${all} > ${slowShare}\nand ${all} * 300 > ${fewestRequests}`;
}
