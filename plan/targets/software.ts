import type { Deployment, ReachKind, ServiceName } from "./deployment";
import { serviceNames } from "./deployment";
import type { BystanderName, MeasuredSoftware, Software } from "./service";
import { measuredSoftware } from "./service";
import type { Word } from "./where";
import { holds, rowsOf } from "./where";

/** What runs in a service. */
export function softwareOf(
  service: ServiceName | BystanderName,
  deployment: Deployment,
  via: ReachKind,
): Software {
  switch (service) {
    case "llm":
      return llmSoftware(deployment);
    case "guardrails-llm":
      return holds(["until 1.2"], deployment) ? "tgi" : "vllm";
    case "embedding":
    case "reranking":
      return "tei";
    case "vectorstore":
      return deployment.vectorStore;
    case "megaservice":
      return via === "gmc" ? "gmc-router" : "opea";
    case "retriever":
    case "dataprep":
    case "guardrails":
    case "faqgen":
    case "textgen":
    case "embedding-wrapper":
    case "reranking-wrapper":
    case "llm-wrapper":
      return "opea";
    case "ui":
      return "opea-ui";
    case "nginx":
    case "jaeger":
      return service;
    case "milvus-etcd":
      return "etcd";
    case "milvus-minio":
      return "minio";
  }
}

/** Whether the software serves `/metrics` in a format and under names that this project knows. */
export function isMeasured(software: Software): software is MeasuredSoftware {
  return (measuredSoftware as readonly Software[]).includes(software);
}

/** Whether the settings may name the service. */
export function isServiceName(name: ServiceName | BystanderName): name is ServiceName {
  return (serviceNames as readonly string[]).includes(name);
}

/**
 * The version a service runs, as far as OPEA's compose files say one: what is behind `latest`, a
 * commit or a cluster's values file is not known. It decides which metric names a service has, not
 * whether it is scraped.
 */
export function versionsOf(deployment: Deployment, via: ReachKind): ReadonlyMap<string, string> {
  if (via !== "host" && via !== "compose") return new Map();
  return new Map(rowsOf(composeVersions, deployment).map((row) => [row.service, row.version]));
}

interface Version {
  readonly service: ServiceName;
  readonly version: string;
  readonly where: readonly Word[];
}

/**
 * Source: the image tags of GenAIExamples ChatQnA/docker_compose at v1.0 to v1.5. For images that
 * OPEA builds itself (`opea/vllm`, `opea/vllm-gaudi`) what the build checks out: GenAIExamples
 * .github/workflows and .github/env/_build_image.sh at the same tags.
 */
const composeVersions: readonly Version[] = [
  is("llm", "2.4.0", "tgi", "xeon", "epyc", "since 1.1"),
  is("llm", "2.0.1", "tgi", "gaudi"),
  is("llm", "2.0.6", "tgi", "gaudi", "since 1.1"),
  is("llm", "2.3.1", "tgi", "gaudi", "since 1.3"),
  is("llm", "2.3.1", "tgi", "rocm"),
  is("llm", "2.2.0", "tgi", "nvidia"),
  is("llm", "2.4.1", "tgi", "nvidia", "since 1.3"),
  is("llm", "0.8.3", "vllm", "xeon", "since 1.3"),
  is("llm", "0.10.0", "vllm", "xeon", "epyc", "since 1.4"),
  is("llm", "0.10.1", "vllm", "xeon", "epyc", "since 1.5"),
  is("llm", "0.6.4.post2+Gaudi-1.19.0", "vllm", "gaudi", "at 1.2"),
  is("llm", "0.6.6.post1+Gaudi-1.20.0", "vllm", "gaudi", "since 1.3", "until 1.4"),
  is("guardrails-llm", "2.0.1", "at 1.0"),
  is("guardrails-llm", "2.0.6", "since 1.1", "until 1.2"),
  is("guardrails-llm", "0.6.6.post1+Gaudi-1.20.0", "since 1.3", "until 1.4"),
  is("embedding", "1.5", "until 1.3", "xeon", "rocm", "nvidia", "aipc"),
  is("embedding", "1.2", "at 1.0", "xeon", "vllm"),
  is("embedding", "1.5", "until 1.3", "since 1.1", "gaudi"),
  is("embedding", "1.6", "since 1.3", "nvidia"),
  is("embedding", "1.6", "since 1.3", "rocm", "tgi"),
  is("embedding", "1.7", "since 1.4", "rocm", "vllm"),
  is("embedding", "1.7", "since 1.4", "xeon", "gaudi", "epyc", "aipc"),
  is("reranking", "1.5", "until 1.3"),
  is("reranking", "1.2", "at 1.0", "xeon", "gaudi", "vllm"),
  is("reranking", "1.2", "at 1.0", "xeon", "qdrant"),
  is("reranking", "1.5", "since 1.3", "nvidia"),
  is("reranking", "1.6", "since 1.3", "rocm", "tgi"),
  is("reranking", "1.7", "since 1.4", "rocm", "vllm"),
  is("reranking", "1.7", "since 1.4", "xeon", "gaudi", "epyc", "aipc"),
  is("vectorstore", "2.4.6", "milvus"),
  is("vectorstore", "7.2.0", "redis"),
];

function llmSoftware(deployment: Deployment): Software {
  switch (deployment.engine) {
    case "tgi":
    case "vllm":
    case "ollama":
      return deployment.engine;
    case "remote":
    case "openai":
      throw new Error(`a deployment with engine ${deployment.engine} has no LLM of its own`);
  }
}

function is(service: ServiceName, version: string, ...where: readonly Word[]): Version {
  return { service, version, where };
}
