import type { Target } from "../../plan/targets/target";
import type { ObjectiveName, RecordingRule } from "../rule";
import { duration } from "../seconds";
import { type WatchedStack, isProbe, rateSeconds } from "../watched-stack";
import { failureCounts } from "./failures";
import { bucketMatcher } from "./histograms";
import { type Measure, measuresOf } from "./measures";
import { type EventKind, bucketRates, eventRate } from "./recording";

export const eventsMean: Readonly<Record<EventKind, string>> = {
  events: "what an objective counts, a second: requests, tokens, moments",
  events_bad: "of these the bad ones, a second: too slow, failed, down",
};

/**
 * Every objective comes down to events, of which some are bad: requests, tokens, and for the
 * availability moments. Recorded per second, numerator and denominator apart, under two names for all
 * objectives; the label `objective` tells them apart, and `measured_by` what they were read from.
 */
export function eventRecordings(stack: WatchedStack): readonly RecordingRule[] {
  const { measures } = measuresOf(stack);
  const seconds = rateSeconds(stack);
  const recording = (
    kind: EventKind,
    objective: ObjectiveName,
    measuredBy: string,
    expr: string,
  ): RecordingRule => ({
    record: eventRate(kind, seconds),
    expr,
    labels: { objective, measured_by: measuredBy },
    means: eventsMean[kind],
  });
  return [
    ...measures.flatMap((measure) => [
      recording("events", measure.objective, measure.histogram.metric, allOf(measure, stack)),
      recording("events_bad", measure.objective, measure.histogram.metric, slowOf(measure, stack)),
    ]),
    ...failureCounts(stack, duration(seconds)).flatMap(({ measuredBy, failures, requests }) => [
      recording("events", "errors", measuredBy, requests),
      recording("events_bad", "errors", measuredBy, failures),
    ]),
    ...availabilityRecordings(stack).map(({ kind, expr }) =>
      recording(kind, "availability", "up", expr),
    ),
  ];
}

function allOf({ histogram }: Measure, stack: WatchedStack): string {
  return `sum without (le) (${buckets(histogram, 'le="+Inf"', stack)})`;
}

/** Slower than the edge: all without those in the buckets up to it. */
function slowOf(measure: Measure, stack: WatchedStack): string {
  const { histogram, edge } = measure;
  const fast = `sum without (le) (${buckets(histogram, bucketMatcher(edge), stack)})`;
  return `${allOf(measure, stack)} - ${fast}`;
}

/** The engine that judges for the guardrails writes a word or two; it has no part in the objectives. */
function buckets(histogram: Measure["histogram"], bucket: string, stack: WatchedStack): string {
  const matchers = ['component!="guardrails"', histogram.matcher, bucket].filter(
    (matcher) => matcher !== undefined,
  );
  return `${bucketRates(histogram, stack)}{${matchers.join(", ")}}`;
}

export const available = "chatqna:up:min";

export function availabilityRecording(stack: WatchedStack): RecordingRule | undefined {
  const jobs = [...new Set(stack.targets.filter(isNeeded).map(({ job }) => job))];
  if (jobs.length === 0) return undefined;
  return {
    record: available,
    expr: `min(max by (job) (up{job=~"${jobs.join("|")}"}))`,
    means:
      "1 while every service that a question needs has a replica that answers Prometheus, else 0",
  };
}

function isNeeded(target: Target): boolean {
  const { component, job } = target;
  // The FAQ generation stands beside the chat; documents are added at another time.
  if (isProbe(target) || job === "llm-faqgen") return false;
  return ["megaservice", "llm", "embedding", "reranking", "retriever", "guardrails"].includes(
    component,
  );
}

function availabilityRecordings(
  stack: WatchedStack,
): readonly { readonly kind: EventKind; readonly expr: string }[] {
  if (availabilityRecording(stack) === undefined) return [];
  const share = `avg_over_time(${available}[${duration(rateSeconds(stack))}])`;
  return [
    // One moment a second, whether it was a good one or not.
    { kind: "events", expr: `0 * ${share} + 1` },
    { kind: "events_bad", expr: `1 - ${share}` },
  ];
}
