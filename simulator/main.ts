import { startLiveSimulation } from "./live/live-simulation";
import { overview } from "./live/overview";
import { readLiveConfig } from "./live/read-config";
import { runProgram, stopSignal } from "./program/run-program";

/**
 * Simulates a ChatQnA until SIGTERM or SIGINT:
 * `node --require ./toolchain/typescript.cjs simulator/main.ts --config simulator.json`. See
 * `docs/simulator.md`.
 */
runProgram("simulator", async (config, tell) => {
  const stopped = stopSignal();
  const simulation = await startLiveSimulation(readLiveConfig(config.text, config.name), tell);
  console.log(overview(simulation));
  await stopped;
  await simulation.close();
});
