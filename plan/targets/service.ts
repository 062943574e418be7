import type { ServiceName } from "./deployment";
import type { Component } from "./target";

/** What runs in a service. It decides which metric names its `/metrics` has. */
export const softwareNames = [
  "tgi",
  "vllm",
  "tei",
  "opea",
  "qdrant",
  "milvus",
  "redis",
  "mariadb",
  "opengauss",
  "pinecone",
  "ollama",
  "gmc-router",
  "opea-ui",
  "nginx",
  "etcd",
  "minio",
  "jaeger",
] as const;
export type Software = (typeof softwareNames)[number];

/** Software whose `/metrics` this project scrapes. `opea`: OPEA's own Python services. */
export const measuredSoftware = ["tgi", "vllm", "tei", "opea", "qdrant", "milvus"] as const;
export type MeasuredSoftware = (typeof measuredSoftware)[number];

/** Services that no setting names: they belong to a deployment and have nothing to scrape. */
export const bystanderNames = ["milvus-etcd", "milvus-minio", "ui", "nginx", "jaeger"] as const;
export type BystanderName = (typeof bystanderNames)[number];

interface Described {
  /** As the software's own release has it, `0.10.1`; left out where OPEA's files do not say. */
  readonly version?: string;
  /** The name of its container, in a pod too. Left out where it runs elsewhere (Pinecone). */
  readonly container?: string;
  /** The port in the container that answers, in a pod the port of its Kubernetes service. */
  readonly port?: number;
  /** Under which docker compose publishes `port` on the host. */
  readonly hostPort?: number;
  /** `host:port` at which it is reached; left out where there is no way to it. */
  readonly address?: string;
}

/** A service that serves `/metrics`. */
export interface MeasuredService extends Described {
  readonly metrics: true;
  readonly name: ServiceName;
  readonly component: Component;
  /** The scrape job, as OPEA's own dashboards filter by it. See `jobs.ts`. */
  readonly job: string;
  readonly software: MeasuredSoftware;
  readonly container: string;
  readonly port: number;
}

/** A service that is there, and serves no `/metrics` that Prometheus could read. */
export interface UnmeasuredService extends Described {
  readonly metrics: false;
  readonly name: ServiceName | BystanderName;
  readonly software: Software;
}

export type Service = MeasuredService | UnmeasuredService;
