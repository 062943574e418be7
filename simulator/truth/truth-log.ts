import type { Clock } from "../model/clock";

/** How a request ended, or that it did not yet. */
export type Outcome =
  | "running"
  | "ok"
  /** A server answered with an error. */
  | "failed"
  /** The client went away before the answer was complete. */
  | "abandoned";

/** One call of a service that was made for a request. All moments are seconds of the clock. */
export interface TruthStage {
  /** The `id` of the record it belongs to. */
  readonly request: number;
  readonly service: string;
  readonly start: number;
  end?: number;
  /** HTTP status; 0 if there was no connection. */
  status?: number;
  inputTokens?: number;
  outputTokens?: number;
  /** Texts that were found or ranked. */
  documents?: number;
  /** When the engine took it from its queue into a batch. */
  scheduled?: number;
  firstToken?: number;
  preemptions?: number;
}

/** A request as it really went. */
export interface TruthRecord {
  readonly id: number;
  /** The service that the client called. */
  readonly service: string;
  /** The scenario at its arrival. */
  readonly scenario: string;
  readonly arrival: number;
  readonly stages: TruthStage[];
  /** When the first token left the service that the client called. */
  firstToken?: number;
  /** Tokens of the answer that left it. */
  tokens: number;
  end?: number;
  outcome: Outcome;
  /** HTTP status of the answer; a stream's is 200 whatever happens in it. */
  status?: number;
}

/**
 * What really happened, request by request in the order of arrival, for tests and people who want to
 * know whether a panel tells the truth. Holds the last `capacity` requests.
 */
export class TruthLog {
  private readonly ring: (TruthRecord | undefined)[];
  private arrived = 0;
  /** Noted in each request that arrives. */
  scenario = "";

  constructor(
    private readonly clock: Clock,
    private readonly capacity: number,
  ) {
    this.ring = new Array<TruthRecord | undefined>(capacity);
  }

  begin(service: string): TruthRecord {
    const record: TruthRecord = {
      id: ++this.arrived,
      service,
      scenario: this.scenario,
      arrival: this.clock.now(),
      stages: [],
      tokens: 0,
      outcome: "running",
    };
    this.ring[record.id % this.capacity] = record;
    return record;
  }

  beginStage(record: TruthRecord, service: string): TruthStage {
    const stage: TruthStage = { request: record.id, service, start: this.clock.now() };
    record.stages.push(stage);
    return stage;
  }

  /** A call that a service makes while it answers another one of the same request. */
  beginStageWithin({ request }: TruthStage, service: string): TruthStage {
    const record = this.ring[request % this.capacity];
    // Of a request that the ring has let go of, nobody reads any more.
    if (record?.id !== request) return { request, service, start: this.clock.now() };
    return this.beginStage(record, service);
  }

  endStage(stage: TruthStage, status: number): void {
    stage.end = this.clock.now();
    stage.status = status;
  }

  token(record: TruthRecord): void {
    if (record.tokens++ === 0) record.firstToken = this.clock.now();
  }

  /** An answer that is not streamed: all of it comes at once. */
  wholeAnswer(record: TruthRecord, tokens: number): void {
    record.tokens = tokens;
    record.firstToken = this.clock.now();
  }

  end(record: TruthRecord, outcome: Outcome, status?: number): void {
    record.end = this.clock.now();
    record.outcome = outcome;
    if (status !== undefined) record.status = status;
  }

  /** The stage of a request that is under way, for the service that is called for it. */
  openStage(id: number, service: string): TruthStage | undefined {
    const record = this.ring[id % this.capacity];
    if (record?.id !== id) return undefined;
    return record.stages.findLast((stage) => stage.service === service && stage.end === undefined);
  }

  /** The last requests whose `id` is above `after`, oldest first. */
  records(after = 0): readonly TruthRecord[] {
    const first = Math.max(after, this.arrived - this.capacity) + 1;
    const records: TruthRecord[] = [];
    for (let id = first; id <= this.arrived; id++) {
      const record = this.ring[id % this.capacity];
      if (record !== undefined) records.push(record);
    }
    return records;
  }
}

/** One line a request, moments in whole microseconds: equal runs make equal bytes. */
export function writeRecords(records: readonly TruthRecord[]): string {
  const whole = (key: string, value: unknown): unknown => {
    if (key === "request") return undefined;
    return typeof value === "number" ? Math.round(value * 1e6) / 1e6 : value;
  };
  return records.map((record) => `${JSON.stringify(record, whole)}\n`).join("");
}
