/** A server as `INDEX.md` groups them. */
export type ServerKind = "tgi" | "tei" | "vllm" | "opea";

/** A way in which a body of ours may differ from the recorded one. */
export interface ToleratedDifference {
  readonly servers: readonly ServerKind[];
  /** Which samples; undefined: the order of lines. */
  readonly samples: RegExp | undefined;
  /**
   * `order`: families, and series within a family, may stand in another order. `rounding`: the last
   * digits. `value`: the number, not its notation.
   */
  readonly may: "order" | "rounding" | "value";
  /** Does not hold where the family has had a single value, since there the reason does not. */
  readonly unlessSingle?: true;
  readonly reason: string;
}

/**
 * All of them. Whatever is not here must agree to the byte: names, TYPE and HELP lines, empty
 * lines, labels and their values, buckets, order, counts, notation of numbers. A row that no
 * recorded body needs any more fails the tests.
 */
export const toleratedDifferences: readonly ToleratedDifference[] = [
  {
    servers: ["tgi", "tei"],
    samples: undefined,
    may: "order",
    reason:
      "The real exporter writes in the order of hash tables that are new at every scrape; ours keeps one order.",
  },
  {
    servers: ["tgi", "tei", "vllm", "opea"],
    samples: /_(duration|seconds|latency|duration_highr_seconds)_sum$/,
    may: "rounding",
    reason:
      "A body does not tell in which order durations came, and sums of fractions depend on it in their last digits.",
  },
  {
    servers: ["tgi"],
    samples: /^tgi_request_mean_time_per_token_duration_(bucket|sum)$/,
    may: "value",
    unlessSingle: true,
    reason:
      "Inference time through tokens of each request; a body does not tell which time belongs to which tokens.",
  },
  {
    servers: ["vllm"],
    samples:
      /^vllm:(request_inference_time_seconds_bucket|request_time_per_output_token_seconds_(bucket|sum)|request_prefill_kv_computed_tokens_bucket)$/,
    may: "value",
    unlessSingle: true,
    reason:
      "Made of two figures of each request; a body does not tell which belongs to which. Sums that are linear in both are compared.",
  },
  {
    servers: ["vllm", "opea"],
    samples: /_created$/,
    may: "value",
    reason: "The time of the recording.",
  },
  {
    servers: ["vllm", "opea"],
    samples: /^(process_(?!max_fds)|python_gc_(objects_collected|collections)_total)/,
    may: "value",
    reason:
      "The recorded process's own memory, time and garbage collection, which the model does not have.",
  },
];
