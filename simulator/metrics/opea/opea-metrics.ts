import type { MetricsAnswer, ServerMetrics } from "../server-metrics";
import type { OpeaEvent, OpeaOptions } from "./events";
import { HttpInstrumentation } from "../python/http-instrumentation";
import type { ProcessAtStart } from "../python/process-collectors";
import { ProcessCollectors } from "../python/process-collectors";
import { PythonRegistry } from "../python/registry";
import type { Orchestrator } from "./orchestrator-metrics";
import { orchestratorOf } from "./orchestrator-metrics";

/** As the recorded services of 1.5 showed it when nothing had been asked of them yet. */
const atStart: ProcessAtStart = {
  loadingSeconds: 5.95,
  cpuSeconds: 0.99,
  residentBytes: 93_122_560,
  virtualBytes: 368_058_368,
  openFileDescriptors: 11,
  collections: [231, 20, 1],
  collected: [1347, 706, 8],
};

/**
 * What OPEA's services written in Python export: FastAPI behind the instrumentator and, in the
 * megaservice, the orchestrator. Sources: comps/cores/mega/http_service.py and orchestrator.py of
 * GenAIComps v1.0 to v1.5.
 */
export class OpeaMetrics implements ServerMetrics<OpeaEvent> {
  readonly #registry = new PythonRegistry();
  readonly #process: ProcessCollectors;
  readonly #http: HttpInstrumentation;
  readonly #orchestrator: Orchestrator;
  readonly #epoch: number;

  constructor({ version, service, startedAt, epoch = 0 }: OpeaOptions) {
    const readyAt = epoch + startedAt;
    this.#epoch = epoch;
    this.#process = new ProcessCollectors(this.#registry, readyAt, atStart);
    this.#orchestrator = orchestratorOf(version, service, this.#registry, readyAt);
    this.#http = new HttpInstrumentation(this.#registry, readyAt);
  }

  record(event: OpeaEvent): void {
    const unixTime = this.#epoch + event.at;
    switch (event.kind) {
      case "http-answered":
        this.#http.record(event, unixTime);
        return;
      case "process-sampled":
        this.#process.sample(event);
        return;
      case "pipeline-started":
      case "pipeline-chunk":
      case "pipeline-finished":
      case "pipeline-failed":
        this.#orchestrator.record(event, unixTime);
        return;
    }
  }

  render(): MetricsAnswer {
    return {
      // prometheus_client up to 0.22, which all releases up to 1.5 were built with.
      contentType: "text/plain; version=0.0.4; charset=utf-8",
      body: this.#registry.write(),
    };
  }
}
