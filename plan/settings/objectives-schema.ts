import { z } from "zod";
import { oneOf } from "./kinds";
import {
  type LatencyName,
  defaultAvailability,
  defaultErrors,
  defaultWindow,
  parsePercentage,
  percentagePattern,
  presetNames,
} from "./objectives";
import { duration } from "./quantity-kinds";
import { kinds, settingDocs } from "./registries";

/** A share of all, above and below the bounds, both in percent and excluded. */
function percentage(above: number, below: number) {
  const rule = `a percentage is a number above ${above} and below ${below} with a percent sign, like "${defaultErrors}" or "${defaultAvailability}"`;
  const isWithin = (text: string): boolean =>
    parsePercentage(text) > above / 100 && parsePercentage(text) < below / 100;
  return z
    .string()
    .regex(percentagePattern)
    .refine(isWithin)
    .register(kinds, {
      label: "percentage",
      rule,
      explain: (value) => {
        const bare = typeof value === "number" || typeof value === "string" ? Number(value) : NaN;
        const meant = [`${bare}%`, `${Math.round(bare * 1e6) / 1e4}%`].find(isWithin);
        return meant === undefined ? undefined : `${rule}. Did you mean ${meant}?`;
      },
    });
}

function limit(percent: number) {
  return duration()
    .register(settingDocs, { description: `At least ${percent} % of them are as fast.` })
    .optional();
}

const latency = z.strictObject({ p90: limit(90), p95: limit(95), p99: limit(99) });

function latencyOf(name: LatencyName, description: string) {
  return latency
    .register(settingDocs, {
      description,
      otherwise: `what the preset says about ${name}, if anything`,
    })
    .optional();
}

export const objectivesSchema = z.strictObject({
  preset: oneOf(presetNames)
    .register(settingDocs, {
      description:
        "Published numbers for the latencies that are not set here (docs/objectives.md has them).",
    })
    .default("mlperf-server"),
  timeToFirstToken: latencyOf(
    "timeToFirstToken",
    "From the request to the first token of the answer: one of `p90`, `p95` and `p99`.",
  ),
  interTokenLatency: latencyOf(
    "interTokenLatency",
    "From token to token while an answer is written: one of `p90`, `p95` and `p99`.",
  ),
  endToEnd: latencyOf(
    "endToEnd",
    "From the request to the end of the answer: one of `p90`, `p95` and `p99`.",
  ),
  errors: z
    .strictObject({
      ratio: percentage(0, 20)
        .register(settingDocs, { description: "The share of requests that may fail." })
        .default(defaultErrors),
    })
    .register(settingDocs, { description: "Failed requests, at every service by itself." })
    .prefault({}),
  availability: percentage(80, 100)
    .register(settingDocs, {
      description: "The share of time in which every service that a question needs is up.",
    })
    .default(defaultAvailability),
  window: duration()
    .register(settingDocs, {
      description: "The time for which the objectives hold, from 1d to 90d.",
      example: "30d",
    })
    .default(defaultWindow),
});

export type ParsedObjectives = z.output<typeof objectivesSchema>;
