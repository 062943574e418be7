import type { MetricsAnswer, ServerMetrics } from "../server-metrics";
import type { VllmEvent, VllmOptions } from "./events";
import { VllmV0Metrics } from "./v0-metrics";
import { VllmV1Metrics } from "./v1-metrics";

/** What vLLM exports; which engine it has depends on the version. */
export class VllmMetrics implements ServerMetrics<VllmEvent> {
  readonly #engine: ServerMetrics<VllmEvent>;

  constructor(options: VllmOptions) {
    this.#engine =
      options.version === "0.6"
        ? new VllmV0Metrics(options)
        : new VllmV1Metrics(options.version, options);
  }

  record(event: VllmEvent): void {
    this.#engine.record(event);
  }

  render(at: number): MetricsAnswer {
    return this.#engine.render(at);
  }
}
