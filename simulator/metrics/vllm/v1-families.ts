import {
  answersBounds,
  firstTokenBounds,
  iterationBounds,
  preemptionsBounds,
  requestBounds,
  tokenBounds,
} from "./bounds";

/** Engine V1: what the two recorded versions have in common and what only one of them has. */
export type V1Version = "0.10" | "0.33";

/** A family of the engine, as registered at start: all series are there from then on, at 0. */
export type V1Family = {
  /** Without `vllm:` and `_total`. */
  readonly name: string;
  readonly help: string;
  /** Default: both versions. */
  readonly only?: V1Version;
} & (
  | {
      readonly kind: "counter" | "gauge";
      /** A label beside model and engine, with all values it has. */
      readonly by?: { readonly label: string; readonly values: readonly string[] };
      /** The counters kept before a request reaches an engine do not name one. */
      readonly engine?: false;
    }
  | {
      readonly kind: "histogram";
      /** `lengths`: 1, 2, 5, 10, … up to the model's longest context. */
      readonly bounds: readonly number[] | "lengths";
    }
);

const reasons010 = ["stop", "length", "abort"];

/** In the order of the body. Sources: the recorded bodies of 0.10.2 and 0.33.0. */
export const v1Families = [
  {
    name: "estimated_flops_per_gpu",
    kind: "counter",
    only: "0.33",
    help: "Estimated number of floating point operations per GPU (for Model Flops Utilization calculations).",
  },
  {
    name: "estimated_read_bytes_per_gpu",
    kind: "counter",
    only: "0.33",
    help: "Estimated number of bytes read from memory per GPU (for Model Flops Utilization calculations).",
  },
  {
    name: "estimated_write_bytes_per_gpu",
    kind: "counter",
    only: "0.33",
    help: "Estimated number of bytes written to memory per GPU (for Model Flops Utilization calculations).",
  },
  {
    name: "num_requests_running",
    kind: "gauge",
    help: "Number of requests in model execution batches.",
  },
  {
    name: "num_requests_waiting",
    kind: "gauge",
    help: "Number of requests waiting to be processed.",
  },
  {
    name: "num_requests_waiting_by_reason",
    kind: "gauge",
    only: "0.33",
    by: { label: "reason", values: ["capacity", "deferred"] },
    help: "Number of waiting requests by reason. Reason labels: 'capacity' = waiting for scheduling capacity; 'deferred' = deferred by transient constraints (LoRA budget, KV transfer, blocked status). Sum of all reasons equals vllm:num_requests_waiting.",
  },
  {
    name: "engine_sleep_state",
    kind: "gauge",
    only: "0.33",
    by: { label: "sleep_state", values: ["awake", "weights_offloaded", "discard_all"] },
    help: "Engine sleep state; awake = 0 means engine is sleeping; awake = 1 means engine is awake; weights_offloaded = 1 means sleep level 1; discard_all = 1 means sleep level 2.",
  },
  {
    name: "gpu_cache_usage_perc",
    kind: "gauge",
    only: "0.10",
    help: "GPU KV-cache usage. 1 means 100 percent usage.DEPRECATED: Use vllm:kv_cache_usage_perc instead.",
  },
  {
    name: "gpu_prefix_cache_queries",
    kind: "counter",
    only: "0.10",
    help: "GPU prefix cache queries, in terms of number of queriedtokens. DEPRECATED: Use vllm:prefix_cache_queries instead.",
  },
  {
    name: "gpu_prefix_cache_hits",
    kind: "counter",
    only: "0.10",
    help: "GPU prefix cache hits, in terms of number of cached tokens. DEPRECATED: Use vllm:prefix_cache_hits instead.",
  },
  {
    name: "kv_cache_usage_perc",
    kind: "gauge",
    help: "KV-cache usage. 1 means 100 percent usage.",
  },
  {
    name: "prefix_cache_queries",
    kind: "counter",
    help: "Prefix cache queries, in terms of number of queried tokens.",
  },
  {
    name: "prefix_cache_hits",
    kind: "counter",
    help: "Prefix cache hits, in terms of number of cached tokens.",
  },
  {
    name: "external_prefix_cache_queries",
    kind: "counter",
    only: "0.33",
    help: "External prefix cache queries from KV connector cross-instance cache sharing, in terms of number of queried tokens.",
  },
  {
    name: "external_prefix_cache_hits",
    kind: "counter",
    only: "0.33",
    help: "External prefix cache hits from KV connector cross-instance cache sharing, in terms of number of cached tokens.",
  },
  {
    name: "mm_cache_queries",
    kind: "counter",
    only: "0.33",
    help: "Multi-modal cache queries, in terms of number of queried items.",
  },
  {
    name: "mm_cache_hits",
    kind: "counter",
    only: "0.33",
    help: "Multi-modal cache hits, in terms of number of cached items.",
  },
  {
    name: "num_preemptions",
    kind: "counter",
    help: "Cumulative number of preemption from the engine.",
  },
  { name: "prompt_tokens", kind: "counter", help: "Number of prefill tokens processed." },
  {
    name: "prompt_tokens_by_source",
    kind: "counter",
    only: "0.33",
    by: { label: "source", values: ["local_compute", "local_cache_hit", "external_kv_transfer"] },
    help: "Number of prompt tokens by source.",
  },
  {
    name: "prompt_tokens_cached",
    kind: "counter",
    only: "0.33",
    help: "Number of cached prompt tokens (local + external).",
  },
  {
    name: "prompt_tokens_cached_by_source",
    kind: "counter",
    only: "0.33",
    by: { label: "source", values: ["device", "host", "p2p", "disk", "external_unspecified"] },
    help: "Prefix-cache hit tokens by the cache tier that supplied them: device (local HBM), host (offloaded to DRAM), disk, p2p (transferred from another vLLM instance) or external_unspecified. Counted at admission; sums to vllm:prefix_cache_hits + vllm:external_prefix_cache_hits.",
  },
  { name: "generation_tokens", kind: "counter", help: "Number of generation tokens processed." },
  {
    name: "request_success",
    kind: "counter",
    only: "0.10",
    by: { label: "finished_reason", values: reasons010 },
    help: "Count of successfully processed requests.",
  },
  {
    name: "request_success",
    kind: "counter",
    only: "0.33",
    by: { label: "finished_reason", values: [...reasons010, "error", "repetition"] },
    help: "Count of successfully processed requests.",
  },
  {
    name: "admission_rejections",
    kind: "counter",
    only: "0.33",
    engine: false,
    by: { label: "reason", values: ["max_num_queued_reqs", "max_num_queued_tokens"] },
    help: "Number of admission attempts rejected by a queue limit, by reason.",
  },
  {
    name: "request_prompt_tokens",
    kind: "histogram",
    bounds: "lengths",
    help: "Number of prefill tokens processed.",
  },
  {
    name: "request_generation_tokens",
    kind: "histogram",
    bounds: "lengths",
    help: "Number of generation tokens processed.",
  },
  {
    name: "iteration_tokens_total",
    kind: "histogram",
    bounds: iterationBounds,
    help: "Histogram of number of tokens per engine_step.",
  },
  {
    name: "request_max_num_generation_tokens",
    kind: "histogram",
    bounds: "lengths",
    help: "Histogram of maximum number of requested generation tokens.",
  },
  {
    name: "request_params_n",
    kind: "histogram",
    bounds: answersBounds,
    help: "Histogram of the n request parameter.",
  },
  {
    name: "request_params_max_tokens",
    kind: "histogram",
    bounds: "lengths",
    help: "Histogram of the max_tokens request parameter.",
  },
  {
    name: "time_to_first_token_seconds",
    kind: "histogram",
    bounds: firstTokenBounds,
    help: "Histogram of time to first token in seconds.",
  },
  {
    name: "time_per_output_token_seconds",
    kind: "histogram",
    only: "0.10",
    bounds: tokenBounds,
    help: "Histogram of time per output token in seconds.DEPRECATED: Use vllm:inter_token_latency_seconds instead.",
  },
  {
    name: "inter_token_latency_seconds",
    kind: "histogram",
    bounds: tokenBounds,
    help: "Histogram of inter-token latency in seconds.",
  },
  {
    name: "request_time_per_output_token_seconds",
    kind: "histogram",
    only: "0.33",
    bounds: tokenBounds,
    help: "Histogram of time_per_output_token_seconds per request.",
  },
  {
    name: "e2e_request_latency_seconds",
    kind: "histogram",
    bounds: requestBounds,
    help: "Histogram of e2e request latency in seconds.",
  },
  {
    name: "request_queue_time_seconds",
    kind: "histogram",
    bounds: requestBounds,
    help: "Histogram of time spent in WAITING phase for request.",
  },
  {
    name: "request_inference_time_seconds",
    kind: "histogram",
    bounds: requestBounds,
    help: "Histogram of time spent in RUNNING phase for request.",
  },
  {
    name: "request_prefill_time_seconds",
    kind: "histogram",
    bounds: requestBounds,
    help: "Histogram of time spent in PREFILL phase for request.",
  },
  {
    name: "request_decode_time_seconds",
    kind: "histogram",
    bounds: requestBounds,
    help: "Histogram of time spent in DECODE phase for request.",
  },
  {
    name: "request_num_preemptions",
    kind: "histogram",
    only: "0.33",
    bounds: preemptionsBounds,
    help: "Histogram of the number of times a request was preempted.",
  },
  {
    name: "request_prefill_kv_computed_tokens",
    kind: "histogram",
    only: "0.33",
    bounds: "lengths",
    help: "Histogram of new KV tokens computed during prefill (excluding cached tokens).",
  },
] as const satisfies readonly V1Family[];

type Defined = (typeof v1Families)[number];

export type V1GaugeName = Extract<Defined, { kind: "gauge" }>["name"];
export type V1CounterName = Extract<Defined, { kind: "counter" }>["name"];
export type V1HistogramName = Extract<Defined, { kind: "histogram" }>["name"];
