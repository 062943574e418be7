import {
  type LatencyName,
  type LatencyObjective,
  type ObjectiveSettings,
  latencyNames,
  percentiles,
  presets,
} from "./objectives";
import type { ParsedObjectives } from "./objectives-schema";

/** The user's objectives, and the preset's where the user says nothing. */
export function completeObjectives(parsed: ParsedObjectives): ObjectiveSettings {
  const latencies = { ...presets[parsed.preset].latencies, ...statedLatencies(parsed) };
  return {
    preset: parsed.preset,
    latencies,
    errors: parsed.errors.ratio,
    availability: parsed.availability,
    window: parsed.window,
  };
}

/** Those that the user states. */
export function statedLatencies(parsed: ParsedObjectives): ObjectiveSettings["latencies"] {
  const stated = latencyNames.flatMap((name): [LatencyName, LatencyObjective][] => {
    const [percentile] = percentiles.filter((one) => parsed[name]?.[one] !== undefined);
    const limit = percentile === undefined ? undefined : parsed[name]?.[percentile];
    return percentile === undefined || limit === undefined ? [] : [[name, { percentile, limit }]];
  });
  return Object.fromEntries(stated);
}
