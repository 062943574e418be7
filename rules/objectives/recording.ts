import type { RecordingRule } from "../rule";
import { duration } from "../seconds";
import { type WatchedStack, rateSeconds } from "../watched-stack";
import type { Histogram } from "./histograms";

/** The name under which the rates of a histogram's buckets are recorded. */
export function bucketRates({ metric, by = [] }: Histogram, stack: WatchedStack): string {
  const level = ["job", ...by, "le"].join("_");
  return `${level}:${metric.replaceAll(":", "_")}_bucket:rate${duration(rateSeconds(stack))}`;
}

/**
 * A histogram of all replicas of a job as one: what quantiles and objectives are computed from. Not
 * the quantiles themselves, which nobody can add up.
 */
export function bucketRecording(histogram: Histogram, stack: WatchedStack): RecordingRule {
  const { metric, formerly, by = [] } = histogram;
  const window = duration(rateSeconds(stack));
  const rates = [metric, ...(formerly === undefined ? [] : [formerly])]
    // Where a release has both names, `or` keeps the first, replica by replica.
    .map((name) => `rate(${name}_bucket[${window}])`)
    .join(" or ");
  return {
    record: bucketRates(histogram, stack),
    expr: `sum by (${["job", "component", ...by, "le"].join(", ")}) (${rates})`,
    means: `observations a second by bucket, of all replicas of a job together: ${histogram.observes}`,
  };
}

export type EventKind = "events" | "events_bad";

/** The name under which the events of all objectives are recorded, per second. */
export function eventRate(kind: EventKind, seconds: number): string {
  return `objective_job:${kind}:rate${duration(seconds)}`;
}
