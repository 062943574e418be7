import type { MetricsAnswer, ServerMetrics } from "../metrics/server-metrics";
import type { OpeaEvent } from "../metrics/opea/events";
import type { Clock } from "../model/clock";
import type { Random } from "../model/random";
import type { PythonProcess } from "./python-process";
import type { AnsweredRequest, SimulatedServer, Trouble } from "./server";

export interface OpeaServerParts {
  readonly metrics: ServerMetrics<OpeaEvent>;
  readonly process: PythonProcess;
  readonly trouble: Trouble;
  readonly clock: Clock;
  readonly random: Random;
}

/** What all of OPEA's own services share: FastAPI, its instrumentation, one Python process. */
export abstract class OpeaServer implements SimulatedServer {
  readonly trouble: Trouble;
  /** What is under way, by how it fails when the process ends. */
  private readonly underWay = new Set<() => void>();

  constructor(protected readonly parts: OpeaServerParts) {
    this.trouble = parts.trouble;
  }

  metrics(): MetricsAnswer {
    const { clock, metrics, process } = this.parts;
    metrics.record(process.sample(clock.now()));
    return metrics.render(clock.now());
  }

  answered(answer: AnsweredRequest): void {
    const { clock, metrics } = this.parts;
    metrics.record({ kind: "http-answered", at: clock.now(), ...answer });
  }

  die(): void {
    for (const fail of [...this.underWay]) fail();
  }

  /** Takes up a request; the function it gives ends it. `fail` is called if the process ends first. */
  protected begin(fail: () => void): () => boolean {
    this.underWay.add(fail);
    this.parts.process.requestBegan();
    return () => {
      if (!this.underWay.delete(fail)) return false;
      this.parts.process.requestEnded();
      return true;
    };
  }
}
