import type { ObjectiveSettings } from "../plan/settings/objectives";
import { knownJobs } from "../plan/targets/jobs";
import type { Component, Target } from "../plan/targets/target";

/** What rules follow from: what is watched, how often, with which objectives and limits. */
export interface WatchedStack {
  readonly targets: readonly Target[];
  readonly timing: Timing;
  readonly objectives: ObjectiveSettings;
  readonly prometheus: PrometheusLimits;
  /**
   * Whether the megaservice, where there is one, measures its answers itself (`megaservice_*`): since
   * OPEA 1.1.
   */
  readonly megaserviceMeasures: boolean;
  /** Absent: the stack has no Grafana. */
  readonly grafana?: { readonly url: string; readonly boards: readonly string[] };
}

/** In seconds. */
export interface Timing {
  readonly scrapeInterval: number;
  /** After which a scrape is given up and its target counts as down. */
  readonly scrapeTimeout: number;
  readonly evaluationInterval: number;
}

export interface PrometheusLimits {
  readonly memoryBytes: number;
  readonly volumeBytes: number;
  readonly retentionSeconds: number;
  /** Of one scrape. */
  readonly samples: number;
}

/** Whose metrics a stack has. */
export type Software =
  | "tgi"
  | "vllm"
  | "tei"
  | "opea"
  | "megaservice"
  | "qdrant"
  | "milvus"
  | "redis"
  | "node"
  | "cadvisor"
  | "dcgm"
  | "gaudi"
  | "probes";

interface Trace {
  readonly components: readonly Component[];
  /** The jobs it is known by. */
  readonly jobs: RegExp;
}

const traces: Readonly<Record<Exclude<Software, "megaservice" | "probes">, Trace>> = {
  tgi: { components: ["llm", "guardrails"], jobs: /^tgi/ },
  vllm: { components: ["llm", "guardrails"], jobs: /^vllm/ },
  tei: { components: ["embedding", "reranking"], jobs: /^tei-/ },
  opea: {
    components: [
      "megaservice",
      "retriever",
      "dataprep",
      "guardrails",
      "embedding",
      "reranking",
      "llm",
    ],
    jobs: /^(chatqna-backend-server|retriever|dataprep-.*|guardrails|llm-.*|llm|embedding|reranking)$/,
  },
  qdrant: { components: ["vectorstore"], jobs: /^qdrant$/ },
  milvus: { components: ["vectorstore"], jobs: /^milvus$/ },
  redis: { components: ["vectorstore"], jobs: /^prometheus-redis-exporter$/ },
  node: { components: ["host"], jobs: /^prometheus-node-exporter$/ },
  cadvisor: { components: ["host"], jobs: /^cadvisor$/ },
  dcgm: { components: ["accelerator"], jobs: /^prometheus-dcgm-exporter$/ },
  gaudi: { components: ["accelerator"], jobs: /^prometheus-gaudi-exporter$/ },
};

/**
 * Whether the stack may have the software's metrics: a target has its job, or a job of the user's own
 * naming and the right component. Rules on metrics that are not there cost little and stay silent.
 */
export function watches({ targets }: WatchedStack, software: Software): boolean {
  if (software === "megaservice") {
    return targets.some((target) => target.component === "megaservice" && !isProbe(target));
  }
  if (software === "probes") return targets.some(isProbe);
  const { components, jobs } = traces[software];
  return targets.some(
    ({ job, component }) =>
      components.includes(component) && (jobs.test(job) || !knownJobs.includes(job)),
  );
}

export function isProbe({ probe, job }: Target): boolean {
  return probe !== undefined || job === "prometheus-blackbox-exporter";
}

/**
 * Over which rates are taken, in seconds: long enough for four scrapes, so that one lost is no gap,
 * and the five minutes that everybody is used to where that is enough.
 */
export function rateSeconds({ timing }: WatchedStack): number {
  return Math.max(300, Math.ceil((4 * timing.scrapeInterval) / 60) * 60);
}
