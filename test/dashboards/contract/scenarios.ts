import { dcgm, gaudi } from "../../../plan/targets/metrics/accelerators";
import type { MeasuredServer } from "../../../plan/targets/metrics/family";
import { cadvisor, containerNames, nodeExporter } from "../../../plan/targets/metrics/machine";
import { megaservice, microservice } from "../../../plan/targets/metrics/opea";
import { teiEmbedding, teiReranking } from "../../../plan/targets/metrics/tei";
import { tgi } from "../../../plan/targets/metrics/tgi";
import { milvus, qdrant, redis } from "../../../plan/targets/metrics/vectorstores";
import { vllm } from "../../../plan/targets/metrics/vllm";
import type { Component } from "../../../plan/targets/target";
import type { RecordingName } from "../../../simulator/replay/recordings";
import { type MovingSeries, generatedSeries, recordedSeries } from "./moving-body";

/** Whose labels the series carry: this stack's beside docker compose, or an operator's. */
export const shapes = ["docker", "kubernetes"] as const;
export type Shape = (typeof shapes)[number];

export interface Part {
  readonly name: string;
  readonly component: Component;
  readonly jobs: Readonly<Record<Shape, string>>;
  /** A recording that is replayed, or series that move evenly; by shape where labels differ. */
  readonly body: RecordingName | Readonly<Record<Shape, readonly MovingSeries[]>>;
  /** From a real server of this release, and not made of the catalogue. */
  readonly recorded: boolean;
}

/** A deployment that has all that a board draws. */
export interface Scenario {
  readonly name: string;
  readonly board: string;
  readonly parts: readonly Part[];
}

const jobs: Readonly<Record<string, readonly [Component, docker: string, kubernetes: string]>> = {
  tgi: ["llm", "tgi", "chatqna-tgi"],
  vllm: ["llm", "vllm", "chatqna-vllm"],
  "tei-embedding": ["embedding", "tei-embedding", "chatqna-tei"],
  "tei-reranking": ["reranking", "tei-reranking", "chatqna-teirerank"],
  megaservice: ["megaservice", "chatqna-backend-server", "chatqna"],
  microservice: ["retriever", "retriever", "chatqna-retriever-usvc"],
  "redis-exporter": ["vectorstore", "prometheus-redis-exporter", "redis-exporter"],
  qdrant: ["vectorstore", "qdrant", "chatqna-qdrant"],
  milvus: ["vectorstore", "milvus", "chatqna-milvus"],
  "node-exporter": ["host", "prometheus-node-exporter", "node-exporter"],
  cadvisor: ["host", "cadvisor", "kubelet"],
  "dcgm-exporter": ["accelerator", "prometheus-dcgm-exporter", "nvidia-dcgm-exporter"],
  "gaudi-exporter": ["accelerator", "prometheus-gaudi-exporter", "gaudi-exporter"],
};

const recordings: Readonly<Record<string, RecordingName>> = {
  "tgi 2.4": "tgi-2.4.0-v3",
  "tgi 3.3": "tgi-3.3.7",
  "vllm 0.10.2": "vllm-0.10.2",
  "vllm 0.33": "vllm-0.33.0",
  "tei-embedding 1.9": "tei-embed-1.9.3",
  "tei-reranking 1.9": "tei-rerank-1.9.3",
  "megaservice 1.5": "opea-megaservice-1.5",
  "microservice 1.5": "opea-retriever-1.5",
};

function part(server: MeasuredServer, version: string, own?: readonly MovingSeries[]): Part {
  const [component, docker, kubernetes] = jobs[server.name] ?? ["monitoring", "", ""];
  const even = own ?? generatedSeries(server, version);
  const recording = recordings[`${server.name} ${version}`];
  return {
    name: `${server.title} ${version}`,
    component,
    jobs: { docker, kubernetes },
    body: recording ?? { docker: even, kubernetes: even },
    recorded: recording !== undefined || own !== undefined,
  };
}

function eachVersion(board: string, server: MeasuredServer): readonly Scenario[] {
  return server.versions.map((version) => alone(board, part(server, version)));
}

function alone(board: string, only: Part): Scenario {
  return { name: only.name, board, parts: [only] };
}

const containers: Part = {
  ...part(cadvisor, "0.60"),
  body: {
    docker: [
      ...generatedSeries(cadvisor, "0.60", containerNames.docker),
      // Without Docker's socket there is nothing but the number.
      ...generatedSeries(cadvisor, "0.60").filter(({ written }) => !written.includes("_network_")),
    ],
    kubernetes: generatedSeries(cadvisor, "0.60", containerNames.kubernetes),
  },
};

const searchIndexes = generatedSeries(redis, "1.88").filter(({ written }) =>
  written.startsWith("redis_search_"),
);

/** A whole ChatQnA: each engine in each release, with the services of one OPEA release or another. */
const deployments: readonly Scenario[] = [tgi, vllm].flatMap((engine) =>
  engine.versions.map((version, index) => {
    const opea = megaservice.versions[index % megaservice.versions.length] ?? "1.5";
    const tei = teiEmbedding.versions[index % teiEmbedding.versions.length] ?? "1.9";
    return {
      name: `${engine.title} ${version}, OPEA ${opea}, TEI ${tei}`,
      board: "chatqna-overview",
      parts: [
        part(megaservice, opea),
        part(microservice, opea === "1.5" ? opea : microservice.versions[0]),
        part(teiEmbedding, tei),
        part(teiReranking, tei),
        part(engine, version),
      ],
    };
  }),
);

export const scenarios: readonly Scenario[] = [
  ...deployments,
  ...eachVersion("chatqna-tgi", tgi),
  ...eachVersion("chatqna-vllm", vllm),
  ...eachVersion("chatqna-tei", teiEmbedding),
  ...eachVersion("chatqna-tei", teiReranking),
  ...megaservice.versions.map((version) => ({
    name: `OPEA ${version}`,
    board: "chatqna-services",
    parts: [
      part(megaservice, version),
      part(microservice, version === "1.5" ? version : microservice.versions[0]),
    ],
  })),
  alone(
    "chatqna-vectorstore",
    part(redis, "1.88", [...recordedSeries("redis-exporter-1.88.0"), ...searchIndexes]),
  ),
  ...eachVersion("chatqna-vectorstore", qdrant),
  ...eachVersion("chatqna-vectorstore", milvus),
  {
    name: "node_exporter 1.5 and cAdvisor",
    board: "chatqna-host",
    parts: [part(nodeExporter, "1.5", recordedSeries("node-exporter-1.5.0")), containers],
  },
  ...eachVersion("chatqna-accelerators", dcgm),
  ...eachVersion("chatqna-accelerators", gaudi),
  { name: "Prometheus itself", board: "chatqna-monitoring", parts: [part(tgi, "2.4")] },
];
