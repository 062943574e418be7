/** Makes a running process read its files again, and makes sure that it did. */
import { setTimeout as sleep } from "node:timers/promises";

import { httpGet } from "./http-get";
import type { Access } from "./http-get";
import type { ReadinessCheck, ReloadCheck } from "./inputs";
import { messageOf } from "./problem";
import { accessOf } from "./readiness";
import type { Ending } from "./readiness";

const pollMilliseconds = 50;
const requestMilliseconds = 2000;

export type ReloadResult =
  | { readonly kind: "reloaded" }
  | { readonly kind: "refused" }
  | { readonly kind: "interrupted" }
  | { readonly kind: "ended"; readonly how: string }
  | { readonly kind: "not confirmed"; readonly lastAnswer: string };

/**
 * Sends the signal and waits for the program's own metrics to say that the reload succeeded after
 * it: the gauge is 1 and the time is another one than before.
 *
 * A program that failed to reload before says 0 already, so that a second failure shows only by
 * the time running out.
 */
export async function reload(
  process: { readonly pid: number; readonly ending: Ending },
  check: ReloadCheck,
  readiness: ReadinessCheck,
  interruption: AbortSignal,
): Promise<ReloadResult> {
  const access = await accessOf(readiness);
  const deadline = performance.now() + readiness.timeoutSeconds * 1000;
  const before = await readMetrics(check, access);
  signal(process.pid, check.signal);
  for (;;) {
    const now = await readMetrics(check, access);
    const how = await process.ending();
    if (how !== undefined) return { kind: "ended", how };
    if (succeeded(before, now)) return { kind: "reloaded" };
    if (before.success === 1 && now.success === 0) return { kind: "refused" };
    if (interruption.aborted) return { kind: "interrupted" };
    if (performance.now() >= deadline) {
      return now.success === 0
        ? { kind: "refused" }
        : { kind: "not confirmed", lastAnswer: now.answer };
    }
    await sleep(pollMilliseconds);
  }
}

interface Metrics {
  readonly success: number | undefined;
  readonly timestamp: number | undefined;
  /** What came, for people. */
  readonly answer: string;
}

function succeeded(before: Metrics, now: Metrics): boolean {
  return (
    now.success === 1 && now.timestamp !== undefined && now.timestamp !== (before.timestamp ?? 0)
  );
}

async function readMetrics(check: ReloadCheck, access: Access): Promise<Metrics> {
  try {
    const { status, body } = await httpGet(check.metricsUrl, access, requestMilliseconds);
    const success = sampleOf(body, check.successMetric);
    const timestamp = sampleOf(body, check.timestampMetric);
    return {
      success,
      timestamp,
      answer:
        status !== 200
          ? `answered HTTP ${status}`
          : `says ${check.successMetric} ${success ?? "nothing"}, ` +
            `${check.timestampMetric} ${timestamp ?? "nothing"}`,
    };
  } catch (error) {
    return {
      success: undefined,
      timestamp: undefined,
      answer: `does not answer (${messageOf(error)})`,
    };
  }
}

/** The value of the first sample of the name, with or without labels, in the text format. */
function sampleOf(body: string, metric: string): number | undefined {
  const line = body
    .split("\n")
    .find((candidate) => candidate.startsWith(`${metric} `) || candidate.startsWith(`${metric}{`));
  const value = line?.replace(/^[^\s{]+(\{.*\})?\s+/, "").split(/\s/)[0];
  return value === undefined || value === "" ? undefined : Number(value);
}

function signal(pid: number, name: ReloadCheck["signal"]): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended just now, which `ending` tells next.
  }
}
