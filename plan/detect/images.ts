import type { Service, Software } from "../targets/service";
import { type ContainerFacts, imageRepository } from "./container-facts";

/** What an image is known to run, and as which services. */
interface ImageKind {
  /** Of the last part of the repository. */
  readonly name: RegExp;
  readonly software: Software;
  readonly services: readonly Service["name"][];
}

/**
 * For containers that are not called as in OPEA's files.
 *
 * Source: the images of GenAIExamples ChatQnA/docker_compose/<vendor>/<kind>/<hardware>/compose*.yaml at v1.0 to v1.5
 * (`test/plan/detect/upstream-images.txt`), and the names under which vLLM itself publishes.
 */
const imageKinds: readonly ImageKind[] = [
  kind(/^(text-generation-inference|tgi-gaudi)$/, "tgi", "llm", "guardrails-llm"),
  kind(/^(llm-vllm-hpu|vllm($|-(?!ray)))/, "vllm", "llm", "guardrails-llm"),
  kind(/^ollama$/, "ollama", "llm"),
  kind(/^(text-embeddings-inference|tei-gaudi)/, "tei", "embedding", "reranking"),
  kind(/^retriever/, "opea", "retriever"),
  kind(/^dataprep/, "opea", "dataprep"),
  kind(/^chatqna($|-guardrails|-without-rerank|-no-wrapper)/, "opea", "megaservice"),
  kind(/^gmcrouter/, "gmc-router", "megaservice"),
  kind(/^guardrails/, "opea", "guardrails"),
  kind(/^llm-faqgen/, "opea", "faqgen"),
  kind(/^llm-textgen/, "opea", "textgen"),
  kind(/^embedding-tei$/, "opea", "embedding-wrapper"),
  kind(/^reranking-tei$/, "opea", "reranking-wrapper"),
  kind(/^llm-(tgi|vllm|ollama)$/, "opea", "llm-wrapper"),
  kind(/^chatqna-(conversation-)?ui/, "opea-ui", "ui"),
  kind(/^nginx/, "nginx", "nginx"),
  kind(/^redis/, "redis", "vectorstore"),
  kind(/^qdrant/, "qdrant", "vectorstore"),
  kind(/^milvus/, "milvus", "vectorstore"),
  kind(/^mariadb/, "mariadb", "vectorstore"),
  kind(/^opengauss/, "opengauss", "vectorstore"),
];

/** Services that share their images with another one, and what their names have in common. */
const distinctiveNames: ReadonlyMap<Service["name"], RegExp> = new Map([
  ["reranking", /rerank/i],
  ["guardrails-llm", /guard/i],
]);

/** Whether the container's image may run the service, going by its name where several share one. */
export function imageFits(service: Service, container: ContainerFacts): boolean {
  const [name = ""] = imageRepository(container.image).split("/").slice(-1);
  const known = imageKinds.find((one) => one.name.test(name));
  if (known?.software !== service.software || !known.services.includes(service.name)) return false;
  const calledLike = known.services.find((one) => {
    const distinctive = distinctiveNames.get(one);
    return [container.name, container.composeService ?? ""].some((word) => distinctive?.test(word));
  });
  return service.name === (calledLike ?? known.services[0]);
}

function kind(name: RegExp, software: Software, ...services: ImageKind["services"]): ImageKind {
  return { name, software, services };
}
