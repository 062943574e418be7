import type { MetricsAnswer, ServerMetrics } from "../server-metrics";
import type {
  TeiEvent,
  TeiInputFinished,
  TeiMethod,
  TeiOptions,
  TeiRequestFinished,
} from "./events";
import { RustCounter } from "../rust/counter";
import type { RustFamily } from "../rust/family";
import { writeRustBody } from "../rust/family";
import { RustGauge } from "../rust/gauge";
import { RustHistogram } from "../rust/histogram";
import type { TeiLayouts } from "./tei-layouts";
import { teiLayouts } from "./tei-layouts";

const methodLabels: Readonly<Record<TeiMethod, string>> = {
  single: '{method="single"}',
  batch: '{method="batch"}',
};

/**
 * What text-embeddings-inference exports; it has no HELP at all. Sources: core/src/infer.rs,
 * core/src/queue.rs, router/src/http/server.rs and router/src/prometheus.rs of v1.5.0 to v1.9.3.
 */
export class TeiMetrics implements ServerMetrics<TeiEvent> {
  readonly #requestCount = new RustCounter("te_request_count");
  readonly #requestSuccess = new RustCounter("te_request_success");
  readonly #requestFailure = new RustCounter("te_request_failure");
  readonly #inputCount: RustCounter;
  readonly #inputSuccess: RustCounter;
  readonly #queueSize = new RustGauge("te_queue_size");
  readonly #request: Durations;
  readonly #input: Durations;
  readonly #inputLength: RustHistogram;
  readonly #nextSize: RustHistogram;
  readonly #nextTokens: RustHistogram;
  readonly #families: readonly RustFamily[];
  readonly #version: TeiOptions["version"];

  constructor(options: TeiOptions) {
    const layouts = teiLayouts(options);
    const prefix = options.task === "embed" ? "te_embed" : "te_predict";
    this.#version = options.version;
    this.#inputCount = new RustCounter(`${prefix}_count`);
    this.#inputSuccess = new RustCounter(`${prefix}_success`);
    this.#request = new Durations(layouts.request);
    this.#input = new Durations(layouts.input);
    this.#inputLength = new RustHistogram(layouts.inputLength);
    this.#nextSize = new RustHistogram(layouts.batchNextSize);
    this.#nextTokens = new RustHistogram(layouts.batchNextTokens);
    // The exporter writes counters first, then gauges, then the rest.
    this.#families = [
      this.#requestCount,
      this.#requestSuccess,
      this.#requestFailure,
      this.#inputCount,
      this.#inputSuccess,
      this.#queueSize,
      ...this.#request.families,
      ...this.#input.families,
      this.#inputLength,
      this.#nextSize,
      this.#nextTokens,
    ];
  }

  record(event: TeiEvent): void {
    switch (event.kind) {
      case "request-received":
        this.#requestCount.add(methodLabels[event.method]);
        return;
      case "request-refused":
        this.#requestFailure.add(`{err="${event.err}"}`);
        return;
      case "input-admitted":
        this.#inputCount.add();
        return;
      case "input-queued":
        this.#inputLength.observe(event.tokens);
        this.#queueSize.add(1);
        return;
      case "queue-polled":
        this.#nextSize.observe(event.batchSize);
        this.#nextTokens.observe(event.batchTokens);
        this.#queueSize.set(event.queueSize);
        return;
      case "input-finished":
        this.#inputSuccess.add();
        this.#input.observe(event);
        return;
      case "request-finished":
        this.#countSuccess(event);
        this.#request.observe(event);
        return;
    }
  }

  render(at: number): MetricsAnswer {
    return {
      contentType: "text/plain; charset=utf-8",
      body: writeRustBody(this.#families, at),
    };
  }

  /**
   * A single input's success is counted as one more request where the source names the wrong
   * counter: everywhere up to 1.6, at `/predict` still in 1.9.3.
   */
  #countSuccess({ route, method }: TeiRequestFinished): void {
    const wrong =
      method === "single" &&
      (this.#version === "1.5" || this.#version === "1.6" || route === "/predict");
    (wrong ? this.#requestCount : this.#requestSuccess).add(methodLabels[method]);
  }
}

/** Whole, tokenisation, queue, inference: of requests, and of single inputs. */
class Durations {
  readonly families: readonly RustHistogram[];
  readonly #total: RustHistogram;
  readonly #tokenization: RustHistogram;
  readonly #queue: RustHistogram;
  readonly #inference: RustHistogram;

  constructor(layouts: TeiLayouts["request"]) {
    this.#total = new RustHistogram(layouts.total);
    this.#tokenization = new RustHistogram(layouts.tokenization);
    this.#queue = new RustHistogram(layouts.queue);
    this.#inference = new RustHistogram(layouts.inference);
    this.families = [this.#total, this.#tokenization, this.#queue, this.#inference];
  }

  observe(event: TeiInputFinished | TeiRequestFinished): void {
    this.#total.observe(event.totalSeconds);
    this.#tokenization.observe(event.tokenizationSeconds);
    this.#queue.observe(event.queueSeconds);
    this.#inference.observe(event.inferenceSeconds);
  }
}
