import type { ServiceConfig } from "../../simulator/deployment/service-config";
import type { HardwareName } from "../../simulator/model/hardware";
import type { Simulator } from "../settings/settings";
import { standInName } from "./stand-in";
import type { Program, Workload } from "./workload";

/** The simulated ChatQnA that is watched where none runs: see `simulator/main.ts`. */
export interface SimulatorPlan {
  readonly program: Program;
  readonly access: Simulator;
  readonly hardware: HardwareName;
  readonly services: readonly ServiceConfig[];
}

export function simulatorWorkload({ program, access, ...simulated }: SimulatorPlan): Workload {
  const { scenario, requestsPerSecond, bind, controlPort } = access;
  const config = { scenario, requestsPerSecond, bind, controlPort, ...simulated };
  const published = simulated.services.filter(({ port }) => port > 0);
  return {
    name: standInName,
    program,
    args: ["--config", [{ ref: "file", path: "simulator.json" }]],
    env: {},
    files: [
      {
        path: "simulator.json",
        content: `${JSON.stringify(config, undefined, 2)}\n`,
        secret: false,
        onChange: "restart",
      },
    ],
    ports: [
      ...published.map(({ role, port }) => ({ name: role, number: port, bind })),
      { name: "control", number: controlPort, bind },
    ],
    storage: [],
    // It opens last, so that all others serve once it answers.
    readiness: { port: "control", path: "/health", scheme: "http", timeoutSeconds: 20 },
    startAfter: [],
    stopGraceSeconds: 5,
  };
}
