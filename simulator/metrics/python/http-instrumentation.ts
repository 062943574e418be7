import type { HttpAnswered } from "./events";
import type { PythonCounter } from "./counter";
import type { HistogramSeries, PythonHistogram } from "./histogram";
import type { PythonRegistry } from "./registry";
import type { PythonSummary } from "./summary";

const coarse = [0.1, 0.5, 1];
const fine = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 7.5, 10, 30,
  60,
];

/** The blank before the end of some lines is in the original. */
const help = {
  requests: "Total number of requests by method, status and handler.",
  requestSize:
    "Content length of incoming requests by handler. Only value of header is respected. " +
    "Otherwise ignored. No percentile calculated. ",
  responseSize:
    "Content length of outgoing responses by handler. Only value of header is respected. " +
    "Otherwise ignored. No percentile calculated. ",
  fine:
    "Latency with many buckets but no API specific labels. " +
    "Made for more accurate percentile calculations. ",
  coarse:
    "Latency with only few buckets by handler. " +
    "Made to be only used if aggregation by handler is important. ",
};

/**
 * prometheus-fastapi-instrumentator 7 with its default metrics, as OPEA's services and vLLM use
 * it. A request shows once its answer is complete; statuses are grouped, unknown paths too.
 */
export class HttpInstrumentation {
  readonly #requests: PythonCounter;
  readonly #requestSize: PythonSummary;
  readonly #responseSize: PythonSummary;
  readonly #fine: HistogramSeries;
  readonly #coarse: PythonHistogram;
  readonly #excluded: ReadonlySet<string>;

  /** `excluded`: handlers that are not counted. */
  constructor(registry: PythonRegistry, readyAt: number, excluded: readonly string[] = []) {
    this.#excluded = new Set(excluded);
    this.#requests = registry.counter("http_requests", help.requests);
    this.#requestSize = registry.summary("http_request_size_bytes", help.requestSize);
    this.#responseSize = registry.summary("http_response_size_bytes", help.responseSize);
    this.#fine = registry
      .histogram("http_request_duration_highr_seconds", help.fine, fine)
      .labels(readyAt);
    this.#coarse = registry.histogram("http_request_duration_seconds", help.coarse, coarse);
  }

  record(event: HttpAnswered, unixTime: number): void {
    const handler = event.handler ?? "none";
    if (this.#excluded.has(handler)) return;
    const { method } = event;
    const status = `${Math.floor(event.status / 100)}xx`;
    this.#requests.labels(unixTime, { handler, method, status }).add(1);
    this.#requestSize.labels(unixTime, { handler }).observe(event.requestBytes);
    this.#responseSize.labels(unixTime, { handler }).observe(event.responseBytes);
    this.#fine.observe(event.seconds);
    this.#coarse.labels(unixTime, { handler, method }).observe(event.seconds);
  }
}
