import { execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { hostname, uptime } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { startTimeOf } from "../../providers/process/start-time";
import type { Engine } from "../stack/engine";
import { local, localStack, project } from "./paths";

/** Who holds the lock of stack `local`, as the engine's file backend notes it. */
export interface LockOwner {
  readonly pid: number;
  readonly hostname: string;
  readonly timestamp: string;
}

/**
 * Of an engine that was killed; a lock that is held by one that runs is left alone. What that engine
 * was creating is forgotten by the state: the provider's registry knows of it, and takes it over.
 */
export async function releaseDeadLock(engine: Engine): Promise<void> {
  const [owner] = await deadLockOwners();
  if (owner === undefined) return;
  process.stderr.write(
    `The engine that held the lock of stack local (pid ${owner.pid}) is gone; releasing it.\n`,
  );
  await engine.succeed(["cancel", "--yes", "--stack", localStack]);
  const forget = ["--yes", "--skip-preview", "--clear-pending-creates"];
  await engine.succeed(["refresh", ...forget, "--stack", localStack]);
}

/**
 * The owners that are gone: an engine that was killed leaves its lock behind. A lock whose owner
 * may still run, or runs on another machine, is none of ours.
 */
async function deadLockOwners(): Promise<readonly LockOwner[]> {
  const here = lockOwners().filter((owner) => owner.hostname === hostname());
  const running = await Promise.all(here.map(isRunning));
  return here.filter((_, index) => running[index] === false);
}

function lockOwners(): readonly LockOwner[] {
  const directory = join(local.backend, ".pulumi", "locks", "organization", project, localStack);
  return filesOf(directory).flatMap((file) => {
    const owner = parseOwner(readFileSync(join(directory, file), "utf8"));
    return owner === undefined ? [] : [owner];
  });
}

/** By pid and name, and not across a reboot: a pid alone is reused. */
async function isRunning({ pid, timestamp }: LockOwner): Promise<boolean> {
  const bootedAt = Date.now() - uptime() * 1000;
  if (Date.parse(timestamp) < bootedAt) return false;
  return (await startTimeOf(pid)) !== undefined && (await programOf(pid)).startsWith("pulumi");
}

async function programOf(pid: number): Promise<string> {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    const { stdout } = await promisify(execFile)("ps", ["-o", "comm=", "-p", String(pid)]);
    return basename(stdout.trim());
  }
}

function filesOf(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}

function parseOwner(text: string): LockOwner | undefined {
  const value: unknown = JSON.parse(text);
  if (value === null || typeof value !== "object") return undefined;
  const { pid, hostname: host, timestamp } = value as Partial<Record<keyof LockOwner, unknown>>;
  return typeof pid === "number" && typeof host === "string" && typeof timestamp === "string"
    ? { pid, hostname: host, timestamp }
    : undefined;
}
