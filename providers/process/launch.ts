/** Starts a program that outlives us, in such a way that it never runs unnoted. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { access, constants, stat } from "node:fs/promises";

import type { ProcessInputs } from "./inputs";
import { openLog } from "./log-file";
import type { LogSection } from "./log-file";
import { Problem } from "./problem";
import type { Ending } from "./readiness";
import { startTimeOf } from "./start-time";
import type { ProcessIdentity } from "./start-time";

export interface Launched extends ProcessIdentity {
  readonly ending: Ending;
  readonly log: LogSection;
}

/**
 * The program takes the place of this shell, pid and start time included, once it is told to go.
 * If we are killed before that, its standard input closes and it ends without having run anything:
 * between the start of a process and the note of its pid there is no moment at which it could get
 * lost.
 */
const gate = 'read -r go && exec "$@" </dev/null';

/**
 * Starts the program in a process group and session of its own, waits for `record` to note it and
 * only then lets it run.
 *
 * @throws Problem when the program or its working directory is not there.
 */
export async function launch(
  inputs: ProcessInputs,
  record: (identity: ProcessIdentity) => Promise<void>,
): Promise<Launched> {
  await requireProgram(inputs);
  await requireWorkingDirectory(inputs);
  const { handle, section } = await openLog(inputs.logFile);
  try {
    const child = spawn("/bin/sh", ["-c", gate, "sh", inputs.program, ...inputs.args], {
      cwd: inputs.workingDirectory,
      env: environmentOf(inputs),
      detached: true,
      stdio: ["pipe", handle.fd, handle.fd],
    });
    const ending = endingOf(child);
    const identity = await identityOf(child);
    await letGo(child, () => record(identity));
    return { ...identity, ending, log: section };
  } finally {
    await handle.close();
  }
}

function environmentOf({ environment }: ProcessInputs): Record<string, string> {
  const inherited = ["PATH", "HOME", "LANG"].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(inherited), ...environment };
}

/** By the exit event: a child that ended stays a zombie, which still takes signals, until then. */
function endingOf(child: ChildProcess): Ending {
  let how: string | undefined;
  child.once("error", (error) => {
    how = `before it began: ${error.message}`;
  });
  child.once("exit", (code, signal) => {
    how = signal === null ? `with exit code ${code ?? "unknown"}` : `by ${signal}`;
  });
  return () => Promise.resolve(how);
}

async function identityOf(child: ChildProcess): Promise<ProcessIdentity> {
  if (child.pid === undefined) throw new Problem("The machine refuses to start another process.");
  const startTime = await startTimeOf(child.pid);
  if (startTime === undefined) throw new Problem("The process ended before it began.");
  return { pid: child.pid, startTime };
}

async function letGo(child: ChildProcess, record: () => Promise<void>): Promise<void> {
  child.unref();
  // A program that ended already does not take the word; that it ended, its exit event tells.
  child.stdin?.on("error", () => undefined);
  try {
    await record();
    child.stdin?.write("go\n");
  } finally {
    child.stdin?.end();
  }
}

async function requireProgram({ name, program }: ProcessInputs): Promise<void> {
  try {
    await access(program, constants.X_OK);
  } catch {
    throw new Problem(
      `${name} was not started: there is no program at ${program} that you may execute.\n` +
        `Run \`npm run doctor\` to see which programs are found, and where.`,
    );
  }
}

async function requireWorkingDirectory({ name, workingDirectory }: ProcessInputs): Promise<void> {
  const found = await stat(workingDirectory).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new Problem(
    `${name} was not started: its working directory ${workingDirectory} does not exist.\n` +
      `Create it, or name another.`,
  );
}
