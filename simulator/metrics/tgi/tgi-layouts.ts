import { geometricBounds } from "../rust/geometric-bounds";
import { HistogramLayout } from "../rust/histogram";
import type { TgiOptions } from "./events";

/**
 * The histograms of a TGI: `router/src/server.rs` of v2.0.4, v2.4.0 and v3.3.7. HELP texts came
 * with 2.3, and not for every family.
 */
export interface TgiLayouts {
  readonly requestDuration: HistogramLayout;
  readonly validationDuration: HistogramLayout;
  readonly queueDuration: HistogramLayout;
  readonly inferenceDuration: HistogramLayout;
  readonly meanTimePerToken: HistogramLayout;
  readonly inputLength: HistogramLayout;
  readonly maxNewTokens: HistogramLayout;
  readonly generatedTokens: HistogramLayout;
  readonly batchNextSize: HistogramLayout;
  readonly batchInferenceDuration: HistogramLayout;
  readonly batchForwardDuration: HistogramLayout;
  readonly batchDecodeDuration: HistogramLayout;
  readonly batchFilterDuration: HistogramLayout;
  readonly batchConcatDuration: HistogramLayout;
  /** A summary from 2.3 on. */
  readonly skippedTokens?: HistogramLayout;
}

const helpOf: Readonly<Record<string, string>> = {
  tgi_batch_current_max_tokens: "Maximum tokens for the current batch",
  tgi_batch_current_size: "Current batch size",
  tgi_batch_decode_duration: "Time spent decoding a batch per method (prefill or decode)",
  tgi_batch_filter_duration:
    "Time spent filtering batches and sending generated tokens per method (prefill or decode)",
  tgi_batch_forward_duration: "Batch forward duration per method (prefill or decode)",
  tgi_batch_inference_count: "Inference calls per method (prefill or decode)",
  tgi_batch_inference_duration: "Batch inference duration",
  tgi_batch_inference_success:
    "Number of successful inference calls per method (prefill or decode)",
  tgi_batch_next_size: "Batch size of the next batch",
  tgi_queue_size: "Current queue size",
  tgi_request_count: "Total number of requests",
  tgi_request_duration: "Request duration",
  tgi_request_generated_tokens: "Generated tokens per request",
  tgi_request_inference_duration: "Request inference duration",
  tgi_request_input_length: "Input token length per request",
  tgi_request_max_new_tokens: "Maximum new tokens per request",
  tgi_request_mean_time_per_token_duration: "Mean time per token per request",
  tgi_request_queue_duration: "Request queue duration",
  tgi_request_skipped_tokens: "Speculated tokens per request",
  tgi_request_success: "Number of successful requests",
  tgi_request_validation_duration: "Request validation duration",
};

export function tgiHelp(version: TgiOptions["version"], name: string): string | undefined {
  return version === "2.0" ? undefined : helpOf[name];
}

const known = new Map<string, TgiLayouts>();

/** One and the same for equal options, however many servers have them. */
export function tgiLayouts(options: TgiOptions): TgiLayouts {
  const { version, maxInputTokens, maxTotalTokens, speculate = 0 } = options;
  const key = [version, maxInputTokens, maxTotalTokens, speculate].join("/");
  const shared = known.get(key) ?? compose(options);
  known.set(key, shared);
  return shared;
}

function compose({
  version,
  maxInputTokens,
  maxTotalTokens,
  speculate = 0,
}: TgiOptions): TgiLayouts {
  const durations = geometricBounds(0.0001);
  const totals = hundredths(maxTotalTokens);
  const layout = (name: string, bounds: readonly number[]): HistogramLayout =>
    new HistogramLayout(name, bounds, tgiHelp(version, name));
  return {
    requestDuration: layout("tgi_request_duration", durations),
    validationDuration: layout("tgi_request_validation_duration", durations),
    queueDuration: layout("tgi_request_queue_duration", durations),
    inferenceDuration: layout("tgi_request_inference_duration", durations),
    meanTimePerToken: layout("tgi_request_mean_time_per_token_duration", durations),
    inputLength: layout("tgi_request_input_length", hundredths(maxInputTokens)),
    maxNewTokens: layout("tgi_request_max_new_tokens", totals),
    generatedTokens: layout("tgi_request_generated_tokens", totals),
    batchNextSize: layout("tgi_batch_next_size", upTo(1, 1024)),
    batchInferenceDuration: layout("tgi_batch_inference_duration", durations),
    batchForwardDuration: layout("tgi_batch_forward_duration", durations),
    batchDecodeDuration: layout("tgi_batch_decode_duration", durations),
    batchFilterDuration: layout("tgi_batch_filter_duration", durations),
    batchConcatDuration: layout("tgi_batch_concat_duration", durations),
    ...(version === "2.0"
      ? { skippedTokens: layout("tgi_request_skipped_tokens", upTo(0, speculate)) }
      : {}),
  };
}

function hundredths(limit: number): readonly number[] {
  return upTo(1, 100).map((step) => (limit / 100) * step);
}

function upTo(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
