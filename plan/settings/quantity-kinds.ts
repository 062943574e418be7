import { z } from "zod";
import {
  durationPattern,
  nearestDuration,
  nearestSize,
  parseDuration,
  parseSize,
  sizePattern,
} from "./quantity";
import { kinds } from "./registries";

/** A whole number of things. */
export function count() {
  const rule = "a count is a whole number from 1";
  return z
    .int()
    .min(1)
    .register(kinds, { label: "count", rule, explain: quotedNumber(rule) });
}

/** Of a server: more than a few cost more than they save. */
export function replicaCount() {
  const rule = "a number of replicas is a whole number from 1 to 5";
  return z
    .int()
    .min(1)
    .max(5)
    .register(kinds, { label: "number of replicas", rule, explain: quotedNumber(rule) });
}

export function rate() {
  const rule = "a rate is a number above 0 and up to 1000";
  return z
    .number()
    .positive()
    .max(1000)
    .register(kinds, { label: "rate", rule, explain: quotedNumber(rule) });
}

export function duration() {
  const rule =
    'a duration is a number above 0 with a unit (ms, s, m, h, d, w, y), like "15s" or "1h30m"';
  return z
    .string()
    .regex(durationPattern)
    .refine((text) => parseDuration(text) > 0)
    .register(kinds, { label: "duration", rule, explain: suggest(rule, nearestDuration) });
}

export function size() {
  const rule =
    'a size is a number above 0 with a unit (KB, MB, GB, TB, of 1024 each), like "512MB"';
  return z
    .string()
    .regex(sizePattern)
    .refine((text) => parseSize(text) > 0)
    .register(kinds, { label: "size", rule, explain: suggest(rule, nearestSize) });
}

function suggest(rule: string, nearestTo: (text: string) => string | undefined) {
  return (value: unknown) => {
    const meant = nearestTo(
      typeof value === "string" || typeof value === "number" ? String(value) : "",
    );
    return meant === undefined ? undefined : `${rule}. Did you mean ${meant}?`;
  };
}

/** For a number in quotes: what to write instead. */
export function quotedNumber(rule: string) {
  return (value: unknown) =>
    typeof value === "string" && /^\s*\d+\s*$/.test(value)
      ? `${rule}. Write it without quotes: ${value.trim()}`
      : undefined;
}
