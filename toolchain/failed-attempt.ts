import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Machine } from "./machine";

/** An attempt to obtain an artifact that failed with every source. */
export interface FailedAttempt {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly version: string;
  readonly tried: readonly string[];
}

/** Removing this file makes the next start try again. */
export function failedAttemptFile(machine: Machine, artifact: string): string {
  return join(machine.cache, artifact, "failed-attempt.json");
}

/** The last failed attempt at this version, unless it is older than `hours`. */
export function recentFailure(
  machine: Machine,
  artifact: { readonly name: string; readonly version: string },
  hours: number,
): FailedAttempt | undefined {
  try {
    const text = readFileSync(failedAttemptFile(machine, artifact.name), "utf8");
    const attempt = JSON.parse(text) as FailedAttempt;
    const age = machine.now() - attempt.at;
    const counts = attempt.version === artifact.version && age >= 0 && age < hours * 3_600_000;
    return counts ? attempt : undefined;
  } catch {
    // Never failed, or the note is damaged: trying again is the way to know.
    return undefined;
  }
}

export function rememberFailure(machine: Machine, artifact: string, attempt: FailedAttempt): void {
  const file = failedAttemptFile(machine, artifact);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(attempt, null, 2));
}

export function forgetFailure(machine: Machine, artifact: string): void {
  rmSync(failedAttemptFile(machine, artifact), { force: true });
}
