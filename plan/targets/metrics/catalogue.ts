import { dcgm, gaudi } from "./accelerators";
import type { MeasuredServer, MetricType } from "./family";
import { cadvisor, nodeExporter } from "./machine";
import { blackbox, prometheus, rules, scraping } from "./monitoring";
import { megaservice, microservice } from "./opea";
import { teiEmbedding, teiReranking } from "./tei";
import { tgi } from "./tgi";
import { milvus, qdrant, redis } from "./vectorstores";
import { vllm } from "./vllm";

/** Every server of which a board reads metrics. */
export const measuredServers: readonly MeasuredServer[] = [
  tgi,
  vllm,
  teiEmbedding,
  teiReranking,
  megaservice,
  microservice,
  redis,
  qdrant,
  milvus,
  nodeExporter,
  cadvisor,
  dcgm,
  gaudi,
  prometheus,
  scraping,
  rules,
  blackbox,
];

const types = new Map<string, MetricType>(
  measuredServers.flatMap(({ families }) =>
    families.map(({ name, type }): [string, MetricType] => [name, type]),
  ),
);

/** The type of a metric by the name it is exposed with; undefined for one that no board of ours reads. */
export function metricType(name: string): MetricType | undefined {
  return types.get(name);
}
