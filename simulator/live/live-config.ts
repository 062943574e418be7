import type { DeploymentConfig } from "../deployment/deployment";
import type { ScenarioName } from "../scenarios/scenario-names";

/** What a simulator that serves needs to know. */
export interface LiveConfig extends DeploymentConfig {
  /** The address that everything listens on. */
  readonly bind: string;
  /** Where the simulator itself is asked and told; 0: any free port. */
  readonly controlPort: number;
  readonly scenario: ScenarioName;
  /** The simulator has clients of its own. Otherwise whoever likes may ask. */
  readonly clients: boolean;
  /** Questions a second in scenario `steady`. Default: 40 % of what the deployment can do. */
  readonly requestsPerSecond?: number;
  /** Requests that the log of what happened holds. */
  readonly truthCapacity: number;
}
