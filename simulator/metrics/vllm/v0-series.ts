import type { VllmOptions } from "./events";
import type { CounterSeries } from "../python/counter";
import type { GaugeSeries } from "../python/gauge";
import type { HistogramSeries } from "../python/histogram";
import { MultiprocessRegistry } from "../python/multiprocess-registry";
import { decades } from "./bounds";
import { cacheConfigLabels } from "./cache-config";
import type { V0CounterName, V0GaugeName, V0HistogramName } from "./v0-families";
import { v0Counters, v0Gauges, v0Histograms, v0Success } from "./v0-families";

/** The series of an engine V0. Each appears with its first value, be it 0. */
export class V0Series {
  readonly #registry = new MultiprocessRegistry();
  readonly #gauges = new Map<V0GaugeName, GaugeSeries>();
  readonly #counters = new Map<V0CounterName, CounterSeries>();
  readonly #histograms = new Map<V0HistogramName, HistogramSeries>();
  readonly #success = new Map<string, CounterSeries>();
  readonly #labels: { readonly model_name: string };
  readonly #lengths: readonly number[];
  #lora: GaugeSeries | undefined;
  #successFamily: ReturnType<MultiprocessRegistry["counter"]> | undefined;

  constructor(options: VllmOptions) {
    this.#labels = { model_name: options.model };
    this.#lengths = decades([1, 2, 5], options.maxModelLength);
    this.#registry
      .gauge(
        "gauge-mostrecent",
        "vllm:cache_config_info",
        "Information of the LLMEngine CacheConfig",
      )
      .labels(cacheConfigLabels(options))
      .set(1);
  }

  set(name: V0GaugeName, value: number): void {
    let series = this.#gauges.get(name);
    if (series === undefined) {
      series = this.#registry
        .gauge("gauge-sum", `vllm:${name}`, v0Gauges[name])
        .labels(this.#labels);
      this.#gauges.set(name, series);
    }
    series.set(value);
  }

  add(name: V0CounterName, by: number): void {
    let series = this.#counters.get(name);
    if (series === undefined) {
      series = this.#registry.counter(`vllm:${name}`, v0Counters[name]).labels(0, this.#labels);
      this.#counters.set(name, series);
    }
    series.add(by);
  }

  addSuccess(reason: string): void {
    let series = this.#success.get(reason);
    if (series === undefined) {
      this.#successFamily ??= this.#registry.counter("vllm:request_success", v0Success);
      series = this.#successFamily.labels(0, { ...this.#labels, finished_reason: reason });
      this.#success.set(reason, series);
    }
    series.add(1);
  }

  observe(name: V0HistogramName, values: readonly number[]): void {
    for (const value of values) this.#histogram(name).observe(value);
  }

  /** That there is no LoRA is a series too; its value is the time at which that was last so. */
  setLora(unixTime: number): void {
    this.#lora ??= this.#registry
      .gauge("gauge-livemostrecent", "vllm:lora_requests_info", "Running stats on lora requests.")
      .labels({ running_lora_adapters: "", max_lora: "0", waiting_lora_adapters: "" });
    this.#lora.set(unixTime);
  }

  write(): string {
    return this.#registry.write();
  }

  #histogram(name: V0HistogramName): HistogramSeries {
    const known = this.#histograms.get(name);
    if (known !== undefined) return known;
    const { help, bounds } = v0Histograms[name];
    const series = this.#registry.histogram(
      `vllm:${name}`,
      help,
      bounds === "lengths" ? this.#lengths : bounds,
      this.#labels,
    );
    this.#histograms.set(name, series);
    return series;
  }
}
