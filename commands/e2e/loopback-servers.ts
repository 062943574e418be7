import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Programs that run in a folder of their own, each with a log, until they are stopped together. */
export class LoopbackServers {
  readonly directory = mkdtempSync(join(tmpdir(), "control-plane-"));
  private readonly children = new Map<string, ChildProcess>();

  constructor() {
    // Whoever ends the test must not be left with a cluster.
    for (const signal of signals) process.on(signal, this.onSignal);
  }

  start(name: string, program: string, args: readonly string[]): void {
    const log = openSync(this.logOf(name), "w");
    const child = spawn(program, args, { cwd: this.directory, stdio: ["ignore", log, log] });
    // One that cannot be started has no number, and counts as ended.
    child.on("error", ({ message }) => {
      appendFileSync(log, message);
    });
    this.children.set(name, child);
  }

  /** The one that has ended by itself, if any. */
  ended(): string | undefined {
    return [...this.children].find(([, child]) => hasEnded(child))?.[0];
  }

  /** What each wrote last, for people. */
  lastLines(): string {
    return [...this.children.keys()]
      .map((name) => {
        const lines = readFileSync(this.logOf(name), "utf8").trimEnd().split("\n");
        return [`${name}:`, ...lines.slice(-5).map((line) => `  ${line}`)].join("\n");
      })
      .join("\n");
  }

  /** And removes all that they wrote. */
  async stop(): Promise<void> {
    for (const signal of signals) process.off(signal, this.onSignal);
    for (const child of [...this.children.values()].reverse()) await killed(child);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private readonly onSignal = (signal: NodeJS.Signals): void => {
    for (const child of this.children.values()) child.kill("SIGKILL");
    rmSync(this.directory, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  };

  private logOf(name: string): string {
    return join(this.directory, `${name}.log`);
  }
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

function killed(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("close", () => {
      resolve();
    });
    // Nothing in it is to be kept.
    child.kill("SIGKILL");
  });
}
