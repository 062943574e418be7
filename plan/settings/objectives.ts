/*
 * What a ChatQnA is expected to do for the people who use it. The alerts on it follow: see
 * `rules/objectives/`.
 */

/** Times that are measured, request by request or token by token. */
export const latencyNames = ["timeToFirstToken", "interTokenLatency", "endToEnd"] as const;
export type LatencyName = (typeof latencyNames)[number];

/** Which share of them has to be as fast. Above: fewer may be slow than can be told apart. */
export const percentiles = ["p90", "p95", "p99"] as const;
export type Percentile = (typeof percentiles)[number];

export interface LatencyObjective {
  readonly percentile: Percentile;
  /** A duration in Prometheus' notation. */
  readonly limit: string;
}

export interface ObjectiveSettings {
  readonly preset: PresetName;
  /** Those that the user or the preset states. */
  readonly latencies: Readonly<Partial<Record<LatencyName, LatencyObjective>>>;
  /** The share of requests that may fail, in percent: `1%`. */
  readonly errors: string;
  /** The share of time in which a question can be answered, in percent: `99.5%`. */
  readonly availability: string;
  /** The time for which all of them hold, and whose budget the alerts watch. */
  readonly window: string;
}

export const presetNames = ["mlperf-server", "mlperf-interactive", "chat", "rag", "batch"] as const;
export type PresetName = (typeof presetNames)[number];

/** Latencies that somebody published. */
export interface Preset {
  readonly latencies: ObjectiveSettings["latencies"];
  /** Where the numbers are from. */
  readonly source: string;
}

function p99(limit: string): LatencyObjective {
  return { percentile: "p99", limit };
}

export const presets: Readonly<Record<PresetName, Preset>> = {
  "mlperf-server": {
    latencies: {
      timeToFirstToken: p99("2s"),
      interTokenLatency: p99("200ms"),
      endToEnd: p99("20s"),
    },
    source:
      "MLPerf Inference, scenario Server: Llama 2 70B (first token, between tokens) and GPT-J (end to end); github.com/mlcommons/inference, loadgen/mlperf.conf",
  },
  "mlperf-interactive": {
    latencies: { timeToFirstToken: p99("450ms"), interTokenLatency: p99("40ms") },
    source:
      "MLPerf Inference, scenario Interactive: Llama 2 70B; github.com/mlcommons/inference, loadgen/mlperf.conf",
  },
  chat: {
    latencies: { timeToFirstToken: p99("200ms"), interTokenLatency: p99("50ms") },
    source: "GuideLLM, docs/guides/service_level_objectives.md: chat applications",
  },
  rag: {
    latencies: {
      timeToFirstToken: p99("300ms"),
      interTokenLatency: p99("100ms"),
      endToEnd: p99("3s"),
    },
    source: "GuideLLM, docs/guides/service_level_objectives.md: retrieval augmented generation",
  },
  batch: {
    latencies: {},
    source:
      "GuideLLM, docs/guides/service_level_objectives.md: batch work is judged by its throughput, so no latency is stated",
  },
};

/** Published nowhere; ours. */
export const defaultErrors = "1%";
export const defaultAvailability = "99.5%";
export const defaultWindow = "7d";

/** As a share of 1; NaN for text that is no percentage. */
export function parsePercentage(text: string): number {
  const [, percent] = percentagePattern.exec(text) ?? [];
  // By 1000 steps, so that 99.9% is 0.999 and no neighbour of it.
  return percent === undefined ? NaN : Math.round(Number(percent) * 1e6) / 1e8;
}

export const percentagePattern = /^(\d{1,2}(?:\.\d{1,4})?)%$/;

/** The share of events that may be bad. */
export function allowedShare({ percentile }: LatencyObjective): number {
  return { p90: 0.1, p95: 0.05, p99: 0.01 }[percentile];
}
