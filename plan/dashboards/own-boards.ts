import type { Component, Target } from "../targets/target";

/** A board of ours: generated, committed, and put into the stacks that have what it draws. */
export interface OwnBoard {
  /** In `dashboards/`. */
  readonly file: string;
  readonly uid: string;
  readonly fits: (targets: readonly Target[]) => boolean;
}

export const ownBoards: readonly OwnBoard[] = [
  // The guardrails' own model server is `tgi-guardrails` or `vllm-guardrails`.
  { file: "tgi_grafana.json", uid: "chatqna-tgi", fits: scraped(/^tgi(-|$)/) },
  { file: "vllm_grafana.json", uid: "chatqna-vllm", fits: scraped(/^vllm(-|$)/) },
  { file: "tei_grafana.json", uid: "chatqna-tei", fits: scraped(/^tei-/) },
  {
    file: "services_grafana.json",
    uid: "chatqna-services",
    fits: (targets) =>
      plays("megaservice", "retriever", "dataprep")(withoutProbes(targets)) ||
      scraped(/^(guardrails|llm-faqgen|llm-textgen)$/)(targets),
  },
  {
    file: "vectorstore_grafana.json",
    uid: "chatqna-vectorstore",
    fits: scraped(/^(prometheus-redis-exporter|qdrant|milvus)$/),
  },
  { file: "host_grafana.json", uid: "chatqna-host", fits: plays("host") },
  { file: "accelerators_grafana.json", uid: "chatqna-accelerators", fits: plays("accelerator") },
  // Prometheus scrapes itself in every stack, and what it scrapes is told of any target.
  {
    file: "monitoring_grafana.json",
    uid: "chatqna-monitoring",
    fits: (targets) => targets.length > 0,
  },
];

function scraped(job: RegExp): OwnBoard["fits"] {
  return (targets) => targets.some((target) => job.test(target.job));
}

/** A page that is probed counts no requests. */
function withoutProbes(targets: readonly Target[]): readonly Target[] {
  return targets.filter(({ job }) => job !== "prometheus-blackbox-exporter");
}

function plays(...components: readonly Component[]): OwnBoard["fits"] {
  return (targets) => targets.some(({ component }) => components.includes(component));
}

/** A board without series would be a page of "No data". */
export function boardsFor(targets: readonly Target[]): readonly OwnBoard[] {
  return ownBoards.filter(({ fits }) => fits(targets));
}
