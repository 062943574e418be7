import type { MetricsAnswer, ServerMetrics } from "../server-metrics";
import type { VllmEvent, VllmOptions, VllmOutputs, VllmRequestFinished, VllmStep } from "./events";
import { HttpInstrumentation } from "../python/http-instrumentation";
import type { ProcessAtStart } from "../python/process-collectors";
import { ProcessCollectors } from "../python/process-collectors";
import { PythonRegistry } from "../python/registry";
import { cacheConfigLabels } from "./cache-config";
import type { V1Version } from "./v1-families";
import { V1Series } from "./v1-series";

const excludedHandlers = [
  "/metrics",
  "/health",
  "/load",
  "/ping",
  "/version",
  "/server_info",
] as const;

/** As recorded, before the first request; without the engine's own process. */
const processAtStart: Readonly<Record<V1Version, ProcessAtStart>> = {
  "0.10": {
    loadingSeconds: 13.71,
    cpuSeconds: 6.87,
    residentBytes: 882_294_784,
    virtualBytes: 5_880_528_896,
    openFileDescriptors: 34,
    collections: [1455, 131, 10],
    collected: [10_765, 2108, 491],
  },
  "0.33": {
    loadingSeconds: 14.93,
    cpuSeconds: 8.24,
    residentBytes: 956_723_200,
    virtualBytes: 4_730_327_040,
    openFileDescriptors: 34,
    collections: [1662, 151, 10],
    collected: [15_370, 3049, 575],
  },
};

/** What vLLM with engine V1 exports: one API server, one engine, no LoRA, no speculation. */
export class VllmV1Metrics implements ServerMetrics<VllmEvent> {
  readonly #registry = new PythonRegistry();
  readonly #process: ProcessCollectors;
  readonly #series: V1Series;
  readonly #http: HttpInstrumentation;
  readonly #epoch: number;
  readonly #version: V1Version;

  constructor(version: V1Version, options: VllmOptions) {
    const { startedAt, epoch = 0 } = options;
    const readyAt = epoch + startedAt;
    this.#epoch = epoch;
    this.#version = version;
    this.#process = new ProcessCollectors(this.#registry, readyAt, processAtStart[version]);
    this.#series = new V1Series(this.#registry, version, options, readyAt);
    this.#series.set("engine_sleep_state", 1, "awake");
    this.#registry
      .gauge("vllm:cache_config_info", "Information of the LLMEngine CacheConfig")
      .labels(cacheConfigLabels(options))
      .set(1);
    this.#http = new HttpInstrumentation(this.#registry, readyAt, excludedHandlers);
  }

  record(event: VllmEvent): void {
    switch (event.kind) {
      case "step":
        this.#step(event);
        return;
      case "request-finished":
        this.#requestFinished(event);
        return;
      case "admission-rejected":
        this.#series.add("admission_rejections", 1, event.reason);
        return;
      case "process-sampled":
        this.#process.sample(event);
        return;
      case "http-answered":
        this.#http.record(event, this.#epoch + event.at);
        return;
    }
  }

  render(): MetricsAnswer {
    return {
      // prometheus_client from 0.23 on, as recorded.
      contentType: "text/plain; version=1.0.0; charset=utf-8",
      body: this.#registry.write(),
    };
  }

  #step(event: VllmStep): void {
    const series = this.#series;
    const deferred = event.deferred ?? 0;
    series.set("num_requests_running", event.running);
    series.set("num_requests_waiting", event.waiting);
    series.set("num_requests_waiting_by_reason", event.waiting - deferred, "capacity");
    series.set("num_requests_waiting_by_reason", deferred, "deferred");
    series.set("gpu_cache_usage_perc", event.kvCacheUsage);
    series.set("kv_cache_usage_perc", event.kvCacheUsage);
    series.add("gpu_prefix_cache_queries", event.prefixCacheQueries);
    series.add("gpu_prefix_cache_hits", event.prefixCacheHits);
    series.add("prefix_cache_queries", event.prefixCacheQueries);
    series.add("prefix_cache_hits", event.prefixCacheHits);
    series.add("prompt_tokens_cached_by_source", event.prefixCacheHits, "device");
    if (event.outputs !== undefined) this.#outputs(event.outputs);
  }

  #outputs(outputs: VllmOutputs): void {
    const series = this.#series;
    const computed = outputs.promptTokens - outputs.cachedPromptTokens;
    series.add("num_preemptions", outputs.preemptions);
    series.add("prompt_tokens", outputs.promptTokens);
    series.add("prompt_tokens_by_source", computed, "local_compute");
    series.add("prompt_tokens_by_source", outputs.cachedPromptTokens, "local_cache_hit");
    series.add("prompt_tokens_cached", outputs.cachedPromptTokens);
    series.add("generation_tokens", outputs.generationTokens);
    // The older version takes tokens from the cache for computed ones.
    const prompts = this.#version === "0.10" ? outputs.promptTokens : computed;
    series.observe("iteration_tokens_total", prompts + outputs.generationTokens);
    series.observe("time_to_first_token_seconds", ...outputs.firstTokenSeconds);
    series.observe("time_per_output_token_seconds", ...outputs.interTokenSeconds);
    series.observe("inter_token_latency_seconds", ...outputs.interTokenSeconds);
  }

  #requestFinished(event: VllmRequestFinished): void {
    const series = this.#series;
    const { generationTokens, decodeSeconds, prefillSeconds } = event;
    series.add("request_success", 1, event.reason);
    series.observe("e2e_request_latency_seconds", event.totalSeconds);
    series.observe("request_queue_time_seconds", event.queueSeconds);
    series.observe("request_prefill_time_seconds", prefillSeconds);
    series.observe("request_inference_time_seconds", prefillSeconds + decodeSeconds);
    series.observe("request_decode_time_seconds", decodeSeconds);
    series.observe(
      "request_time_per_output_token_seconds",
      generationTokens > 1 ? decodeSeconds / (generationTokens - 1) : 0,
    );
    series.observe("request_prompt_tokens", event.promptTokens);
    series.observe("request_generation_tokens", generationTokens);
    series.observe("request_params_max_tokens", event.maxTokens);
    series.observe("request_num_preemptions", event.preemptions);
    series.observe(
      "request_prefill_kv_computed_tokens",
      event.promptTokens - event.cachedPromptTokens,
    );
    // Once for all answers of a request, when the last of them is complete.
    if (event.answers === "pending") return;
    series.observe("request_params_n", event.answers?.n ?? 1);
    series.observe("request_max_num_generation_tokens", event.answers?.longest ?? generationTokens);
  }
}
