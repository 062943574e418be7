/** A ChatQnA deployment in the words of OPEA's own files: which of their variants is running. */
export const releases = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"] as const;
export type Release = (typeof releases)[number];

export const hardwareKinds = ["xeon", "gaudi", "epyc", "rocm", "nvidia", "aipc"] as const;
export type Hardware = (typeof hardwareKinds)[number];

/**
 * What generates the text. With `remote` and `openai` the LLM is somebody else's endpoint, and
 * nothing of it can be scraped; `openai` has OPEA's text generation service in front of it
 * (`compose_endpoint_openai.yaml`), `remote` has nothing (`compose_remote.yaml`).
 */
export const engines = ["tgi", "vllm", "ollama", "remote", "openai"] as const;
export type Engine = (typeof engines)[number];

export const vectorStores = [
  "redis",
  "qdrant",
  "milvus",
  "pinecone",
  "mariadb",
  "opengauss",
] as const;
export type VectorStore = (typeof vectorStores)[number];

/**
 * The services of a ChatQnA that may be scraped, by the names under which the settings override
 * them. They say what a service does and stay the same whatever OPEA calls its container.
 * `guardrails-llm` is the engine that judges for `guardrails`; the three wrappers are the Python
 * services that OPEA put before the engines up to 1.0, and that GMC still does.
 */
export const serviceNames = [
  "llm",
  "embedding",
  "reranking",
  "retriever",
  "dataprep",
  "megaservice",
  "guardrails",
  "guardrails-llm",
  "faqgen",
  "textgen",
  "embedding-wrapper",
  "reranking-wrapper",
  "llm-wrapper",
  "vectorstore",
] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface Deployment {
  readonly release: Release;
  readonly hardware: Hardware;
  readonly engine: Engine;
  readonly vectorStore: VectorStore;
  /** False for the `compose_without_rerank.yaml` variants. */
  readonly rerank: boolean;
  readonly guardrails: boolean;
  /** The FAQ generation service beside the chat. */
  readonly faqgen: boolean;
}

/** How Prometheus reaches the services: which of their names and ports it must use. */
export type Reach =
  /** Ports that docker compose publishes on a host. */
  | { readonly via: "host"; readonly host: string }
  /** Container names on the compose network. */
  | { readonly via: "compose" }
  /**
   * Service names of the helm chart, whose release is most often called `chatqna`. OPEA's
   * `kubernetes/<vendor>/<kind>/<hardware>/manifest/chatqna.yaml` of 1.0 and 1.1 is this chart,
   * rendered with that name.
   */
  | { readonly via: "helm"; readonly release: string; readonly namespace: string }
  /** Service names of the benchmark manifests up to 1.1 (`llm-dependency-svc`). */
  | { readonly via: "manifests"; readonly namespace: string }
  /** Service names of the GenAI microservices connector. */
  | { readonly via: "gmc"; readonly namespace: string };

/** In a cluster, where services have names and pods behind them. */
export type ClusterReach = Extract<Reach, { readonly namespace: string }>;

/** The kinds of {@link Reach}. */
export const reachKinds = [
  "host",
  "compose",
  "helm",
  "manifests",
  "gmc",
] as const satisfies readonly Reach["via"][];
export type ReachKind = Reach["via"];
