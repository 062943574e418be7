import { type AlertingRule, type BoardLink } from "./rule";
import type { WatchedStack } from "./watched-stack";

/** How many requests may wait at one replica. */
export interface QueueLimits {
  readonly warning: number;
  readonly critical: number;
}

/**
 * llm-d takes a replica with 5 waiting for saturated (utilization/config.go), and the sample alerts of
 * the Gateway API Inference Extension call 50 critical. Where work comes in batches, waiting is how it
 * is done: ten times as many.
 */
export function queueLimits({ objectives }: Pick<WatchedStack, "objectives">): QueueLimits {
  const factor = objectives.preset === "batch" ? 10 : 1;
  return { warning: 5 * factor, critical: 50 * factor };
}

/** Warning and critical on the requests that wait at a replica. */
export function queueAlerts(queue: {
  readonly alert: string;
  /** Requests that wait, by replica. */
  readonly waiting: string;
  readonly software: string;
  readonly limits: QueueLimits;
  readonly runbook: string;
  readonly board: BoardLink;
}): readonly AlertingRule[] {
  const { alert, waiting, software, limits, runbook, board } = queue;
  return (["warning", "critical"] as const).map((severity) => ({
    alert,
    expr: `${waiting} > ${limits[severity]}`,
    // A burst is worked off in a minute or two; who waits for five minutes has not enough replicas.
    for: "5m",
    severity,
    when: `more than ${limits[severity]} requests wait at one ${software} replica for 5 minutes`,
    summary: `Requests queue up at ${software}`,
    description: `{{ $value }} requests wait at {{ $labels.job }} {{ $labels.instance }}. Whoever asks now waits for all of them before the first token.`,
    runbook,
    board,
  }));
}
