import { urlOf } from "../live/overview";
import type { ControlParts } from "./control-service";

/** What a simulator does right now. */
export interface SimulatorState {
  readonly scenario: string;
  /** Since it began, in seconds. */
  readonly seconds: number;
  /** Questions a second, at this moment. */
  readonly rate: number;
  /** Unix time of moment 0 of the log of requests. */
  readonly startedAt: number;
  /** The clock of the simulation, in seconds. */
  readonly now: number;
  /** The latest that something happened since this was last asked: above 0.1 the machine is too slow. */
  readonly lag: number;
  /** Chunks of text in the vector store. */
  readonly documents: number;
  readonly services: readonly ServiceState[];
}

export interface ServiceState {
  readonly name: string;
  readonly url: string;
  readonly running: boolean;
  readonly failing: number;
  readonly slowdown: number;
  readonly metrics: string;
}

export function stateOf({
  deployment,
  clock,
  stage,
  load,
  services,
}: ControlParts): SimulatorState {
  return {
    scenario: stage.scenario,
    seconds: clock.now() - stage.since,
    rate: load.rate(),
    startedAt: clock.startedAt,
    now: clock.now(),
    lag: clock.takeWorstLag(),
    documents: deployment.store.documents,
    services: services.map(({ slot, address, metricsFault }) => ({
      name: slot.name,
      url: urlOf(address),
      running: slot.current !== undefined,
      ...deployment.troubleOf(slot.name),
      metrics: metricsFault,
    })),
  };
}
