import type { Deployment, Engine, Hardware, ReachKind, Release } from "./deployment";
import { releases } from "./deployment";
import type { Word } from "./where";
import { holds } from "./where";

/**
 * Which deployments exist: OPEA's files that deploy a ChatQnA, and the releases and hardware that
 * have them.
 *
 * To add a release, add it to `releases` in `deployment.ts`: every row without an `until` goes on.
 * Then write down here which files came (`"since <release>"`) and which are gone (`"until ..."`),
 * new names and ports in `docker-compose.ts` and `kubernetes.ts`, new image versions in
 * `software.ts`. `test/plan/targets/upstream-compose.txt` says how to check the result against
 * OPEA's compose files.
 *
 * Source: the folders GenAIExamples ChatQnA/{docker_compose,kubernetes,benchmark} at v1.0 to v1.5
 * and GenAIInfra helm-charts/chatqna at v1.0 to v1.4. Left out are files that deploy what another
 * one does as far as monitoring goes (`compose_openeuler.yaml`, `compose.perf.yaml`,
 * `chatqna_bf16.yaml`), that lack only the wrappers (`compose_no_wrapper.yaml` of 1.0), whose engine
 * has no known `/metrics` (`compose_vllm_ray.yaml` of 1.0), that choose their services by request
 * (`chatQnA_switch_*.yaml`) or that have everything remote (`chatqna-vllm-remote-inference.yaml`).
 */
interface DeploymentFile {
  readonly file: string;
  /** What it has other than the plain chat: the default engine, Redis, a reranker, no more. */
  readonly difference: Readonly<Partial<Variant>>;
  readonly where: readonly Place[];
}

/** What a deployment chooses beside its release and hardware. */
export type Variant = Omit<Deployment, "release" | "hardware">;

/** A variant that exists, and the file of OPEA's that deploys it. */
export interface ExistingVariant {
  readonly file: string;
  readonly variant: Variant;
}

type Place = Extract<Word, Hardware | `${string} ${Release}`>;

const firstRelease: Readonly<Record<Hardware, Release>> = {
  xeon: "1.0",
  gaudi: "1.0",
  nvidia: "1.0",
  aipc: "1.0",
  rocm: "1.1",
  epyc: "1.4",
};

/** The engine of files whose name says none. */
function defaultEngine(release: Release, hardware: Hardware): Engine {
  switch (hardware) {
    case "xeon":
    case "gaudi":
    case "epyc":
      return release === "1.0" || release === "1.1" ? "tgi" : "vllm";
    case "rocm":
    case "nvidia":
      return "tgi";
    case "aipc":
      return "ollama";
  }
}

const tgiFaqgen = { engine: "tgi", faqgen: true } as const;
const vllmFaqgen = { engine: "vllm", faqgen: true } as const;

const composeFiles = [
  file("compose.yaml", {}),
  file("compose_vllm.yaml", { engine: "vllm" }, "until 1.1", "xeon", "gaudi"),
  file("compose_vllm.yaml", { engine: "vllm" }, "since 1.3", "rocm"),
  file("compose_tgi.yaml", { engine: "tgi" }, "since 1.2", "xeon", "gaudi", "epyc"),
  file("compose_remote.yaml", { engine: "remote" }, "since 1.3", "xeon"),
  file("compose_endpoint_openai.yaml", { engine: "openai" }, "since 1.5", "xeon"),
  file("compose_qdrant.yaml", { vectorStore: "qdrant" }, "xeon", "epyc"),
  file("compose_pinecone.yaml", { vectorStore: "pinecone" }, "since 1.1", "xeon", "epyc"),
  file("compose_milvus.yaml", { vectorStore: "milvus" }, "since 1.3", "xeon", "epyc"),
  file("compose_mariadb.yaml", { vectorStore: "mariadb" }, "since 1.4", "xeon"),
  file("compose_opengauss.yaml", { vectorStore: "opengauss" }, "since 1.5", "xeon"),
  file("compose_without_rerank.yaml", { rerank: false }, "xeon", "gaudi", "epyc"),
  file("compose_guardrails.yaml", { guardrails: true }, "gaudi"),
  file("compose_faqgen.yaml", { faqgen: true }, "since 1.3", "xeon", "gaudi", "epyc", "rocm"),
  file("compose_faqgen_tgi.yaml", tgiFaqgen, "since 1.3", "xeon", "gaudi", "epyc"),
  file("compose_faqgen_vllm.yaml", vllmFaqgen, "since 1.3", "rocm"),
];

/** Values files of the helm chart; up to 1.1 also manifests rendered from it. */
const helmFiles = [
  file("values.yaml", {}, "until 1.1", "xeon"),
  file("guardrails-values.yaml", { guardrails: true }, "until 1.1", "xeon"),
  file("gaudi-values.yaml", {}, "until 1.1", "gaudi"),
  file("manifest/chatqna-remote-inference.yaml", { engine: "remote" }, "at 1.1", "xeon"),
  file("manifest/chatqna-vllm.yaml", { engine: "vllm" }, "at 1.1", "gaudi"),
  file("nv-values.yaml", { engine: "tgi" }, "nvidia"),
  file("cpu-values.yaml", {}, "since 1.2", "xeon", "epyc"),
  file("cpu-tgi-values.yaml", { engine: "tgi" }, "since 1.2", "xeon", "epyc"),
  file("cpu-ollama-values.yaml", { engine: "ollama" }, "since 1.4", "xeon", "epyc"),
  file("variant_external-llm-values.yaml", { engine: "remote" }, "since 1.4", "xeon", "epyc"),
  file("cpu-qdrant-values.yaml", { vectorStore: "qdrant" }, "since 1.3", "xeon", "epyc"),
  file("cpu-milvus-values.yaml", { vectorStore: "milvus" }, "since 1.3", "xeon", "epyc"),
  file("norerank-values.yaml", { rerank: false }, "since 1.2", "xeon", "epyc"),
  file("faqgen-cpu-values.yaml", { faqgen: true }, "since 1.3", "xeon", "epyc"),
  file("faqgen-cpu-tgi-values.yaml", tgiFaqgen, "since 1.3", "xeon", "epyc"),
  file("gaudi-vllm-values.yaml", {}, "at 1.2", "gaudi"),
  file("gaudi-values.yaml", {}, "since 1.3", "gaudi"),
  file("gaudi-tgi-values.yaml", { engine: "tgi" }, "since 1.2", "gaudi"),
  file("guardrails-gaudi-values.yaml", { guardrails: true }, "gaudi"),
  file("faqgen-gaudi-values.yaml", { faqgen: true }, "since 1.3", "gaudi"),
  file("faqgen-gaudi-tgi-values.yaml", tgiFaqgen, "since 1.3", "gaudi"),
  file("rocm-values.yaml", { engine: "vllm" }, "since 1.4", "rocm"),
  file("rocm-tgi-values.yaml", { engine: "tgi" }, "since 1.4", "rocm"),
  file("faqgen-rocm-values.yaml", vllmFaqgen, "since 1.4", "rocm"),
  file("faqgen-rocm-tgi-values.yaml", tgiFaqgen, "since 1.4", "rocm"),
];

/** Folders of the benchmark manifests. */
const manifestFiles = [
  file("oob/with_rerank", { engine: "tgi" }, "until 1.1", "gaudi"),
  file("oob/without_rerank", { engine: "tgi", rerank: false }, "until 1.1", "gaudi"),
];

const gmcFiles = [
  file("chatQnA_dataprep_xeon.yaml", { engine: "tgi" }, "xeon"),
  file("chatQnA_dataprep_gaudi.yaml", { engine: "tgi" }, "gaudi"),
];

const files: Readonly<Record<ReachKind, readonly DeploymentFile[]>> = {
  host: composeFiles,
  compose: composeFiles,
  helm: helmFiles,
  manifests: manifestFiles,
  gmc: gmcFiles,
};

/**
 * The variants that OPEA's files deploy at a release, on a hardware, in a way: the plain one first;
 * none if there is no file.
 */
export function variantsOf(
  release: Release,
  hardware: Hardware,
  via: ReachKind,
): readonly ExistingVariant[] {
  const key = `${release} ${hardware} ${via}`;
  const variants = known.get(key) ?? readVariants(release, hardware, via);
  known.set(key, variants);
  return variants;
}

/** What was read once; a search for the nearest variant asks again and again. */
const known = new Map<string, readonly ExistingVariant[]>();

function readVariants(
  release: Release,
  hardware: Hardware,
  via: ReachKind,
): readonly ExistingVariant[] {
  if (releases.indexOf(release) < releases.indexOf(firstRelease[hardware])) return [];
  const plain: Variant = {
    engine: defaultEngine(release, hardware),
    vectorStore: "redis",
    rerank: true,
    guardrails: false,
    faqgen: false,
  };
  return files[via]
    .filter(({ where }) => holds(where, { release, hardware, ...plain }))
    .map(({ file, difference }) => ({ file, variant: { ...plain, ...difference } }));
}

function file(
  name: string,
  difference: DeploymentFile["difference"],
  ...where: readonly Place[]
): DeploymentFile {
  return { file: name, difference, where };
}
