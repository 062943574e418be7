import type { Outcome, TruthLog, TruthRecord, TruthStage } from "../truth/truth-log";
import type { Exchange } from "./exchange";

/** Tells a service for which request of the megaservice it is called, so that the log knows. */
export const requestHeader = "x-simulator-request";

/** The stage of the log that a call belongs to, and its record if the client came here first. */
export interface CallTruth {
  readonly stage: TruthStage;
  readonly ownRecord?: TruthRecord;
}

export function truthOf(exchange: Exchange, log: TruthLog, service: string): CallTruth {
  const id = Number(exchange.header(requestHeader));
  const open = Number.isInteger(id) ? log.openStage(id, service) : undefined;
  if (open !== undefined) return { stage: open };
  const ownRecord = log.begin(service);
  return { stage: log.beginStage(ownRecord, service), ownRecord };
}

/** Ends what belongs to the call alone; the megaservice ends its own. */
export function endTruth(
  log: TruthLog,
  { stage, ownRecord }: CallTruth,
  outcome: Outcome,
  status: number,
): void {
  if (ownRecord === undefined) return;
  log.endStage(stage, status);
  log.end(ownRecord, outcome, status);
}
