/**
 * Which process a pid stands for. A pid alone is reused; a pid with the time its process started,
 * in one boot of the machine, is not.
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { platform } from "node:os";
import { promisify } from "node:util";

import { systemErrorCode } from "./problem";

export interface ProcessIdentity {
  readonly pid: number;
  /** As `startTimeOf` gives it. Opaque. */
  readonly startTime: string;
}

/** True while the very process runs; false when it ended, is a zombie, or its pid is reused. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await startTimeOf(identity.pid)) === identity.startTime;
}

/** Undefined when no such process runs: a zombie has ended, it only waits for its parent. */
export async function startTimeOf(pid: number): Promise<string | undefined> {
  return platform() === "linux" ? startTimeFromProc(pid) : startTimeFromPs(pid);
}

async function startTimeFromProc(pid: number): Promise<string | undefined> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  const startTicks = stat === undefined ? undefined : startTicksOf(stat);
  return startTicks === undefined ? undefined : `${startTicks} ticks after boot ${await bootId()}`;
}

/**
 * Field 22 (start, in clock ticks since boot) of proc_pid_stat(5), undefined for a process that has
 * ended by fields 3 (state) and 20 (threads). A process whose first thread is a zombie has not
 * ended as long as other threads are left: they still hold its ports and files.
 */
export function startTicksOf(stat: string): string | undefined {
  // The second field is the program's name in parentheses, which may hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state, threads, startTicks] = [fields[0], Number(fields[17]), fields[19]];
  const ended = state === "X" || state === "x" || (state === "Z" && threads <= 1);
  return ended ? undefined : startTicks;
}

async function bootId(): Promise<string> {
  return (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
}

/** `ps` gives the date and time, which another boot does not repeat. */
async function startTimeFromPs(pid: number): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      env: { ...process.env, LC_ALL: "C" },
    });
    const [state = "Z", ...started] = stdout.trim().split(/\s+/);
    return state.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    // ESRCH: the process ended between opening and reading.
    if (["ENOENT", "ESRCH"].includes(systemErrorCode(error) ?? "")) return undefined;
    throw error;
  }
}
