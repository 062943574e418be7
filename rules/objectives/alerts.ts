import { type LatencyName, parsePercentage } from "../../plan/settings/objectives";
import { parseDuration } from "../../plan/settings/quantity";
import { type AlertingRule, type ObjectiveName, board } from "../rule";
import { duration, inShort, inWords } from "../seconds";
import { type WatchedStack, rateSeconds } from "../watched-stack";
import { type BurnRateAlert, burnRateAlerts } from "./burn-rate";
import { availabilityRecording } from "./events";
import { failureCounts } from "./failures";
import { type Measure, measuresOf } from "./measures";
import { eventRate } from "./recording";

/** What differs from objective to objective. */
interface Objective {
  /** The label `objective`. */
  readonly name: ObjectiveName;
  readonly alert: string;
  readonly allowed: number;
  readonly summary: string;
  /** After "23 % of …": what is bad about them. */
  readonly bad: string;
  readonly runbook: string;
  /** Whose events they are, as a template; empty where they are the whole chat's. */
  readonly of: string;
  /** Only series of this measure, where one objective has several with a limit each. */
  readonly measuredBy?: string;
}

/**
 * Below this many events in the long interval a ratio says nothing: of three requests at night one is
 * 33 %. A chat that is used so little is watched by whether it is up.
 */
export const fewestEvents = 20;

/** Page and ticket on the budget of each objective. */
export function objectiveAlerts(stack: WatchedStack): readonly AlertingRule[] {
  const { window } = stack.objectives;
  const windowSeconds = parseDuration(window) / 1000;
  return objectivesOf(stack).flatMap((objective) =>
    burnRateAlerts(objective.allowed, windowSeconds, stack.prometheus.retentionSeconds).map(
      (burn) => alertOn(objective, burn, windowSeconds, stack),
    ),
  );
}

function alertOn(
  objective: Objective,
  burn: BurnRateAlert,
  window: number,
  stack: WatchedStack,
): AlertingRule {
  const { long, burnRate, threshold, severity } = burn;
  // The shortest rate there is may be longer than the short interval, if scrapes are far apart.
  const short = Math.max(burn.short, rateSeconds(stack));
  const selector = `{objective="${objective.name}"${objective.measuredBy === undefined ? "" : `, measured_by="${objective.measuredBy}"`}}`;
  const rate = (kind: "events" | "events_bad", seconds: number) =>
    `${eventRate(kind, seconds)}${selector}`;
  const ratio = (seconds: number) => `${rate("events_bad", seconds)} / ${rate("events", seconds)}`;
  const gone = inWords(window / burnRate);
  return {
    alert: objective.alert,
    expr:
      `${ratio(long)} > ${threshold}` +
      `\nand ${ratio(short)} > ${threshold}` +
      `\nand ${rate("events", long)} * ${long} > ${fewestEvents}`,
    // The intervals smooth already; this only waits out an evaluation between two scrapes.
    for: severity === "critical" ? "2m" : "15m",
    severity,
    labels: {
      interval: duration(long),
      ...(objective.measuredBy !== undefined && { measured_by: objective.measuredBy }),
    },
    objective: objective.name,
    when: `more than ${percent(threshold)} of ${objective.bad}, over ${inWords(long)} and still over ${inWords(short)}; ${burnRate === 1 ? "more than" : `${burnRate} times what`} is allowed, which spends the budget of ${inWords(window)} in ${gone}`,
    summary: objective.summary,
    description:
      `{{ $value | humanizePercentage }} of ${objective.bad}, over the last ${inWords(long)}${objective.of}. ` +
      `Allowed are ${percent(objective.allowed)} over ${inWords(window)}; from ${percent(threshold)} on that is spent in less than ${gone}.`,
    runbook: objective.runbook,
    board: board("chatqna-overview"),
  };
}

const ofJob = " ({{ $labels.job }}, measured by {{ $labels.measured_by }})";

function objectivesOf(stack: WatchedStack): readonly Objective[] {
  const { errors, availability } = stack.objectives;
  return [
    ...measuresOf(stack).measures.map(latencyObjective),
    ...(failureCounts(stack, "5m").length === 0
      ? []
      : [
          {
            name: "errors" as const,
            alert: "RequestsFailing",
            allowed: parsePercentage(errors),
            summary: "Too many requests fail",
            bad: "the requests failed",
            runbook: "requests-failing",
            of: ofJob,
          },
        ]),
    ...(availabilityRecording(stack) === undefined
      ? []
      : [
          {
            name: "availability" as const,
            alert: "ChatUnavailable",
            allowed: complement(parsePercentage(availability)),
            summary: "The chat is down too much of the time",
            bad: "the time a service that every question needs was down",
            runbook: "chat-unavailable",
            of: "",
          },
        ]),
  ];
}

const latencyWords: Readonly<
  Record<LatencyName, { alert: string; summary: string; things: string; runbook: string }>
> = {
  timeToFirstToken: {
    alert: "FirstTokenSlow",
    summary: "Answers begin too late",
    things: "the first tokens",
    runbook: "first-token-slow",
  },
  interTokenLatency: {
    alert: "TokensSlow",
    summary: "Answers are written too slowly",
    things: "the tokens",
    runbook: "tokens-slow",
  },
  endToEnd: {
    alert: "AnswersSlow",
    summary: "Answers take too long",
    things: "the answers",
    runbook: "answers-slow",
  },
};

function latencyObjective({ objective, histogram, edge, allowed }: Measure): Objective {
  const { alert, summary, things, runbook } = latencyWords[objective];
  return {
    name: objective,
    alert,
    allowed,
    summary,
    bad: `${things} took longer than ${inShort(edge)}`,
    runbook,
    of: ofJob,
    measuredBy: histogram.metric,
  };
}

function complement(share: number): number {
  return Math.round((1 - share) * 1e8) / 1e8;
}

/** At most three digits: `13.4 %`. */
function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
