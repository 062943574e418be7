import { type LatencyName, parsePercentage } from "../plan/settings/objectives";
import { parseDuration } from "../plan/settings/quantity";
import { queueLimits } from "../rules/queue";
import { inShort } from "../rules/seconds";
import type { BoardContext } from "./board-context";

/** From where on a value is worth a look, and from where on it is bad. */
export interface Steps {
  readonly watch: number;
  readonly bad: number;
  /** Where the numbers are from, in brackets behind them. */
  readonly from?: string;
}

/** Undefined: the stack states no objective for it. */
export type Limits = (context: BoardContext) => Steps | undefined;

export function fixed(watch: number, bad = watch): Limits {
  return () => ({ watch, bad });
}

/** Orange before the objective is missed. */
const closeTo = 0.8;

function latency(name: LatencyName): Limits {
  return ({ objectives }) => {
    const stated = objectives.latencies[name];
    if (stated === undefined) return undefined;
    const seconds = parseDuration(stated.limit) / 1000;
    const from = `80 % and 100 % of the objective, ${stated.percentile} within ${inShort(seconds)}`;
    return { watch: closeTo * seconds, bad: seconds, from };
  };
}

/** Seconds. */
export const timeToFirstToken = latency("timeToFirstToken");
export const timePerToken = latency("interTokenLatency");
export const endToEnd = latency("endToEnd");

/** The sample alerts of the Gateway API Inference Extension call 5 % critical, where 1 % is allowed. */
const farBeyond = 5;

/** Share of requests. */
export const errorShare: Limits = ({ objectives: { errors } }) => {
  const allowed = parsePercentage(errors);
  const bad = Math.min(1, Number((farBeyond * allowed).toPrecision(3)));
  return { watch: allowed, bad, from: "the objective, and five times as many" };
};

/** Requests at one replica: from here on the alerts speak of a queue. */
export const waiting: Limits = (context) => {
  const { warning, critical } = queueLimits(context);
  return { watch: warning, bad: critical, from: "where the alerts begin" };
};

/** Share of the KV cache: llm-d takes a replica above 80 % for saturated; 90 % is nearly full. */
export const cacheInUse = fixed(0.8, 0.9);

/** Share of a resource that is there once: memory, a disk. */
export const inUse = fixed(0.8, 0.95);

/** The limits as they stand behind a description. */
export function limitsInWords(steps: Steps, unit: string, drawn: "lines" | "colours"): string {
  const [watch, bad] = [steps.watch, steps.bad].map((value) => valueInWords(value, unit));
  const both = watch === bad;
  const from = steps.bad < steps.watch ? "below" : "from";
  const values = {
    lines: both ? `Dashed: ${bad}` : `Dashed: ${watch} and ${bad}`,
    colours: both ? `Red ${from} ${bad}` : `Orange ${from} ${watch}, red ${from} ${bad}`,
  }[drawn];
  return `${values}${steps.from === undefined ? "" : ` (${steps.from})`}.`;
}

function valueInWords(value: number, unit: string): string {
  if (unit === "s") return inShort(value);
  if (unit === "percentunit") return `${Number((value * 100).toPrecision(3))} %`;
  if (unit === "celsius") return `${value} °C`;
  return String(value);
}
