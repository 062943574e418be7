import type { MetricsAnswer, ServerMetrics } from "../server-metrics";
import type {
  TgiEvent,
  TgiInferenceFinished,
  TgiMethod,
  TgiOptions,
  TgiRequestFinished,
  TgiRequestReceived,
} from "./events";
import { RustCounter } from "../rust/counter";
import type { RustFamily } from "../rust/family";
import { writeRustBody } from "../rust/family";
import { RustGauge } from "../rust/gauge";
import { RustHistogram } from "../rust/histogram";
import { SkippedTokens } from "./skipped-tokens";
import { tgiHelp, tgiLayouts } from "./tgi-layouts";

const methodLabels: Readonly<Record<TgiMethod, string>> = {
  prefill: '{method="prefill"}',
  decode: '{method="decode"}',
};

/**
 * What text-generation-inference exports, with its quirks: chats count twice, queue times show
 * when requests end, families come with their first value. Sources:
 * router/src/server.rs and backends/v3/src/backend.rs of the tags named in `TgiVersion`.
 */
export class TgiMetrics implements ServerMetrics<TgiEvent> {
  readonly #requestCount: RustCounter;
  readonly #requestSuccess: RustCounter;
  readonly #requestFailure = new RustCounter("tgi_request_failure");
  readonly #inferenceCount: RustCounter;
  readonly #inferenceSuccess: RustCounter;
  readonly #inferenceFailure = new RustCounter("tgi_batch_inference_failure");
  readonly #concat = new RustCounter("tgi_batch_concat");
  readonly #queueSize: RustGauge;
  readonly #currentSize: RustGauge;
  readonly #currentMaxTokens: RustGauge;
  readonly #requestDuration: RustHistogram;
  readonly #validationDuration: RustHistogram;
  readonly #queueDuration: RustHistogram;
  readonly #inferenceDuration: RustHistogram;
  readonly #meanTimePerToken: RustHistogram;
  readonly #inputLength: RustHistogram;
  readonly #maxNewTokens: RustHistogram;
  readonly #generatedTokens: RustHistogram;
  readonly #nextSize: RustHistogram;
  readonly #batchInferenceDuration: RustHistogram;
  readonly #batchForwardDuration: RustHistogram;
  readonly #batchDecodeDuration: RustHistogram;
  readonly #batchFilterDuration: RustHistogram;
  readonly #batchConcatDuration: RustHistogram;
  readonly #skippedTokens: SkippedTokens;
  readonly #families: readonly RustFamily[];

  constructor(options: TgiOptions) {
    const layouts = tgiLayouts(options);
    const help = (name: string): string | undefined => tgiHelp(options.version, name);
    const counter = (name: string): RustCounter => new RustCounter(name, help(name));
    const gauge = (name: string): RustGauge => new RustGauge(name, help(name));

    this.#requestCount = counter("tgi_request_count");
    this.#requestSuccess = counter("tgi_request_success");
    this.#inferenceCount = counter("tgi_batch_inference_count");
    this.#inferenceSuccess = counter("tgi_batch_inference_success");
    this.#queueSize = gauge("tgi_queue_size");
    this.#currentSize = gauge("tgi_batch_current_size");
    this.#currentMaxTokens = gauge("tgi_batch_current_max_tokens");
    this.#requestDuration = new RustHistogram(layouts.requestDuration);
    this.#validationDuration = new RustHistogram(layouts.validationDuration);
    this.#queueDuration = new RustHistogram(layouts.queueDuration);
    this.#inferenceDuration = new RustHistogram(layouts.inferenceDuration);
    this.#meanTimePerToken = new RustHistogram(layouts.meanTimePerToken);
    this.#inputLength = new RustHistogram(layouts.inputLength);
    this.#maxNewTokens = new RustHistogram(layouts.maxNewTokens);
    this.#generatedTokens = new RustHistogram(layouts.generatedTokens);
    this.#nextSize = new RustHistogram(layouts.batchNextSize);
    this.#batchInferenceDuration = new RustHistogram(layouts.batchInferenceDuration);
    this.#batchForwardDuration = new RustHistogram(layouts.batchForwardDuration);
    this.#batchDecodeDuration = new RustHistogram(layouts.batchDecodeDuration);
    this.#batchFilterDuration = new RustHistogram(layouts.batchFilterDuration);
    this.#batchConcatDuration = new RustHistogram(layouts.batchConcatDuration);
    this.#skippedTokens = new SkippedTokens(
      layouts.skippedTokens,
      help("tgi_request_skipped_tokens"),
    );
    // The exporter writes counters first, then gauges, then the rest.
    this.#families = [
      this.#requestCount,
      this.#requestSuccess,
      this.#requestFailure,
      this.#inferenceCount,
      this.#inferenceSuccess,
      this.#inferenceFailure,
      this.#concat,
      this.#queueSize,
      this.#currentSize,
      this.#currentMaxTokens,
      this.#requestDuration,
      this.#validationDuration,
      this.#queueDuration,
      this.#inferenceDuration,
      this.#meanTimePerToken,
      this.#inputLength,
      this.#maxNewTokens,
      this.#generatedTokens,
      this.#skippedTokens,
      this.#nextSize,
      this.#batchInferenceDuration,
      this.#batchForwardDuration,
      this.#batchDecodeDuration,
      this.#batchFilterDuration,
      this.#batchConcatDuration,
    ];
  }

  record(event: TgiEvent): void {
    switch (event.kind) {
      case "request-received":
        this.#requestCount.add("", countsOf(event));
        return;
      case "request-refused":
      case "request-failed":
        this.#requestFailure.add(`{err="${event.err}"}`);
        return;
      case "request-validated":
        this.#inputLength.observe(event.inputTokens);
        this.#maxNewTokens.observe(event.maxNewTokens);
        return;
      case "request-queued":
        this.#queueSize.add(1);
        return;
      case "queue-polled":
        if (event.batchSize !== undefined) this.#nextSize.observe(event.batchSize);
        this.#queueSize.set(event.queueSize);
        return;
      case "batch-joined":
        this.#concat.add(`{reason="${event.reason}"}`);
        return;
      case "batch-updated":
        this.#currentSize.set(event.size);
        this.#currentMaxTokens.set(event.maxTokens);
        return;
      case "batch-drained":
        this.#currentSize.set(0);
        this.#currentMaxTokens.set(0);
        return;
      case "inference-started":
        this.#inferenceCount.add(methodLabels[event.method]);
        return;
      case "inference-finished":
        this.#inferenceFinished(event);
        return;
      case "inference-failed":
        this.#inferenceFailure.add(methodLabels[event.method]);
        this.#requestFailure.add('{err="generation"}', event.requests);
        return;
      case "request-finished":
        this.#requestFinished(event);
        return;
    }
  }

  render(at: number): MetricsAnswer {
    return {
      contentType: "text/plain; charset=utf-8",
      body: writeRustBody(this.#families, at),
    };
  }

  #inferenceFinished(event: TgiInferenceFinished): void {
    const labels = methodLabels[event.method];
    const skipping = event.skippedTokens ?? [];
    for (const skipped of skipping) this.#skippedTokens.observe(skipped, event.at);
    this.#skippedTokens.observe(0, event.at, event.requests - skipping.length);
    if (event.concatSeconds !== undefined) {
      // Always labelled decode, be it joined for a prefill.
      this.#batchConcatDuration.observe(event.concatSeconds, methodLabels.decode);
    }
    this.#batchForwardDuration.observe(event.forwardSeconds, labels);
    this.#batchDecodeDuration.observe(event.decodeSeconds, labels);
    this.#batchFilterDuration.observe(event.filterSeconds, labels);
    this.#batchInferenceDuration.observe(event.inferenceSeconds, labels);
    this.#inferenceSuccess.add(labels);
  }

  #requestFinished(event: TgiRequestFinished): void {
    this.#requestSuccess.add();
    this.#requestDuration.observe(event.totalSeconds);
    this.#validationDuration.observe(event.validationSeconds);
    this.#queueDuration.observe(event.queueSeconds);
    this.#inferenceDuration.observe(event.inferenceSeconds);
    this.#meanTimePerToken.observe(timePerToken(event));
    this.#generatedTokens.observe(event.generatedTokens);
  }
}

/** The OpenAI routes count themselves and then once more for each generation they ask for. */
function countsOf(event: TgiRequestReceived): number {
  switch (event.route) {
    case "/generate":
    case "/generate_stream":
      return 1;
    case "/v1/chat/completions":
      return 2;
    case "/v1/completions":
      return 1 + event.prompts;
  }
}

/** The server divides whole nanoseconds. */
function timePerToken({ inferenceSeconds, generatedTokens }: TgiRequestFinished): number {
  return Math.floor(Math.round(inferenceSeconds * 1e9) / generatedTokens) / 1e9;
}
