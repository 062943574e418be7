import type { Component } from "../targets/target";

/**
 * Series that no board and no rule of ours reads and that cost most, dropped at the scrape. Counted
 * on the recorded bodies of the real servers (`simulator/replay`), per replica.
 */
export interface DroppedMetric {
  /** What `prometheus.keep` names to keep it. */
  readonly name: string;
  /** Anchored regular expression on the metric name. */
  readonly regex: string;
  /** Where it is found: only their scrape jobs carry the rule. */
  readonly components: readonly Component[];
  /** Why it may go, and what it costs to keep. */
  readonly reason: string;
}

export const droppedMetrics = [
  {
    name: "tgi_batch_next_size_bucket",
    regex: "tgi_batch_next_size_bucket",
    components: ["llm", "guardrails"],
    reason:
      "1,025 of about 1,850 series of a TGI replica (one bucket for each batch size); the mean stays, from _sum and _count",
  },
  {
    name: "tgi_request_max_new_tokens_bucket",
    regex: "tgi_request_max_new_tokens_bucket",
    components: ["llm", "guardrails"],
    reason: "101 series of a TGI replica; it tells what clients ask for, not what the server does",
  },
  {
    name: "te_batch_next_tokens_bucket",
    regex: "te_batch_next_tokens_bucket",
    components: ["embedding", "reranking"],
    reason: "22 series of a TEI replica; the mean stays, from _sum and _count",
  },
  {
    name: "python_created",
    regex: "(http_|vllm:|megaservice_).+_created",
    components: ["llm", "megaservice", "retriever", "dataprep", "guardrails"],
    reason:
      "Creation times that Python's client library exports beside every counter and histogram: 37 series of a vLLM 0.10 replica, 57 of 0.33",
  },
] as const satisfies readonly DroppedMetric[];

export type DroppedMetricName = (typeof droppedMetrics)[number]["name"];
