import type { PodsBehind } from "./pods-behind";

/** The part a service plays in a ChatQnA deployment: the `component` label, ours. */
export const components = [
  "llm",
  "embedding",
  "reranking",
  "retriever",
  "dataprep",
  "megaservice",
  "guardrails",
  "vectorstore",
  "host",
  "accelerator",
  "monitoring",
] as const;
export type Component = (typeof components)[number];

/**
 * One scrape target: an address that serves `/metrics`, and the labels its series carry. The labels
 * are the same whatever platform the service runs on, so that one dashboard works everywhere.
 */
export interface Target {
  /** As OPEA's own dashboards filter by it: `tgi`, `vllm`, `tei-embedding`. */
  readonly job: string;
  readonly component: Component;
  /** `host:port`; an IPv6 host stands in brackets. */
  readonly address: string;
  /**
   * The workload of this stack that serves it. Only the platform knows where that is: it is scraped
   * there, and `address` is what people read.
   */
  readonly servedBy?: { readonly workload: string; readonly port: string };
  /**
   * Every pod behind this service of the cluster is scraped, as the API server names them; `address`
   * is what people read.
   */
  readonly discovered?: DiscoveredService;
  /** The target is what a blackbox exporter finds out about a page: its URL is the `instance`. */
  readonly probe?: Probe;
  /** Default `/metrics`. */
  readonly metricsPath: string;
  readonly scheme: "http" | "https";
  /** Labels that community boards filter by, where the deployment has them. */
  readonly container?: string;
  readonly namespace?: string;
  /** Labels the user added. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface DiscoveredService {
  readonly service: string;
  readonly namespace: string;
  /** The pods' port with the metrics, where the service has others too. */
  readonly podPort?: number;
  /** How the pods are found by themselves, where that is known. */
  readonly pods?: PodsBehind;
}

/** What a blackbox exporter is asked to do. */
export interface Probe {
  /** The name of a module in its configuration. */
  readonly module: string;
  readonly url: string;
}
