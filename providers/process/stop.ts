/** Ends a process, with all of its process group, in peace or else by force. */
import { setTimeout as sleep } from "node:timers/promises";

import { Problem, systemErrorCode } from "./problem";
import { isRunning } from "./start-time";
import type { ProcessIdentity } from "./start-time";

const pollMilliseconds = 20;
/** A killed process may still sit in the kernel for a moment, waiting for a disk. */
const killSeconds = 10;

/**
 * SIGTERM, then SIGKILL after `graceSeconds`, each to the process group that the process leads.
 * Returns once the process has ended. A pid that belongs to another process by now is left alone.
 *
 * @throws Problem when the process does not end even when killed.
 */
export async function stopProcess(identity: ProcessIdentity, graceSeconds: number): Promise<void> {
  if (!(await isRunning(identity))) return;
  signalGroup(identity.pid, "SIGTERM");
  const ended = (await endsWithin(identity, graceSeconds)) || (await endsByForce(identity));
  if (!ended) {
    throw new Problem(
      `Process ${identity.pid} did not end within ${killSeconds} seconds of SIGKILL. ` +
        `The kernel holds it, usually for a disk or network file system that does not answer. ` +
        `Run the same command again when that is put right.`,
    );
  }
}

async function endsByForce(identity: ProcessIdentity): Promise<boolean> {
  if (!(await isRunning(identity))) return true;
  signalGroup(identity.pid, "SIGKILL");
  return endsWithin(identity, killSeconds);
}

async function endsWithin(identity: ProcessIdentity, seconds: number): Promise<boolean> {
  const deadline = performance.now() + seconds * 1000;
  while (await isRunning(identity)) {
    if (performance.now() > deadline) return false;
    await sleep(pollMilliseconds);
  }
  return true;
}

function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (systemErrorCode(error) === "ESRCH") return;
    if (systemErrorCode(error) !== "EPERM") throw error;
    throw new Problem(`Process ${pid} belongs to another user now and cannot be stopped by you.`);
  }
}
