import { loadUnit } from "../deployment/capacity";
import { Deployment, type DeploymentConfig } from "../deployment/deployment";
import { directConnections } from "../deployment/direct-connections";
import { directClients } from "../load/direct-clients";
import { LoadGenerator } from "../load/load-generator";
import { Random } from "../model/random";
import { VirtualClock } from "../model/virtual-clock";
import { StageManager } from "../scenarios/stage-manager";
import { TruthLog } from "../truth/truth-log";

export interface VirtualSimulation {
  readonly clock: VirtualClock;
  readonly deployment: Deployment;
  readonly truth: TruthLog;
  readonly stage: StageManager;
  readonly load: LoadGenerator;
}

export interface VirtualConfig extends DeploymentConfig {
  /** Unix time in seconds at which it begins. */
  readonly startedAt: number;
  /** Requests that the log of what happened holds. */
  readonly truthCapacity: number;
  /** Questions a second in scenario `steady`. Default: 40 % of what the deployment can do. */
  readonly requestsPerSecond?: number;
}

/** A whole deployment and its clients, without sockets, on a clock that runs as fast as it can. */
export function virtualSimulation(config: VirtualConfig): VirtualSimulation {
  const clock = new VirtualClock(config.startedAt);
  const truth = new TruthLog(clock, config.truthCapacity);
  const deployment = new Deployment(config, clock, truth, (built) =>
    directConnections(built, clock),
  );
  const load = new LoadGenerator(
    clock,
    new Random(config.seed, "load"),
    config.shape,
    directClients(deployment, clock),
  );
  const capacity = loadUnit(config);
  const stage = new StageManager({ deployment, clock, truth, load, capacity });
  return { clock, deployment, truth, stage, load };
}
