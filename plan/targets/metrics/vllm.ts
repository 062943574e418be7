import {
  type MeasuredServer,
  type MetricFamily,
  counter,
  gauge,
  histogram,
  ofLibrary,
} from "./family";
import { httpFamilies } from "./http";
import { processFamilies } from "./process";

const modelName = "meta-llama/Meta-Llama-3-8B-Instruct";
const firstToken = [
  0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
  160, 640, 2560,
];
const perToken = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80,
];
const perRequest = [
  0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680,
];
/** Up to --max-model-len. */
const lengths = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
const steps = [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];

const now = { since: "0.33" };

/** Seen in 0.33 and not in 0.10.2; which release between them brought each is not known. */
const newer: readonly MetricFamily[] = [
  counter("vllm:external_prefix_cache_queries_total", "tokens", now),
  counter("vllm:external_prefix_cache_hits_total", "tokens", now),
  counter("vllm:mm_cache_queries_total", "items", now),
  counter("vllm:mm_cache_hits_total", "items", now),
  counter("vllm:prompt_tokens_cached_total", "tokens", now),
  counter("vllm:prompt_tokens_by_source_total", "tokens", {
    labels: { source: ["local_compute", "local_cache_hit", "external_kv_transfer"] },
    ...now,
  }),
  counter("vllm:prompt_tokens_cached_by_source_total", "tokens", {
    labels: { source: ["device", "host", "p2p", "disk", "external_unspecified"] },
    ...now,
  }),
  histogram("vllm:request_prefill_kv_computed_tokens", "tokens", lengths, now),
  histogram("vllm:request_num_preemptions", "preemptions", [1, 2, 3, 4, 5, 10, 20], now),
  gauge("vllm:engine_sleep_state", "yes or no", {
    labels: { sleep_state: ["awake", "weights_offloaded", "discard_all"] },
    ...now,
  }),
  counter("vllm:estimated_flops_per_gpu_total", "operations", now),
  counter("vllm:estimated_read_bytes_per_gpu_total", "bytes", now),
  counter("vllm:estimated_write_bytes_per_gpu_total", "bytes", now),
];

/** The server counts them before an engine has them. */
const admissionRejections: MetricFamily = {
  ...counter("vllm:admission_rejections_total", "requests", {
    labels: {
      model_name: [modelName],
      reason: ["max_num_queued_reqs", "max_num_queued_tokens"],
    },
    ...now,
  }),
  ownLabelsOnly: true,
};

const finishedReasons = ["stop", "length", "abort"];

/** Of requests, told from the first release that has V1's statistics or V0's later ones. */
const phases: readonly MetricFamily[] = ["queue", "inference", "prefill", "decode"].map((phase) =>
  histogram(`vllm:request_${phase}_time_seconds`, "seconds", perRequest, { since: "0.7" }),
);

export const vllm: MeasuredServer = {
  name: "vllm",
  title: "vLLM",
  source:
    "vllm/engine/metrics.py (V0) at v0.7.3, vllm/v1/metrics/loggers.py at v0.8.5 to v0.10.0; recorded 0.10.2 and 0.33.0",
  versions: ["0.6", "0.7", "0.8.5", "0.9.2", "0.10.2", "0.11", "0.33"],
  labels: [
    { name: "model_name", values: [modelName] },
    // V0 ran one engine in a server.
    { name: "engine", values: ["0"], since: "0.8" },
  ],
  families: [
    gauge("vllm:num_requests_running", "requests"),
    gauge("vllm:num_requests_waiting", "requests"),
    gauge("vllm:num_requests_waiting_by_reason", "requests", {
      labels: { reason: ["capacity", "deferred"] },
      since: "0.33",
    }),
    gauge("vllm:num_requests_swapped", "requests", { until: "0.9" }),
    gauge("vllm:cpu_cache_usage_perc", "share", { until: "0.9" }),
    gauge("vllm:gpu_cache_usage_perc", "share", { until: "0.11" }),
    gauge("vllm:kv_cache_usage_perc", "share", { since: "0.9.2" }),
    gauge("vllm:gpu_prefix_cache_hit_rate", "share", { until: "0.8" }),
    counter("vllm:gpu_prefix_cache_queries_total", "tokens", { since: "0.8", until: "0.11" }),
    counter("vllm:gpu_prefix_cache_hits_total", "tokens", { since: "0.8", until: "0.11" }),
    counter("vllm:prefix_cache_queries_total", "tokens", { since: "0.9.2" }),
    counter("vllm:prefix_cache_hits_total", "tokens", { since: "0.9.2" }),
    counter("vllm:num_preemptions_total", "requests"),
    counter("vllm:prompt_tokens_total", "tokens"),
    counter("vllm:generation_tokens_total", "tokens"),
    counter("vllm:request_success_total", "requests", {
      labels: { finished_reason: finishedReasons },
      until: "0.33",
    }),
    counter("vllm:request_success_total", "requests", {
      labels: { finished_reason: [...finishedReasons, "error", "repetition"] },
      since: "0.33",
    }),
    histogram("vllm:iteration_tokens_total", "tokens", steps, { since: "0.7" }),
    histogram("vllm:time_to_first_token_seconds", "seconds", firstToken),
    histogram("vllm:time_per_output_token_seconds", "seconds", perToken, { until: "0.12" }),
    histogram("vllm:inter_token_latency_seconds", "seconds", perToken, { since: "0.10.2" }),
    histogram("vllm:request_time_per_output_token_seconds", "seconds", perToken, { since: "0.33" }),
    histogram("vllm:e2e_request_latency_seconds", "seconds", perRequest),
    ...phases,
    ...newer,
    admissionRejections,
    histogram("vllm:request_prompt_tokens", "tokens", lengths),
    histogram("vllm:request_generation_tokens", "tokens", lengths),
    histogram("vllm:request_max_num_generation_tokens", "tokens", lengths, { since: "0.7" }),
    histogram("vllm:request_params_n", "answers", [1, 2, 5, 10, 20]),
    histogram("vllm:request_params_max_tokens", "tokens", lengths, { since: "0.7" }),
    gauge("vllm:cache_config_info", "constant 1", {
      // And one more for every other field of the server's cache configuration.
      labels: { block_size: ["16"], num_gpu_blocks: ["192"] },
    }),
    ...ofLibrary(httpFamilies(["/v1/chat/completions", "/v1/completions"])),
    ...ofLibrary(processFamilies),
  ],
};
