import type { RecordingRule, RuleGroup } from "../rule";
import { duration, inWords } from "../seconds";
import { type WatchedStack, rateSeconds } from "../watched-stack";
import { objectiveAlerts } from "./alerts";
import { recordedIntervals } from "./burn-rate";
import { availabilityRecording, eventRecordings, eventsMean } from "./events";
import { type EventKind, eventRate } from "./recording";

/** Whether the objectives are met: recorded events, and alerts on how fast their budgets go. */
export function objectiveRules(stack: WatchedStack): readonly RuleGroup[] {
  const events = eventRecordings(stack);
  if (events.length === 0) return [];
  const availability = availabilityRecording(stack);
  return [
    {
      name: "objectives",
      rules: [...(availability === undefined ? [] : [availability]), ...events],
    },
    {
      name: "objective-budgets",
      // What is an hour to three days long need not be looked at more often, and reads the most.
      interval: duration(Math.max(60, stack.timing.evaluationInterval)),
      rules: [...intervalRecordings(stack), ...objectiveAlerts(stack)],
    },
  ];
}

/**
 * The mean of rates that follow each other without a gap and without overlap: exactly the rate over
 * the whole, without reading the raw samples of three days again. Steps in which nothing was recorded
 * (Prometheus was down) count neither as good nor as bad.
 */
export function intervalRecordings(stack: WatchedStack): readonly RecordingRule[] {
  const step = rateSeconds(stack);
  const { retentionSeconds } = stack.prometheus;
  const kinds: readonly EventKind[] = ["events", "events_bad"];
  return recordedIntervals
    .filter((seconds) => seconds > step && seconds <= retentionSeconds)
    .flatMap((seconds) =>
      kinds.map((kind) => ({
        record: eventRate(kind, seconds),
        expr: `avg_over_time(${eventRate(kind, step)}[${duration(seconds)}:${duration(step)}])`,
        means: `${eventsMean[kind]}; the mean of ${inWords(seconds)}`,
      })),
    );
}
