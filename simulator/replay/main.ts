import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ConfigError, readConfig } from "./config";
import type { Replay } from "./server";
import { ListenError, startReplay } from "./server";

/**
 * Serves recorded `/metrics` bodies until SIGTERM or SIGINT:
 * `node --require ./toolchain/typescript.cjs simulator/replay/main.ts --config replay.json`. See `docs/replay.md`.
 */
async function main(args: readonly string[]): Promise<void> {
  const file = configPath(args);
  const config = readConfig(readFileSync(file, "utf8"), file);
  const stopped = stopSignal();
  const replay = await startReplay(config);
  console.log(overview(replay));
  await stopped;
  await replay.close();
}

function configPath(args: readonly string[]): string {
  const { values } = parseArgs({ args: [...args], options: { config: { type: "string" } } });
  if (values.config === undefined) throw new ConfigError(["--config FILE is missing"]);
  return values.config;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}

function overview({ services }: Replay): string {
  const names = Math.max(...services.map(({ name }) => name.length));
  const recordings = Math.max(...services.map(({ recording }) => recording.length));
  return [
    ...services.map(
      ({ name, recording, metricsUrl }) =>
        `${name.padEnd(names)}  ${recording.padEnd(recordings)}  ${metricsUrl}`,
    ),
  ].join("\n");
}

/** What a user can put right is told in a line; anything else is a defect and shows where. */
function messageOf(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.map(tell).join("\n");
  if (error instanceof ListenError || isUserError(error)) return tell(error.message);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function tell(problem: string): string {
  return `replay: ${problem}`;
}

/** A file that cannot be read (`ENOENT: ... open 'x'`), an argument that is not known. */
function isUserError(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return "syscall" in error || String(error.code).startsWith("ERR_PARSE_ARGS");
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
