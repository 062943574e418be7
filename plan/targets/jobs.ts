import type { ServiceName, VectorStore } from "./deployment";
import { serviceNames, vectorStores } from "./deployment";
import type { Component } from "./target";

/**
 * The scrape jobs: their names, and the part each plays.
 *
 * OPEA's dashboards find their series by the job, so the names in its prometheus.yaml stand
 * (GenAIExamples ChatQnA/docker_compose/intel/cpu/xeon/prometheus.yaml@v1.5): `vllm`, `tgi`,
 * `tei-embedding`, `tei-reranking`, `retriever`, `dataprep-redis-service`,
 * `chatqna-backend-server`.
 *
 * What OPEA never scraped is named in the same style, after its compose service or image. The
 * dataprep of another store is `dataprep-<store>-service`, although MariaDB's compose service is
 * `dataprep-mariadb-vector`: who filters by one pattern finds them all. A vector store's job is its
 * name; OPEA's Qdrant dashboard has `job="qdrant"` written into it.
 */
const jobs: Readonly<Record<ServiceName, { job: string; component: Component }>> = {
  llm: { job: "<engine>", component: "llm" },
  embedding: { job: "tei-embedding", component: "embedding" },
  reranking: { job: "tei-reranking", component: "reranking" },
  retriever: { job: "retriever", component: "retriever" },
  dataprep: { job: "dataprep-<store>-service", component: "dataprep" },
  megaservice: { job: "chatqna-backend-server", component: "megaservice" },
  guardrails: { job: "guardrails", component: "guardrails" },
  "guardrails-llm": { job: "<engine>-guardrails", component: "guardrails" },
  faqgen: { job: "llm-faqgen", component: "llm" },
  textgen: { job: "llm-textgen", component: "llm" },
  "embedding-wrapper": { job: "embedding", component: "embedding" },
  "reranking-wrapper": { job: "reranking", component: "reranking" },
  "llm-wrapper": { job: "llm", component: "llm" },
  vectorstore: { job: "<store>", component: "vectorstore" },
};

/**
 * Jobs that watch no ChatQnA service, or a part of one by an exporter. Those of Prometheus, node and
 * Gaudi stand in OPEA's prometheus.yaml; the others are named in its style, and cAdvisor as
 * kubernetes-mixin's boards filter by it.
 */
const otherJobs: Readonly<Record<string, Component>> = {
  prometheus: "monitoring",
  "thanos-sidecar": "monitoring",
  "prometheus-node-exporter": "host",
  cadvisor: "host",
  "prometheus-redis-exporter": "vectorstore",
  "prometheus-blackbox-exporter": "megaservice",
  "prometheus-dcgm-exporter": "accelerator",
  "prometheus-gaudi-exporter": "accelerator",
};

/** The engines that serve `/metrics`. */
const measuredEngines = ["tgi", "vllm"] as const;

/** The part that a service plays: the `component` label of its series. */
export function componentOf(service: ServiceName): Component {
  return jobs[service].component;
}

/** The job of a service: the same whatever way it is deployed and reached. */
export function jobOf(service: ServiceName, engine: string, store: VectorStore): string {
  return jobs[service].job.replace("<engine>", engine).replace("<store>", store);
}

const componentsByJob: ReadonlyMap<string, Component> = new Map([
  ...serviceNames.flatMap((service) =>
    measuredEngines.flatMap((engine) =>
      vectorStores.map((store): [string, Component] => [
        jobOf(service, engine, store),
        componentOf(service),
      ]),
    ),
  ),
  ...Object.entries(otherJobs),
]);

/** Every job whose component is known, for messages and completion. */
export const knownJobs: readonly string[] = [...componentsByJob.keys()];

/**
 * The component of a job that a user wrote into `targets.static`; undefined for a job of the
 * user's own naming, who then has to say the component.
 */
export function componentOfJob(job: string): Component | undefined {
  return componentsByJob.get(job);
}
