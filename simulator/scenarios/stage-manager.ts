import type { Deployment } from "../deployment/deployment";
import { roles } from "../deployment/service-config";
import { allSlots } from "../deployment/slots";
import type { LoadGenerator } from "../load/load-generator";
import type { Clock } from "../model/clock";
import { noTrouble } from "../servers/server";
import type { TruthLog } from "../truth/truth-log";
import { type Scenario, scenarios } from "./scenario";
import type { ScenarioName } from "./scenario-names";

export interface Stage {
  readonly deployment: Deployment;
  readonly clock: Clock;
  readonly truth: TruthLog;
  /** Absent: real clients come, and scenarios decide about the servers only. */
  readonly load?: LoadGenerator;
  /** Questions a second that the load is a share of. */
  readonly capacity: number;
}

/** Plays one scenario after the other. Each begins from a deployment in good health. */
export class StageManager {
  private current: ScenarioName = "idle";
  private began = 0;

  private capacity: number;

  constructor(private readonly stage: Stage) {
    this.capacity = stage.capacity;
  }

  get scenario(): ScenarioName {
    return this.current;
  }

  /** Moment at which it began. */
  get since(): number {
    return this.began;
  }

  play(name: ScenarioName): void {
    const scenario = scenarios[name];
    const { clock, truth, load } = this.stage;
    this.current = name;
    this.began = clock.now();
    truth.scenario = name;
    this.prepare(scenario);
    load?.follow(scenario.load(this.capacity));
  }

  /** Takes load as a share of another rate from now on. */
  scaleLoad(capacity: number): void {
    this.capacity = capacity;
    this.stage.load?.follow(scenarios[this.current].load(capacity));
  }

  private prepare({ coldStart, trouble = {}, down = [] }: Scenario): void {
    const { deployment } = this.stage;
    deployment.store.documents = coldStart === true ? 0 : deployment.config.shape.documents;
    for (const role of roles) {
      for (const slot of deployment.slotsOf(role)) {
        Object.assign(deployment.troubleOf(slot.name), noTrouble(), trouble[role]);
        if (down.includes(role)) slot.stop();
      }
    }
    for (const slot of allSlots(deployment.slots)) {
      if (coldStart === true) slot.stop();
      if (!down.some((role) => deployment.slotsOf(role).includes(slot))) slot.start();
    }
  }
}
