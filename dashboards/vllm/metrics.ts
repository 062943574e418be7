import { mean, rate, selected, sumOfRates, sumOfRatesBy } from "../promql";

/** Until 0.11 it was measured by `time_per_output_token`, which counts the same intervals. */
export const interTokenLatency = [
  "vllm:inter_token_latency_seconds",
  "vllm:time_per_output_token_seconds",
];

/** A share, whatever its name says. Named after GPUs before 0.9.2. */
export const cacheUsage = selected(["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"]);

const byInstance = ["instance"];
const hits = ["vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total"];
const queries = ["vllm:prefix_cache_queries_total", "vllm:gpu_prefix_cache_queries_total"];

/** The old engine exports the rate itself, and -1 where its cache is off. */
export const prefixCacheHitRate =
  `(${sumOfRatesBy(byInstance, hits)} / (${sumOfRatesBy(byInstance, queries)} > 0)) or ` +
  `avg by (instance) (${selected("vllm:gpu_prefix_cache_hit_rate")} >= 0)`;

export const tokensPerSecond = sumOfRates("vllm:generation_tokens_total");

const asked = 'handler=~"/v1/.*"';
const failed = sumOfRates("http_requests_total", asked, 'status="5xx"');
const answered = sumOfRates("http_requests_total", asked);

/**
 * The engine counts what it finished, also what the client gave up, and not what never reached it:
 * failures are the HTTP server's to tell. Some builds of the old engine have none of its counters.
 */
export const shareOfErrors = `(${failed} or vector(0)) / ((${answered} or ${sumOfRates("vllm:request_success_total")}) > 0)`;

export const stepTokens = mean("vllm:iteration_tokens_total");

export const finishedByReason = `sum by (finished_reason) (${rate("vllm:request_success_total")})`;
