import type { ServiceName } from "./deployment";
import type { BystanderName } from "./service";
import type { Word } from "./where";

/** A Kubernetes service of a ChatQnA deployment. */
export interface ClusterService {
  readonly service: ServiceName | BystanderName;
  /** Its name; for the helm chart the name of the (sub)chart, from which its name is formed. */
  readonly host: string;
  readonly port: number;
  /** The container in its pods; `RELEASE` is the name of the helm release. */
  readonly container: string;
  readonly where: readonly Word[];
}

/**
 * The helm chart. Its subcharts make their names from the release's and their own (see
 * `helmServiceName`). OPEA's services call their container after the release up to 1.1, after the
 * chart from 1.2 on; the megaservice always after the release.
 *
 * Source: GenAIInfra helm-charts/chatqna and helm-charts/common at the tags v1.0 to v1.4, the newest
 * (the values files of GenAIExamples 1.5 use that chart); the Qdrant 1.13.1 and Milvus 4.2.12 charts
 * they depend on.
 */
export const helmServices: readonly ClusterService[] = [
  row("vectorstore", "redis-vector-db", 6379, "redis-vector-db", "redis"),
  row("vectorstore", "qdrant", 6333, "qdrant", "qdrant"),
  row("vectorstore", "milvus", 9091, "standalone", "milvus"),
  row("embedding", "tei", 80, "tei"),
  row("reranking", "teirerank", 80, "teirerank", "rerank"),
  row("llm", "tgi", 80, "tgi", "tgi"),
  row("llm", "vllm", 80, "vllm", "vllm"),
  row("llm", "ollama", 80, "ollama", "ollama"),
  row("retriever", "retriever-usvc", 7000, "RELEASE", "until 1.1"),
  row("retriever", "retriever-usvc", 7000, "retriever-usvc", "since 1.2"),
  row("dataprep", "data-prep", 6007, "RELEASE", "until 1.1"),
  row("dataprep", "data-prep", 6007, "data-prep", "since 1.2"),
  row("megaservice", "chatqna", 8888, "RELEASE"),
  row("guardrails", "guardrails-usvc", 9090, "RELEASE", "guardrails", "until 1.1"),
  row("guardrails", "guardrails-usvc", 9090, "guardrails-usvc", "guardrails", "since 1.2"),
  row("guardrails-llm", "tgi-guardrails", 80, "tgi-guardrails", "guardrails", "until 1.2"),
  row("guardrails-llm", "vllm-guardrails", 80, "vllm-guardrails", "guardrails", "since 1.3"),
  // The subchart serves on 9000, faqgen-*-values.yaml puts its service on 80.
  row("faqgen", "llm-uservice", 80, "llm-uservice", "faqgen"),
  row("embedding-wrapper", "embedding-usvc", 6000, "RELEASE", "at 1.0"),
  row("reranking-wrapper", "reranking-usvc", 8000, "RELEASE", "at 1.0"),
  row("llm-wrapper", "llm-uservice", 9000, "RELEASE", "at 1.0"),
  // `manifest/chatqna-{vllm,remote-inference}.yaml` of 1.1 brought the wrappers back.
  row("embedding-wrapper", "embedding-usvc", 6000, "RELEASE", "at 1.1", "vllm", "remote"),
  row("reranking-wrapper", "reranking-usvc", 8000, "RELEASE", "at 1.1", "vllm", "remote"),
  row("llm-wrapper", "llm-uservice", 9000, "RELEASE", "at 1.1", "vllm", "remote"),
  row("ui", "chatqna-ui", 5174, "chatqna-ui"),
  // Up to 1.1 the proxy is a part of the chart itself, with nothing to scrape.
  row("nginx", "nginx", 80, "nginx", "since 1.2"),
];

/**
 * The benchmark manifests, which stand in the cluster under the names of the original monitoring
 * guide. Those of 1.0 and 1.1 are the variants without wrappers and have neither UI nor proxy.
 *
 * Source: GenAIExamples ChatQnA/benchmark/performance/{oob,tuned}@v1.0,
 * ChatQnA/benchmark/performance-deprecated/{oob,tuned}@v1.1.
 */
export const manifestServices: readonly ClusterService[] = [
  row("vectorstore", "vector-db", 6379, "vector-db"),
  row("embedding", "embedding-dependency-svc", 6006, "embedding-dependency-deploy"),
  row("reranking", "reranking-dependency-svc", 8808, "reranking-dependency-deploy", "rerank"),
  row("llm", "llm-dependency-svc", 9009, "llm-dependency-deploy"),
  row("retriever", "retriever-svc", 7000, "retriever-deploy"),
  row("dataprep", "dataprep-svc", 6007, "dataprep-deploy"),
  row("megaservice", "chatqna-backend-server-svc", 8888, "chatqna-backend-server-deploy"),
];

/**
 * The GenAI microservices connector, which has the wrappers at every release. Its megaservice is a
 * router written in Go, without `/metrics`. `chatQnA_dataprep_<hardware>.yaml` has dataprep,
 * `chatQnA_<hardware>.yaml` has not: who runs the latter disables it by an override.
 *
 * Source: GenAIExamples ChatQnA/kubernetes/gmc/chatQnA_dataprep_<hardware>.yaml@v1.5 (before 1.2
 * ChatQnA/kubernetes/intel/<kind>/<hardware>/gmc); ports and containers from GenAIInfra
 * microservices-connector/config/manifests and config/gmcrouter at v1.0 to v1.4.
 */
export const gmcServices: readonly ClusterService[] = [
  row("vectorstore", "redis-vector-db", 6379, "redis-vector-db"),
  row("embedding", "tei-embedding-svc", 80, "tei", "xeon"),
  row("embedding", "tei-embedding-gaudi-svc", 80, "tei", "gaudi"),
  row("reranking", "tei-reranking-svc", 80, "teirerank"),
  row("llm", "tgi-service-m", 80, "tgi", "xeon"),
  row("llm", "tgi-gaudi-svc", 80, "tgi", "gaudi"),
  row("retriever", "retriever-svc", 7000, "retriever-usvc"),
  row("dataprep", "data-prep-svc", 6007, "data-prep"),
  row("megaservice", "router-service", 8080, "router-server"),
  row("embedding-wrapper", "embedding-svc", 6000, "embedding-usvc"),
  row("reranking-wrapper", "reranking-svc", 8000, "reranking-usvc"),
  row("llm-wrapper", "llm-svc", 9000, "llm-uservice"),
];

/**
 * The name of a service of the helm chart by Helm's rule for full names: the release's name alone
 * if it already contains the chart's, else both; at most 63 characters, not ending in a dash.
 */
export function helmServiceName(release: string, chart: string): string {
  const name = release.includes(chart) ? release : `${release}-${chart}`;
  return name.slice(0, 63).replace(/-$/, "");
}

/** The chart whose service of a release it is; undefined for any other service. */
export function helmChartOf(release: string, service: string): string | undefined {
  return helmServices.find(({ host }) => helmServiceName(release, host) === service)?.host;
}

function row(
  service: ClusterService["service"],
  host: string,
  port: number,
  container: string,
  ...where: readonly Word[]
): ClusterService {
  return { service, host, port, container, where };
}
