/** Waits until a process can do its work. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

import { httpGet } from "./http-get";
import type { Access } from "./http-get";
import type { ReadinessCheck } from "./inputs";
import { messageOf, Problem } from "./problem";

const pollMilliseconds = 50;
/** Never cut short by the deadline: the last answer is what tells people what is wrong. */
const requestMilliseconds = 2000;

export type Readiness =
  | { readonly kind: "ready" }
  | { readonly kind: "interrupted" }
  /** How the process ended: `with exit code 1`, `by SIGKILL`. */
  | { readonly kind: "ended"; readonly how: string }
  /** What the last answer was: `answered HTTP 503`. */
  | { readonly kind: "timed out"; readonly lastAnswer: string };

/** Undefined while the process runs; how it ended once it did. */
export type Ending = () => Promise<string | undefined>;

/** Polls until the check passes, the process ends, the time is over or `interruption` comes. */
export async function waitUntilReady(
  check: ReadinessCheck,
  ending: Ending,
  interruption: AbortSignal,
): Promise<Readiness> {
  const deadline = performance.now() + check.timeoutSeconds * 1000;
  const access = await accessOf(check);
  for (;;) {
    const answer = await ask(check.url, access);
    // After the answer: one that came from somebody else must not pass for a dead process'.
    const how = await ending();
    if (how !== undefined) return { kind: "ended", how };
    if (answer === "ready") return { kind: "ready" };
    if (interruption.aborted) return { kind: "interrupted" };
    if (performance.now() >= deadline) return { kind: "timed out", lastAnswer: answer };
    await sleep(pollMilliseconds);
  }
}

/** @throws Problem when the authority's file cannot be read. */
export async function accessOf(check: ReadinessCheck): Promise<Access> {
  return {
    ...(check.username === undefined ? {} : { username: check.username }),
    ...(check.password === undefined ? {} : { password: check.password }),
    ...(check.caFile === undefined ? {} : { ca: await readAuthority(check.caFile) }),
  };
}

async function ask(url: string, access: Access): Promise<string> {
  try {
    const { status } = await httpGet(url, access, requestMilliseconds);
    return status >= 200 && status < 300 ? "ready" : `answered HTTP ${status}`;
  } catch (error) {
    return `does not answer (${messageOf(error)})`;
  }
}

async function readAuthority(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new Problem(
      `The certificate authority's file cannot be read: ${messageOf(error)}.\n` +
        `  readiness.caFile  ${path}\n` +
        `Put the PEM file there, or name another.`,
    );
  }
}
