import { chatShape } from "../simulator/deployment/workload-shape";
import { ConfigError } from "../simulator/program/config-fields";
import type { LiveConfig } from "../simulator/live/live-config";
import { startLiveSimulation } from "../simulator/live/live-simulation";
import { overview } from "../simulator/live/overview";
import { ListenError } from "../simulator/program/listener";
import { stopSignal } from "../simulator/program/run-program";
import { UserError } from "../toolchain/user-error";
import { presetFor } from "../simulator/deployment/simulated-services";
import { simulatedChatQnA } from "../plan/simulated-chatqna";
import {
  type ChosenDeployment,
  chooseDeployment,
  simulatorOfStack,
} from "./simulator/choose-deployment";
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
  if (options.stack !== undefined) return serve(configOfStack(options.stack));
  const chosen = chooseDeployment(options);
  tellAbsent(chosen.notSimulated);
  return options.history === undefined
    ? serve(configOf(options, chosen))
    : recordHistory(options, chosen);
}

function configOfStack(stack: string): LiveConfig {
  const chatqna = simulatorOfStack(stack);
  const { simulated, notSimulated } = simulatedChatQnA(chatqna);
  tellAbsent(notSimulated);
  return {
    ...usual,
    ...chatqna.access,
    hardware: presetFor(chatqna.deployment.hardware),
    services: simulated,
  };
}

function configOf(options: SimulateOptions, chosen: ChosenDeployment): LiveConfig {
  const [{ scenario } = { scenario: "steady" as const }] = options.acts;
  const { bind, controlPort, seed, clients, rate } = options;
  return {
    ...usual,
    ...{ bind, controlPort, seed, scenario, clients },
    hardware: chosen.preset,
    ...(rate !== undefined && { requestsPerSecond: rate }),
    services: chosen.services,
  };
}

const usual = { seed: 1, clients: true, truthCapacity: 10_000, shape: chatShape } as const;

function tellAbsent(notSimulated: ChosenDeployment["notSimulated"]): void {
  for (const { name, reason } of notSimulated) {
    process.stderr.write(`${name} is left out: ${reason}.\n`);
  }
}

async function serve(config: LiveConfig): Promise<number> {
  const stopped = stopSignal();
  const simulation = await start(config);
  process.stdout.write(`${overview(simulation)}\nScenario ${config.scenario}. Ctrl-C ends it.\n`);
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
