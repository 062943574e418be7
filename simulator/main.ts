import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ConfigError } from "./live/config-fields";
import { startLiveSimulation } from "./live/live-simulation";
import { overview, stopSignal } from "./live/overview";
import { readLiveConfig } from "./live/read-config";
import { ListenError } from "./services/listener";

/**
 * Simulates a ChatQnA until SIGTERM or SIGINT:
 * `node --require ./toolchain/typescript.cjs simulator/main.ts --config simulator.json`. See
 * `docs/simulator.md`.
 */
async function main(args: readonly string[]): Promise<void> {
  const file = configPath(args);
  const config = readLiveConfig(readFileSync(file, "utf8"), file);
  const stopped = stopSignal();
  const simulation = await startLiveSimulation(config, (error) => {
    console.error(messageOf(error));
  });
  console.log(overview(simulation));
  await stopped;
  await simulation.close();
}

function configPath(args: readonly string[]): string {
  const { values } = parseArgs({ args: [...args], options: { config: { type: "string" } } });
  if (values.config === undefined) throw new ConfigError(["--config FILE is missing"]);
  return values.config;
}

/** What a user can put right is told in a line; anything else is a defect and shows where. */
function messageOf(error: unknown): string {
  if (error instanceof ConfigError) return error.problems.map(tell).join("\n");
  if (error instanceof ListenError || isUserError(error)) return tell(error.message);
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function tell(problem: string): string {
  return `simulator: ${problem}`;
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
