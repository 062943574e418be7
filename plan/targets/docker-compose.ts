import type { ServiceName } from "./deployment";
import type { BystanderName } from "./service";
import type { Word } from "./where";

/** A container of OPEA's docker compose files. */
export interface Container {
  readonly service: ServiceName | BystanderName;
  readonly container: string;
  /** The port in the container: of `/metrics` where there is one. */
  readonly port: number;
  /** Ports of the host, the one that leads to `port` first. */
  readonly hostPorts: readonly number[];
  readonly where: readonly Word[];
}

/** At 1.0 only the default files have a proxy. */
const plainAt10 = ["at 1.0", "tgi", "redis", "rerank", "no guardrails"] as const;

/**
 * One row a service and difference, from the general to the special; of the rows that hold, the
 * last one counts. The host ports stand in brackets.
 *
 * Source: GenAIExamples ChatQnA/docker_compose/<vendor>/<kind>/<hardware>/compose*.yaml at the tags
 * v1.0 to v1.5. `test/plan/targets/upstream-compose.txt` has what each of them says, and a test
 * compares. A host port that a file leaves to a variable has the value that the `set_env*.sh` beside
 * it exports (that is why FAQ generation has its LLM on 8010), else the file's own default.
 */
export const containers: readonly Container[] = [
  // Vector stores. Pinecone has no container: it is a service on the Internet.
  row("vectorstore", "redis-vector-db", 6379, [6379, 8001], "redis"),
  row("vectorstore", "redis-vector-db", 6379, [6377, 8006], "gaudi", "faqgen", "since 1.4"),
  row("vectorstore", "qdrant-vector-db", 6333, [6333, 6334], "qdrant"),
  row("vectorstore", "milvus-standalone", 9091, [9091, 19530], "milvus"),
  row("vectorstore", "mariadb-server", 3306, [3306], "mariadb"),
  row("vectorstore", "opengauss-db", 5432, [5432], "opengauss"),
  row("milvus-etcd", "milvus-etcd", 2379, [], "milvus"),
  row("milvus-minio", "milvus-minio", 9000, [5043, 5044], "milvus"),

  // Engines of embedding and reranking. The qdrant files have host ports of their own.
  row("embedding", "tei-embedding-server", 80, [6006]),
  row("embedding", "tei-embedding-server", 80, [6040], "qdrant"),
  row("embedding", "tei-embedding-server", 80, [8090], "nvidia"),
  row("embedding", "tei-embedding-gaudi-server", 80, [8090], "gaudi"),
  row("reranking", "tei-reranking-server", 80, [8808], "rerank"),
  row("reranking", "tei-reranking-server", 80, [6041], "rerank", "qdrant"),
  row("reranking", "tei-reranking-gaudi-server", 80, [8808], "rerank", "gaudi"),

  // Engines of the LLM. At 1.0 Ollama runs on the host itself, outside the compose file.
  row("llm", "tgi-service", 80, [9009], "tgi"),
  row("llm", "tgi-service", 80, [6042], "tgi", "qdrant"),
  row("llm", "tgi-server", 80, [8010], "tgi", "faqgen"),
  row("llm", "tgi-server", 80, [8008], "tgi", "nvidia"),
  row("llm", "tgi-gaudi-server", 80, [8005], "tgi", "gaudi"),
  row("llm", "tgi-gaudi-server", 80, [8008], "tgi", "gaudi", "guardrails"),
  row("llm", "tgi-gaudi-server", 80, [8008], "tgi", "gaudi", "faqgen"),
  row("llm", "tgi-gaudi-server", 80, [8010], "tgi", "gaudi", "faqgen", "since 1.4"),
  row("llm", "vllm-service", 80, [9009], "vllm"),
  row("llm", "vllm-service", 80, [6042], "vllm", "qdrant"),
  row("llm", "vllm-server", 80, [8010], "vllm", "faqgen"),
  row("llm", "vllm-gaudi-server", 80, [8007], "vllm", "gaudi"),
  row("llm", "vllm-gaudi-server", 80, [8008], "vllm", "gaudi", "guardrails"),
  row("llm", "vllm-gaudi-server", 80, [8010], "vllm", "gaudi", "faqgen", "since 1.4"),
  row("llm", "ollama", 11434, [11434], "ollama", "since 1.1"),

  // OPEA's own services
  row("retriever", "retriever-redis-server", 7000, [7000], "redis"),
  row("retriever", "retriever-qdrant-server", 7000, [6045], "qdrant"),
  row("retriever", "retriever-milvus-server", 7000, [7000], "milvus"),
  row("retriever", "retriever-pinecone-server", 7000, [7000], "pinecone"),
  row("retriever", "retriever-mariadb-vector", 7000, [7000], "mariadb"),
  row("retriever", "retriever-opengauss-server", 7000, [7000], "opengauss"),
  row("dataprep", "dataprep-redis-server", 6007, [6007], "redis", "until 1.1"),
  row("dataprep", "dataprep-redis-server", 5000, [6007], "redis", "since 1.2"),
  row("dataprep", "dataprep-qdrant-server", 6007, [6043], "qdrant", "until 1.1"),
  row("dataprep", "dataprep-qdrant-server", 5000, [6043], "qdrant", "since 1.2"),
  row("dataprep", "dataprep-milvus-server", 5000, [11101], "milvus"),
  row("dataprep", "dataprep-pinecone-server", 6007, [6007, 6008, 6009], "pinecone", "until 1.1"),
  row("dataprep", "dataprep-pinecone-server", 5000, [6007], "pinecone", "since 1.2"),
  row("dataprep", "dataprep-mariadb-vector", 5000, [6007], "mariadb"),
  row("dataprep", "dataprep-opengauss-server", 5000, [6007], "opengauss"),
  row("megaservice", "chatqna-xeon-backend-server", 8888, [8888], "xeon"),
  row("megaservice", "chatqna-xeon-backend-server", 8888, [8912], "xeon", "qdrant"),
  row("megaservice", "chatqna-epyc-backend-server", 8888, [8888], "epyc"),
  row("megaservice", "chatqna-epyc-backend-server", 8888, [8912], "epyc", "qdrant"),
  row("megaservice", "chatqna-gaudi-backend-server", 8888, [8888], "gaudi"),
  row("megaservice", "chatqna-gaudi-guardrails-server", 8888, [8888], "gaudi", "guardrails"),
  row("megaservice", "chatqna-aipc-backend-server", 8888, [8888], "aipc"),
  row("megaservice", "chatqna-backend-server", 8888, [8888], "nvidia"),
  row("textgen", "textgen-service-endpoint-openai", 9000, [9000], "openai"),
  row("faqgen", "llm-faqgen-server", 9000, [9000], "faqgen"),
  row("faqgen", "llm-faqgen-server", 9000, [9001], "faqgen", "gaudi", "since 1.4"),

  // Guardrails. Host port 9090 is Prometheus' own default.
  row("guardrails", "guardrails-tgi-gaudi-server", 9090, [9090], "guardrails", "until 1.1"),
  row("guardrails", "guardrails-gaudi-server", 9090, [9090], "guardrails", "since 1.2"),
  row("guardrails-llm", "tgi-guardrails-server", 80, [8088], "guardrails", "until 1.2"),
  row("guardrails-llm", "vllm-guardrails-server", 80, [8088], "guardrails", "since 1.3"),

  // The Python services before the engines, up to 1.0. `compose_no_wrapper.yaml` lacks them: who
  // runs it disables the three by an override.
  row("embedding-wrapper", "embedding-tei-server", 6000, [6000], "at 1.0"),
  row("embedding-wrapper", "embedding-tei-server", 6000, [6044], "at 1.0", "qdrant"),
  row("reranking-wrapper", "reranking-tei-xeon-server", 8000, [8000], "at 1.0", "rerank"),
  row("reranking-wrapper", "reranking-tei-xeon-server", 8000, [6046], "at 1.0", "qdrant"),
  row("reranking-wrapper", "reranking-tei-gaudi-server", 8000, [8000], "at 1.0", "rerank", "gaudi"),
  row("reranking-wrapper", "reranking-tei-aipc-server", 8000, [8000], "at 1.0", "aipc"),
  row("reranking-wrapper", "reranking-tei-server", 8000, [8000], "at 1.0", "nvidia"),
  row("llm-wrapper", "llm-tgi-server", 9000, [9000], "at 1.0", "tgi"),
  row("llm-wrapper", "llm-tgi-server", 9000, [6047], "at 1.0", "tgi", "qdrant"),
  row("llm-wrapper", "llm-tgi-gaudi-server", 9000, [9000], "at 1.0", "tgi", "gaudi"),
  row("llm-wrapper", "llm-vllm-server", 9000, [9000], "at 1.0", "vllm"),
  row("llm-wrapper", "llm-vllm-gaudi-server", 9000, [9000], "at 1.0", "vllm", "gaudi"),
  row("llm-wrapper", "llm-ollama", 9000, [9000], "at 1.0", "ollama"),

  // What people see. `chaqna` is the spelling of OPEA's files.
  row("ui", "chatqna-xeon-ui-server", 5173, [5173], "xeon"),
  row("ui", "chatqna-epyc-ui-server", 5173, [5173], "epyc"),
  row("ui", "chatqna-gaudi-ui-server", 5173, [5173], "gaudi"),
  row("ui", "chatqna-gaudi-ui-server", 5173, [5175], "gaudi", "faqgen", "since 1.4"),
  row("ui", "chatqna-aipc-ui-server", 5173, [5173], "aipc"),
  row("ui", "chatqna-ui-server", 5173, [5173], "nvidia"),
  row("nginx", "chaqna-xeon-nginx-server", 80, [80], "xeon", ...plainAt10),
  row("nginx", "chatqna-xeon-nginx-server", 80, [80], "xeon", "since 1.1"),
  row("nginx", "chatqna-epyc-nginx-server", 80, [80], "epyc"),
  row("nginx", "chaqna-gaudi-nginx-server", 80, [80], "gaudi", ...plainAt10),
  row("nginx", "chatqna-gaudi-nginx-server", 80, [80], "gaudi", "since 1.1"),
  row("nginx", "chatqna-aipc-nginx-server", 80, [80], "aipc", "since 1.1"),
  row("nginx", "chaqna-nginx-server", 80, [80], "nvidia"),
  row("jaeger", "jaeger", 16686, [16686, 4317, 4318, 9411], "gaudi", "tgi", "at 1.2"),

  // ROCm has its own names and host ports for everything.
  row("vectorstore", "redis-vector-db", 6379, [16379, 8001], "rocm"),
  row("vectorstore", "chatqna-redis-vector-db", 6379, [6379, 8001], "rocm", "since 1.3"),
  row("embedding", "chatqna-tei-embedding-server", 80, [18090], "rocm"),
  row("embedding", "chatqna-tei-embedding-service", 80, [18090], "rocm", "since 1.3"),
  row("reranking", "chatqna-tei-reranking-server", 80, [18808], "rocm"),
  row("reranking", "chatqna-tei-reranking-service", 80, [18808], "rocm", "since 1.3"),
  row("llm", "chatqna-tgi-server", 80, [18008], "rocm", "tgi"),
  row("llm", "chatqna-tgi-service", 80, [18008], "rocm", "tgi", "since 1.3"),
  row("llm", "chatqna-vllm-service", 8011, [18008], "rocm", "vllm"),
  row("retriever", "chatqna-retriever-redis-server", 7000, [7000], "rocm"),
  row("retriever", "chatqna-retriever", 7000, [7000], "rocm", "since 1.3"),
  row("dataprep", "dataprep-redis-server", 6007, [6007], "rocm", "at 1.1"),
  row("dataprep", "dataprep-redis-server", 5000, [6007], "rocm", "since 1.2"),
  row("dataprep", "chatqna-dataprep-service", 5000, [18103], "rocm", "since 1.3"),
  row("megaservice", "chatqna-backend-server", 8888, [18888], "rocm"),
  row("megaservice", "chatqna-backend-server", 8888, [18102], "rocm", "since 1.3"),
  row("megaservice", "chatqna-backend-server", 8888, [8888], "rocm", "since 1.4"),
  row("faqgen", "chatqna-llm-faqgen", 9000, [18011], "rocm", "faqgen"),
  row("ui", "chatqna-ui-server", 5173, [15173], "rocm"),
  row("ui", "chatqna-ui-server", 5173, [18101], "rocm", "since 1.3"),
  row("ui", "chatqna-ui-server", 5173, [5173], "rocm", "since 1.4"),
  row("nginx", "chaqna-nginx-server", 80, [15176], "rocm"),
  row("nginx", "chatqna-nginx-server", 80, [18104], "rocm", "since 1.3"),
  row("nginx", "chatqna-nginx-server", 80, [80], "rocm", "since 1.4"),
];

function row(
  service: Container["service"],
  container: string,
  port: number,
  hostPorts: readonly number[],
  ...where: readonly Word[]
): Container {
  return { service, container, port, hostPorts, where };
}
