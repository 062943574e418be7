/** What people read when a process does not do what it should. */
import type { ProcessInputs } from "./inputs";
import { lastLines } from "./log-file";
import type { LogSection } from "./log-file";
import { Problem } from "./problem";
import type { Readiness } from "./readiness";
import type { ReloadResult } from "./reload";

const linesShown = 15;

export function interrupted(): Problem {
  return new Problem("The run was interrupted. Run the same command again.");
}

export async function notReady(
  inputs: ProcessInputs,
  readiness: Exclude<Readiness, { kind: "ready" }>,
  log: LogSection,
): Promise<Problem> {
  return problem(inputs, log, whyNotReady(inputs, readiness), remedyOfStart(readiness));
}

export async function notReloaded(
  inputs: ProcessInputs,
  result: Exclude<ReloadResult, { kind: "reloaded" }>,
  log: LogSection,
): Promise<Problem> {
  return problem(inputs, log, whyNotReloaded(inputs, result), remedyOfReload(result));
}

function whyNotReady(
  { name, readiness }: ProcessInputs,
  result: Exclude<Readiness, { kind: "ready" }>,
): string {
  switch (result.kind) {
    case "interrupted":
      return `${name} was stopped again: the run was interrupted before it was ready.`;
    case "ended":
      return `${name} ended ${result.how} before it was ready.`;
    case "timed out":
      return (
        `${name} was not ready after ${readiness.timeoutSeconds} seconds and was stopped again: ` +
        `${readiness.url} ${result.lastAnswer}.`
      );
  }
}

function remedyOfStart(result: Exclude<Readiness, { kind: "ready" }>): string {
  return result.kind === "interrupted"
    ? "Run the same command again."
    : "Correct what the log complains of, then run the same command again.";
}

function whyNotReloaded(
  { name, reload, readiness }: ProcessInputs,
  result: Exclude<ReloadResult, { kind: "reloaded" }>,
): string {
  switch (result.kind) {
    case "refused":
      return `${name} refused the new configuration and goes on with the old one.`;
    case "interrupted":
      return `The run was interrupted before ${name} confirmed that it reads its new configuration.`;
    case "ended":
      return `${name} ended ${result.how} while it was to read its new configuration.`;
    case "not confirmed":
      return (
        `${name} did not confirm within ${readiness.timeoutSeconds} seconds that it reads its new ` +
        `configuration; the old one may still be in force: ` +
        `${reload?.metricsUrl ?? ""} ${result.lastAnswer}.`
      );
  }
}

function remedyOfReload(result: Exclude<ReloadResult, { kind: "reloaded" }>): string {
  return result.kind === "refused"
    ? "Correct the settings by what the log complains of, then run the same command again."
    : "Run the same command again.";
}

async function problem(
  { program, logFile, readiness }: ProcessInputs,
  log: LogSection,
  what: string,
  remedy: string,
): Promise<Problem> {
  const lines = await lastLines(log, linesShown);
  const logLine =
    lines.length === 0
      ? `  log      ${logFile} (nothing was written)`
      : `  log      ${logFile}, which ends:`;
  const text = [
    what,
    `  program  ${program}`,
    logLine,
    ...lines.map((line) => `           | ${line}`),
    remedy,
  ].join("\n");
  return new Problem(without(readiness.password, text));
}

/** A program may log what it was asked with. */
function without(password: string | undefined, text: string): string {
  return password === undefined || password === "" ? text : text.replaceAll(password, "[secret]");
}
