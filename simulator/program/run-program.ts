import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ConfigError } from "./config-fields";
import { ListenError } from "./listener";

/** What `--config FILE` names, and what stands in it. */
export interface ConfigFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Runs a program of the simulator that serves until it is told to stop: `<script> --config <file>`.
 * What ends it otherwise is told on standard error, with exit code 1.
 * @param name begins each line that is told
 */
export function runProgram(
  name: string,
  serve: (config: ConfigFile, tell: (error: unknown) => void) => Promise<void>,
): void {
  const tell = (error: unknown): void => {
    console.error(messageOf(name, error));
  };
  const run = async (): Promise<void> => {
    const file = configPath(process.argv.slice(2));
    await serve({ name: file, text: readFileSync(file, "utf8") }, tell);
  };
  run().catch((error: unknown) => {
    tell(error);
    process.exitCode = 1;
  });
}

/** Resolves at the first SIGTERM or SIGINT. */
export function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}

function configPath(args: readonly string[]): string {
  const { values } = parseArgs({ args: [...args], options: { config: { type: "string" } } });
  if (values.config === undefined) throw new ConfigError(["--config FILE is missing"]);
  return values.config;
}

/** What a user can put right is told in a line; anything else is a defect and shows where. */
function messageOf(name: string, error: unknown): string {
  const line = (problem: string): string => `${name}: ${problem}`;
  if (error instanceof ConfigError) return error.problems.map(line).join("\n");
  if (error instanceof ListenError || isUserError(error)) return line(error.message);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A file that cannot be read (`ENOENT: ... open 'x'`), an argument that is not known. */
function isUserError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return "syscall" in error || String(error.code).startsWith("ERR_PARSE_ARGS");
}
