import { parsePercentage } from "../../../plan/settings/objectives";
import { parseDuration } from "../../../plan/settings/quantity";
import { availabilityRecording } from "../../../rules/objectives/events";
import { failureCounts } from "../../../rules/objectives/failures";
import { measuresOf } from "../../../rules/objectives/measures";
import type { WatchedStack } from "../../../rules/watched-stack";
import type { Proof } from "../proof";
import { selector } from "./engines";

/** Long and short interval of each alert, and the share of the budget that it is about, by hand. */
const intervals = [
  { long: "1h", short: "5m", severity: "critical", ofDays: 0.08, ofWeeks: 0.02 },
  { long: "6h", short: "30m", severity: "critical", ofDays: 0.125, ofWeeks: 0.05 },
  { long: "1d", short: "2h", severity: "warning", ofDays: 0.2, ofWeeks: 0.1 },
  { long: "3d", short: "6h", severity: "warning", ofDays: 0.42, ofWeeks: 0.1 },
] as const;

/** These are recorded once a minute, and there are many of them: no sample more than is needed. */
const step = 60;
const late = 40 * step;

interface Watched {
  readonly alert: string;
  readonly objective: string;
  readonly allowed: number;
  readonly measuredBy: string;
  /** The rule is about this measure only. */
  readonly alone: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

export function objectiveProofs(stack: WatchedStack): readonly Proof[] {
  const window = parseDuration(stack.objectives.window) / 1000;
  return watchedBy(stack).flatMap((watched) =>
    intervals.flatMap((interval) => {
      const long = parseDuration(interval.long) / 1000;
      const share = window < 14 * 86_400 ? interval.ofDays : interval.ofWeeks;
      const threshold = Number(
        (Number(Math.max(1, (share * window) / long).toPrecision(6)) * watched.allowed).toPrecision(
          6,
        ),
      );
      const tooLong = long > Math.min(window, stack.prometheus.retentionSeconds);
      return threshold >= 1 || tooLong ? [] : [burning(watched, interval, long, threshold)];
    }),
  );
}

function burning(
  { alert, objective, measuredBy, alone, labels }: Watched,
  interval: (typeof intervals)[number],
  seconds: number,
  threshold: number,
): Proof {
  const own = { ...labels, objective, measured_by: measuredBy };
  const of = selector(own);
  const events = (kind: string, window: string) => `objective_job:${kind}:rate${window}{${of}}`;
  const { long, short } = interval;
  /** Ratios over the long and the short interval, each from a rate of so many events. */
  const series = (ratios: { long: string; short: string }, count = `${1000 / seconds}x50`) => ({
    [events("events", long)]: count,
    [events("events_bad", long)]: ratios.long,
    [events("events", short)]: count,
    [events("events_bad", short)]: ratios.short,
  });
  // As many events as are needed and a bit: 21, where 20 are too few.
  const few = 21 / seconds;
  const over = threshold * 1.02;
  const one = "1x50";
  return {
    alert,
    step,
    rule: {
      severity: interval.severity,
      interval: long,
      ...(alone && { measured_by: measuredBy }),
    },
    fires: {
      name: "spent a little faster than it may be, by few events",
      series: series({ long: `0x3 ${over * few}x50`, short: `0x3 ${over * few}x50` }, `${few}x50`),
      since: 4 * step,
      labels: own,
      value: `${Number((100 * over).toPrecision(4))}%`,
    },
    justUnder: {
      name: "as fast as may be over the long interval",
      series: series({ long: `${threshold}x50`, short: one }, one),
      at: late,
    },
    recovers: {
      name: "over: the short interval is well again",
      series: series({ long: one, short: "1x20 0x40" }, one),
      at: late,
    },
    alsoSilent: [
      {
        name: "as fast as may be over the short interval",
        series: series({ long: one, short: `${threshold}x50` }, one),
        at: late,
      },
      {
        name: "everything is bad, of too few events to tell",
        series: series(
          { long: `${20 / seconds}x50`, short: `${20 / seconds}x50` },
          `${20 / seconds}x50`,
        ),
        at: late,
      },
      {
        name: "no events at all",
        series: series({ long: "0x50", short: "0x50" }, "0x50"),
        at: late,
      },
    ],
  };
}

const latencyAlerts = {
  timeToFirstToken: "FirstTokenSlow",
  interTokenLatency: "TokensSlow",
  endToEnd: "AnswersSlow",
} as const;

function watchedBy(stack: WatchedStack): readonly Watched[] {
  const { objectives } = stack;
  const job = { component: "llm", job: "vllm" };
  const [failures] = failureCounts(stack, "5m");
  return [
    ...measuresOf(stack).measures.map(({ objective, histogram }) => ({
      alert: latencyAlerts[objective],
      objective,
      allowed: { p90: 0.1, p95: 0.05, p99: 0.01 }[
        objectives.latencies[objective]?.percentile ?? "p99"
      ],
      measuredBy: histogram.metric,
      alone: true,
      labels: job,
    })),
    ...(failures === undefined
      ? []
      : [
          {
            alert: "RequestsFailing",
            objective: "errors",
            allowed: parsePercentage(objectives.errors),
            measuredBy: failures.measuredBy,
            alone: false,
            labels: job,
          },
        ]),
    ...(availabilityRecording(stack) === undefined
      ? []
      : [
          {
            alert: "ChatUnavailable",
            objective: "availability",
            allowed: Number((1 - parsePercentage(objectives.availability)).toFixed(8)),
            measuredBy: "up",
            alone: false,
            labels: {},
          },
        ]),
  ];
}
