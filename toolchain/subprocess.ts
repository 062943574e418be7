import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { Machine } from "./machine";

export interface RunOptions {
  readonly cwd?: string;
  /** Added to the machine's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Told of each whole line on stderr while the program runs. */
  readonly onErrorLine?: (line: string) => void;
  /** Milliseconds until the program is killed. Default: never. */
  readonly timeout?: number;
}

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that could not be started, or ended with another exit code than 0. */
export class ProgramFailed extends Error {
  override readonly name = "ProgramFailed";
  constructor(
    program: string,
    outcome: string,
    /** The last lines it wrote. */
    readonly lastLines: readonly string[],
  ) {
    super(`${program} ${outcome}${lastLines.length === 0 ? "" : `: ${lastLines.join(" / ")}`}`);
  }
}

/** Runs a program to its end. @throws {ProgramFailed} */
export function run(
  machine: Machine,
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...machine.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: options.timeout,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    let partialLine = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr += chunk;
      const lines = (partialLine + chunk).split("\n");
      partialLine = lines.pop() ?? "";
      for (const line of lines) options.onErrorLine?.(line);
    });
    child.on("error", (error) => {
      reject(new ProgramFailed(program, `could not be started (${error.message})`, []));
    });
    child.on("close", (code, signal) => {
      if (code === 0) {
        resolve({ stdout, stderr });
        return;
      }
      const outcome = code === null ? `was ended by ${String(signal)}` : `failed with ${code}`;
      reject(new ProgramFailed(program, outcome, lastLines(stderr === "" ? stdout : stderr)));
    });
  });
}

function lastLines(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.filter((line) => line !== "").slice(-3);
}

/** The first executable of that name in the directories of PATH. */
export function findOnPath(machine: Machine, program: string): string | undefined {
  return (machine.env["PATH"] ?? "")
    .split(delimiter)
    .filter((directory) => isAbsolute(directory))
    .map((directory) => join(directory, program))
    .find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
