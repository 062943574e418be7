import { type LatencyName, allowedShare, parsePercentage } from "../../plan/settings/objectives";
import type { Component, Target } from "../../plan/targets/target";
import { bucketMatcher } from "../../rules/objectives/histograms";
import { type Measure, measuresOf } from "../../rules/objectives/measures";
import { eventRate } from "../../rules/objectives/recording";
import { inShort } from "../../rules/seconds";
import { type WatchedStack, rateSeconds } from "../../rules/watched-stack";
import { duration } from "../../rules/seconds";
import { parseDuration } from "../../plan/settings/quantity";
import type { BoardContext } from "../board-context";
import type { RowSource } from "../layout";
import { type Limits, fixed } from "../limits";
import type { Query } from "../panel-source";
import { stats } from "../panels";
import { rate, selected, suffixed } from "../promql";
import { counts } from "./errors";
import { answering } from "./metrics";

/** A rate of events and of the bad ones among them, by job. */
interface Events {
  readonly all: string;
  readonly bad: string;
}

/** An objective with all that judges it: one that has several is as good as its worst. */
interface Judged {
  readonly name: string;
  readonly legend: string;
  readonly allowed: number;
  readonly raw: readonly Events[];
}

const few: Limits = fixed(0.25, 0);

/** What is left of the budget of each objective. */
export function objectives(context: BoardContext): readonly RowSource[] {
  const judged = judgedBy(context);
  if (judged.length === 0) return [];
  const { stack, objectives: stated } = context;
  const over = stack === undefined ? "the time shown" : `the last ${stated.window}`;
  return [
    {
      title: "Objectives",
      collapsed: false,
      panels: [
        stats(
          {
            title: `Budget left, of ${over}`,
            description: `An objective allows a few events to be bad: slow answers, failed requests, moments in which a service of the chat is down. This is the share of them that ${over} did not use; as far back as samples are kept. Below zero the objective is missed. A latency is judged at the next edge of its histogram's buckets.`,
            unit: "percentunit",
            width: 24,
            height: 4,
          },
          judged.map((objective) => budgetOf(objective, context)),
          { limits: few, idle: "idle" },
        ),
      ],
    },
  ];
}

function budgetOf({ name, legend, allowed, raw }: Judged, context: BoardContext): Query {
  const { stack, objectives: stated } = context;
  const shares =
    stack === undefined
      ? raw.map((events) => shareOf(events, "$__range", "$__rate_interval"))
      : [shareOf(recorded(name, stack), stated.window, duration(rateSeconds(stack)))];
  return {
    expr: `min(1 - (${shares.join(" or ")}) / ${allowed})`,
    legend,
    isInstant: true,
    mayBeEmpty: "not every engine and release measures what it is judged by",
  };
}

/** The mean of rates that follow each other without a gap is the rate over the whole. */
function shareOf({ all, bad }: Events, window: string, step: string): string {
  const mean = (expr: string) => `avg_over_time((${expr})[${window}:${step}])`;
  return `(${mean(bad)} / (${mean(all)} > 0))`;
}

/** The rules add up the instances of a job, so that the choice of instances is not theirs to follow. */
function recorded(name: string, stack: WatchedStack): Events {
  const of = (kind: "events" | "events_bad") =>
    `${eventRate(kind, rateSeconds(stack))}{job=~"$job", objective="${name}"}`;
  return { all: of("events"), bad: of("events_bad") };
}

const words: Readonly<Record<LatencyName, string>> = {
  timeToFirstToken: "First token",
  interTokenLatency: "Between tokens",
  endToEnd: "Whole answer",
};

function judgedBy(context: BoardContext): readonly Judged[] {
  const { objectives: stated, stack = anyStack(context) } = context;
  const { measures } = measuresOf(stack);
  const names = [...new Set(measures.map(({ objective }) => objective))];
  const [allowed, available] = [stated.errors, stated.availability].map(parsePercentage);
  return [
    ...names.flatMap((name) => {
      const limit = stated.latencies[name];
      if (limit === undefined) return [];
      const own = measures.filter(({ objective }) => objective === name);
      return [
        {
          name,
          legend: `${words[name]}, ${limit.percentile} in ${inShort(parseDuration(limit.limit) / 1000)}`,
          allowed: allowedShare(limit),
          raw: own.map(latencyEvents),
        },
      ];
    }),
    {
      name: "errors",
      legend: `Errors, ${stated.errors}`,
      allowed: allowed ?? 0,
      raw: counts.map(({ failures, requests }) => ({ bad: failures, all: requests })),
    },
    {
      name: "availability",
      legend: `Available, ${stated.availability}`,
      allowed: Number((1 - (available ?? 0)).toFixed(8)),
      raw: [{ all: `${everyService} * 0 + 1`, bad: `1 - ${everyService}` }],
    },
  ];
}

/** 1 while every service that a question needs has a replica that answers. */
const everyService = `min(max by (job) (${selected("up", 'component=~"megaservice|llm|embedding|reranking|retriever|guardrails"')}))`;

function latencyEvents({ histogram, edge }: Measure): Events {
  const { metric, formerly, matcher } = histogram;
  const names = suffixed(formerly === undefined ? metric : [metric, formerly], "_bucket");
  const own = matcher === undefined ? [] : [matcher];
  const upTo = (bucket: string) => `sum by (job) (${rate(names, answering, ...own, bucket)})`;
  const all = upTo('le="+Inf"');
  return { all, bad: `(${all} - ${upTo(bucketMatcher(edge))})` };
}

/** For a board that may be anywhere: everything that could judge an objective. */
function anyStack({ objectives: stated }: BoardContext): WatchedStack {
  const target = (job: string, component: Component): Target => ({
    job,
    component,
    address: "",
    metricsPath: "",
    scheme: "http",
  });
  return {
    targets: [
      target("tgi", "llm"),
      target("vllm", "llm"),
      target("chatqna-backend-server", "megaservice"),
    ],
    timing: { scrapeInterval: 15, scrapeTimeout: 10, evaluationInterval: 15 },
    objectives: stated,
    prometheus: { memoryBytes: 0, volumeBytes: 0, retentionSeconds: 0, samples: 0 },
    megaserviceMeasures: true,
  };
}
