import type { MetricsAnswer, ServerMetrics } from "../server-metrics";
import type { VllmEvent, VllmOptions, VllmOutputs, VllmRequestFinished, VllmStep } from "./events";
import { V0Series } from "./v0-series";

/** An idle engine looks up every so many seconds and logs its statistics. */
const idleLogSeconds = 10;
/** Throughputs are means over at least so many seconds. */
const throughputSeconds = 5;

const nothing: VllmOutputs = {
  promptTokens: 0,
  cachedPromptTokens: 0,
  generationTokens: 0,
  preemptions: 0,
  firstTokenSeconds: [],
  interTokenSeconds: [],
};

type Scheduler = Pick<VllmStep, "running" | "waiting" | "kvCacheUsage">;

/**
 * What vLLM 0.6 with engine V0 exports by default: the engine in a process of its own, whose
 * metrics the API server reads from files, so that there are none of a process and none of HTTP.
 * Prefix caching is off. All numbers change when the engine logs: after a step, and every ten
 * seconds while it is idle. Source: v0.6.6, vllm/engine/metrics.py, llm_engine.py and
 * multiprocessing/engine.py.
 */
export class VllmV0Metrics implements ServerMetrics<VllmEvent> {
  readonly #series: V0Series;
  readonly #epoch: number;
  #scheduler: Scheduler = { running: 0, waiting: 0, kvCacheUsage: 0 };
  /** Of the last log, or of the start. */
  #lastLog: number;
  /** Since when tokens are counted for the throughputs. */
  #throughputSince: number;
  #promptTokens = 0;
  #generationTokens = 0;

  constructor(options: VllmOptions) {
    this.#series = new V0Series(options);
    this.#epoch = options.epoch ?? 0;
    this.#lastLog = options.startedAt;
    this.#throughputSince = options.startedAt;
  }

  record(event: VllmEvent): void {
    switch (event.kind) {
      case "step":
        this.#catchUp(event.at);
        this.#scheduler = event;
        if (event.outputs !== undefined) this.#log(event.at, event.outputs);
        return;
      case "request-finished":
        this.#requestFinished(event);
        return;
      case "admission-rejected":
      case "process-sampled":
      case "http-answered":
        return;
    }
  }

  render(at: number): MetricsAnswer {
    this.#catchUp(at);
    return {
      contentType: "text/plain; version=0.0.4; charset=utf-8",
      body: this.#series.write(),
    };
  }

  /** The logs of an idle engine up to a moment. */
  #catchUp(at: number): void {
    const { running, waiting } = this.#scheduler;
    if (running + waiting > 0) return;
    while (this.#lastLog + idleLogSeconds <= at) {
      this.#log(this.#lastLog + idleLogSeconds, nothing);
    }
  }

  #log(at: number, outputs: VllmOutputs): void {
    const series = this.#series;
    const { running, waiting, kvCacheUsage } = this.#scheduler;
    series.set("num_requests_running", running);
    series.set("num_requests_swapped", 0);
    series.set("num_requests_waiting", waiting);
    series.set("gpu_cache_usage_perc", kvCacheUsage);
    series.set("cpu_cache_usage_perc", 0);
    series.set("cpu_prefix_cache_hit_rate", -1);
    series.set("gpu_prefix_cache_hit_rate", -1);
    series.setLora(this.#epoch + at);
    series.add("num_preemptions", outputs.preemptions);
    series.add("prompt_tokens", outputs.promptTokens);
    series.add("generation_tokens", outputs.generationTokens);
    series.observe("iteration_tokens_total", [outputs.promptTokens + outputs.generationTokens]);
    series.observe("time_to_first_token_seconds", outputs.firstTokenSeconds);
    series.observe("time_per_output_token_seconds", outputs.interTokenSeconds);
    this.#lastLog = at;
    this.#logThroughput(at, outputs);
  }

  #logThroughput(at: number, outputs: VllmOutputs): void {
    this.#promptTokens += outputs.promptTokens;
    this.#generationTokens += outputs.generationTokens;
    const seconds = at - this.#throughputSince;
    if (seconds <= throughputSeconds) return;
    this.#series.set("avg_prompt_throughput_toks_per_s", this.#promptTokens / seconds);
    this.#series.set("avg_generation_throughput_toks_per_s", this.#generationTokens / seconds);
    this.#promptTokens = 0;
    this.#generationTokens = 0;
    this.#throughputSince = at;
  }

  #requestFinished(event: VllmRequestFinished): void {
    const series = this.#series;
    if (event.answers !== "pending") {
      const { queueSeconds, prefillSeconds, decodeSeconds } = event;
      series.observe("e2e_request_latency_seconds", [event.totalSeconds]);
      series.observe("request_queue_time_seconds", [queueSeconds]);
      series.observe("request_inference_time_seconds", [prefillSeconds + decodeSeconds]);
      series.observe("request_prefill_time_seconds", [prefillSeconds]);
      series.observe("request_decode_time_seconds", [decodeSeconds]);
      series.observe("time_in_queue_requests", [queueSeconds]);
      series.observe("request_prompt_tokens", [event.promptTokens]);
    }
    series.addSuccess(event.reason);
    series.observe("request_generation_tokens", [event.generationTokens]);
    if (event.answers === "pending") return;
    series.observe("request_params_n", [event.answers?.n ?? 1]);
    series.observe("request_max_num_generation_tokens", [
      event.answers?.longest ?? event.generationTokens,
    ]);
    series.observe("request_params_max_tokens", [event.maxTokens]);
  }
}
