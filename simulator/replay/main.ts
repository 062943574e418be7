import { runProgram, stopSignal } from "../program/run-program";
import { readConfig } from "./config";
import { type Replay, startReplay } from "./server";

/**
 * Serves recorded `/metrics` bodies until SIGTERM or SIGINT:
 * `node --require ./toolchain/typescript.cjs simulator/replay/main.ts --config replay.json`. See
 * `docs/replay.md`.
 */
runProgram("replay", async (config) => {
  const stopped = stopSignal();
  const replay = await startReplay(readConfig(config.text, config.name));
  console.log(overview(replay));
  await stopped;
  await replay.close();
});

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
