import { chatShape } from "../simulator/deployment/workload-shape";
import { ConfigError } from "../simulator/program/config-fields";
import type { LiveConfig } from "../simulator/live/live-config";
import { startLiveSimulation } from "../simulator/live/live-simulation";
import { overview } from "../simulator/live/overview";
import { ListenError } from "../simulator/program/listener";
import { stopSignal } from "../simulator/program/run-program";
import { UserError } from "../toolchain/user-error";
import { type ChosenDeployment, chooseDeployment } from "./simulator/choose-deployment";
import { recordHistory } from "./simulator/record-history";
import {
  type SimulateOptions,
  readSimulateOptions,
  simulateHelp,
} from "./simulator/simulate-options";

/** @returns the exit code. @throws {UserError} for what the user can mend. */
export async function main(args: readonly string[]): Promise<number> {
  const options = readSimulateOptions(args);
  if (options === "help") {
    process.stdout.write(simulateHelp);
    return 0;
  }
  const chosen = chooseDeployment(options);
  for (const { name, reason } of chosen.notSimulated) {
    process.stderr.write(`${name} is left out: ${reason}.\n`);
  }
  return options.history === undefined ? serve(options, chosen) : recordHistory(options, chosen);
}

async function serve(options: SimulateOptions, chosen: ChosenDeployment): Promise<number> {
  const [{ scenario } = { scenario: "steady" as const }] = options.acts;
  const config: LiveConfig = {
    bind: options.bind,
    controlPort: options.controlPort,
    seed: options.seed,
    hardware: chosen.preset,
    scenario,
    clients: options.clients,
    ...(options.rate !== undefined && { requestsPerSecond: options.rate }),
    truthCapacity: 10_000,
    shape: chatShape,
    services: chosen.services,
  };
  const stopped = stopSignal();
  const simulation = await start(config);
  process.stdout.write(`${overview(simulation)}\nScenario ${scenario}. Ctrl-C ends it.\n`);
  await stopped;
  await simulation.close();
  return 0;
}

async function start(config: LiveConfig) {
  try {
    return await startLiveSimulation(config, (error) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    });
  } catch (error) {
    if (error instanceof ListenError || error instanceof ConfigError) {
      throw new UserError(error.message);
    }
    throw error;
  }
}
