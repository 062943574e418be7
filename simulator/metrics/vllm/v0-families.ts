import { answersBounds } from "./bounds";

const requestBounds = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60];
const firstTokenBounds = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];
const tokenBounds = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];

/** The sizes of batches that CUDA graphs are made for, with `--max-num-seqs` at its 256. */
const iterationBounds = [1, 2, 4, ...Array.from({ length: 32 }, (_, step) => 8 * (step + 1))];

/**
 * Engine V0, by the names without `vllm:` and `_total`: vllm/engine/metrics.py of v0.6.6. What is
 * only there with LoRA, speculation or tracing is left out, and `tokens_total`, which is never fed.
 */
export const v0Gauges = {
  num_requests_running: "Number of requests currently running on GPU.",
  num_requests_swapped: "Number of requests swapped to CPU.",
  num_requests_waiting: "Number of requests waiting to be processed.",
  gpu_cache_usage_perc: "GPU KV-cache usage. 1 means 100 percent usage.",
  cpu_cache_usage_perc: "CPU KV-cache usage. 1 means 100 percent usage.",
  cpu_prefix_cache_hit_rate: "CPU prefix cache block hit rate.",
  gpu_prefix_cache_hit_rate: "GPU prefix cache block hit rate.",
  avg_prompt_throughput_toks_per_s: "Average prefill throughput in tokens/s.",
  avg_generation_throughput_toks_per_s: "Average generation throughput in tokens/s.",
} as const;

export const v0Counters = {
  num_preemptions: "Cumulative number of preemption from the engine.",
  prompt_tokens: "Number of prefill tokens processed.",
  generation_tokens: "Number of generation tokens processed.",
} as const;

export const v0Success = "Count of successfully processed requests.";

/** `lengths`: 1, 2, 5, 10, … up to the model's longest context. */
interface V0Histogram {
  readonly help: string;
  readonly bounds: readonly number[] | "lengths";
}

export const v0Histograms = {
  iteration_tokens_total: {
    help: "Histogram of number of tokens per engine_step.",
    bounds: iterationBounds,
  },
  time_to_first_token_seconds: {
    help: "Histogram of time to first token in seconds.",
    bounds: firstTokenBounds,
  },
  time_per_output_token_seconds: {
    help: "Histogram of time per output token in seconds.",
    bounds: tokenBounds,
  },
  e2e_request_latency_seconds: {
    help: "Histogram of end to end request latency in seconds.",
    bounds: requestBounds,
  },
  request_queue_time_seconds: {
    help: "Histogram of time spent in WAITING phase for request.",
    bounds: requestBounds,
  },
  request_inference_time_seconds: {
    help: "Histogram of time spent in RUNNING phase for request.",
    bounds: requestBounds,
  },
  request_prefill_time_seconds: {
    help: "Histogram of time spent in PREFILL phase for request.",
    bounds: requestBounds,
  },
  request_decode_time_seconds: {
    help: "Histogram of time spent in DECODE phase for request.",
    bounds: requestBounds,
  },
  time_in_queue_requests: {
    help: "Histogram of time the request spent in the queue in seconds.",
    bounds: requestBounds,
  },
  request_prompt_tokens: { help: "Number of prefill tokens processed.", bounds: "lengths" },
  request_generation_tokens: { help: "Number of generation tokens processed.", bounds: "lengths" },
  request_max_num_generation_tokens: {
    help: "Histogram of maximum number of requested generation tokens.",
    bounds: "lengths",
  },
  request_params_n: { help: "Histogram of the n request parameter.", bounds: answersBounds },
  request_params_max_tokens: {
    help: "Histogram of the max_tokens request parameter.",
    bounds: "lengths",
  },
} as const satisfies Record<string, V0Histogram>;

export type V0GaugeName = keyof typeof v0Gauges;
export type V0CounterName = keyof typeof v0Counters;
export type V0HistogramName = keyof typeof v0Histograms;
