import { standInName } from "./stand-in";
import type { Program, Workload } from "./workload";

/** The recorded services that play ChatQnA where none runs: see `simulator/replay`. */
export interface ReplayPlan {
  readonly program: Program;
  readonly requestsPerSecond: number;
  /** At least one. */
  readonly services: readonly ReplayedService[];
}

export interface ReplayedService {
  readonly name: string;
  readonly recording: string;
  readonly port: number;
}

/** Loopback only: a stand-in has no business on a network. */
const bind = "127.0.0.1";

/** @throws Error without a service to play */
export function replayWorkload(plan: ReplayPlan): Workload {
  const { requestsPerSecond, services } = plan;
  const last = services.at(-1);
  if (last === undefined) throw new Error("A replay needs a service to play.");
  return {
    name: standInName,
    program: plan.program,
    args: ["--config", [{ ref: "file", path: "replay.json" }]],
    env: {},
    files: [
      {
        path: "replay.json",
        content: `${JSON.stringify({ requestsPerSecond, services }, undefined, 2)}\n`,
        secret: false,
        onChange: "restart",
      },
    ],
    ports: services.map(({ name, port }) => ({ name, number: port, bind })),
    storage: [],
    // The services begin to listen one after the other, so the last one speaks for all.
    readiness: { port: last.name, path: "/health", scheme: "http", timeoutSeconds: 20 },
    startAfter: [],
    stopGraceSeconds: 5,
  };
}
