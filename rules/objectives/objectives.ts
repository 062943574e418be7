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
      // What is an hour to three days long need not be looked at more often.
      interval: duration(Math.max(60, stack.timing.evaluationInterval)),
      rules: [...intervalRecordings(stack), ...objectiveAlerts(stack)],
    },
  ];
}

/**
 * The mean of rates that follow each other without a gap and without overlap: the rate over the whole,
 * without reading the raw samples of three days again. Days are the mean of half hours and not of five
 * minutes, which would cost six times as much at every evaluation; of them the last half hour may not
 * be in yet, too little of a day to matter. Steps in which nothing was recorded (Prometheus was down)
 * count neither as good nor as bad.
 */
export function intervalRecordings(stack: WatchedStack): readonly RecordingRule[] {
  const base = rateSeconds(stack);
  const { retentionSeconds } = stack.prometheus;
  const kinds: readonly EventKind[] = ["events", "events_bad"];
  const recorded = recordedIntervals.filter(
    (seconds) => seconds > base && seconds <= retentionSeconds,
  );
  return recorded.flatMap((seconds) => {
    const step = seconds >= day && recorded.includes(halfHour) ? halfHour : base;
    return kinds.map((kind) => ({
      record: eventRate(kind, seconds),
      expr: `avg_over_time(${eventRate(kind, step)}[${duration(seconds)}:${duration(step)}])`,
      means: `${eventsMean[kind]}; the mean of ${inWords(seconds)}`,
    }));
  });
}

const halfHour = 1800;
const day = 86_400;
