import type {
  OpeaOptions,
  PipelineChunk,
  PipelineFailed,
  PipelineFinished,
  PipelineStarted,
} from "./events";
import type { GaugeSeries } from "../python/gauge";
import type { HistogramSeries } from "../python/histogram";
import type { PythonRegistry } from "../python/registry";

type PipelineEvent = PipelineStarted | PipelineChunk | PipelineFinished | PipelineFailed;

/** The metrics of the orchestrator, which is all that tells the megaservice from other services. */
export interface Orchestrator {
  record(event: PipelineEvent, unixTime: number): void;
}

/** prometheus_client's default buckets: whatever takes longer than 10 s looks like 10 s. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/**
 * 1.0 has none. 1.1 and 1.2 register them when comps is imported, so that every service shows them,
 * at 0 if it has no orchestrator. From 1.3 on they come with their first use.
 */
export function orchestratorOf(
  version: OpeaOptions["version"],
  service: OpeaOptions["service"],
  registry: PythonRegistry,
  readyAt: number,
): Orchestrator {
  switch (version) {
    case "1.0":
      return { record: () => undefined };
    case "1.1":
    case "1.2":
      return new OrchestratorMetrics(registeredAtOnce(registry, readyAt));
    case "1.3":
    case "1.4":
    case "1.5":
      return service === "megaservice"
        ? new OrchestratorMetrics(new RegisteredOnUse(registry))
        : { record: () => undefined };
  }
}

/** Where the numbers go; each is asked for when there is something to put in. */
interface Series {
  pending(): GaugeSeries;
  firstToken(unixTime: number): HistogramSeries;
  interToken(unixTime: number): HistogramSeries;
  request(unixTime: number): HistogramSeries;
}

class OrchestratorMetrics implements Orchestrator {
  constructor(readonly series: Series) {}

  record(event: PipelineEvent, unixTime: number): void {
    switch (event.kind) {
      case "pipeline-started":
        this.series.pending().add(1);
        return;
      case "pipeline-chunk":
        (event.position === "first"
          ? this.series.firstToken(unixTime)
          : this.series.interToken(unixTime)
        ).observe(event.seconds);
        return;
      case "pipeline-finished":
        // Requests that are not streamed leave no latency.
        if (event.streamed) this.series.request(unixTime).observe(event.seconds);
        this.series.pending().add(-1);
        return;
      case "pipeline-failed":
        // Never taken off again: GenAIComps issue 1121.
        return;
    }
  }
}

const help = {
  firstToken: "First token latency (histogram)",
  interToken: "Inter-token latency (histogram)",
  request: "Whole LLM request/reply latency (histogram)",
  requestUpTo1_2: "Whole request/reply latency (histogram)",
  pending: "Count of currently pending requests (gauge)",
};

function registeredAtOnce(registry: PythonRegistry, readyAt: number): Series {
  const histogram = (name: string, text: string): HistogramSeries =>
    registry.histogram(name, text, bounds).labels(readyAt);
  const firstToken = histogram("megaservice_first_token_latency", help.firstToken);
  const interToken = histogram("megaservice_inter_token_latency", help.interToken);
  const request = histogram("megaservice_request_latency", help.requestUpTo1_2);
  const pending = registry.gauge("megaservice_request_pending", help.pending).labels();
  return {
    pending: () => pending,
    firstToken: () => firstToken,
    interToken: () => interToken,
    request: () => request,
  };
}

class RegisteredOnUse implements Series {
  #pending: GaugeSeries | undefined;
  #tokens: { readonly first: HistogramSeries; readonly inter: HistogramSeries } | undefined;
  #request: HistogramSeries | undefined;

  constructor(readonly registry: PythonRegistry) {}

  pending(): GaugeSeries {
    this.#pending ??= this.registry.gauge("megaservice_request_pending", help.pending).labels();
    return this.#pending;
  }

  firstToken(unixTime: number): HistogramSeries {
    return this.#tokensAt(unixTime).first;
  }

  interToken(unixTime: number): HistogramSeries {
    return this.#tokensAt(unixTime).inter;
  }

  request(unixTime: number): HistogramSeries {
    this.#request ??= this.#histogram("megaservice_request_latency", help.request, unixTime);
    return this.#request;
  }

  /** Both come with whichever is used first. */
  #tokensAt(unixTime: number): {
    readonly first: HistogramSeries;
    readonly inter: HistogramSeries;
  } {
    this.#tokens ??= {
      first: this.#histogram("megaservice_first_token_latency", help.firstToken, unixTime),
      inter: this.#histogram("megaservice_inter_token_latency", help.interToken, unixTime),
    };
    return this.#tokens;
  }

  #histogram(name: string, text: string, unixTime: number): HistogramSeries {
    return this.registry.histogram(name, text, bounds).labels(unixTime);
  }
}
