import { encodeSeconds, hardware } from "../model/hardware";
import { meanLength } from "../model/lengths";
import { tgiSaturation, vllmSaturation } from "../model/llm/capacity";
import { questionDefaults } from "../servers/megaservice-server";
import type { DeploymentConfig } from "./deployment";
import { tgiPreset, vllmPreset } from "./engine-presets";
import { meanPromptTokens } from "./workload-shape";

/**
 * Questions a second that a deployment can answer at most: what its slowest part can do, reckoned
 * from the model's own parameters. Load is chosen as a share of it, so that a scenario means the same
 * on every hardware.
 */
export function capacityOf(config: DeploymentConfig): number {
  return Math.min(llmCapacity(config), rerankingCapacity(config), retrieverCapacity(config));
}

/** What scenarios take their load as a share of: what the deployment can do, or what is asked for. */
export function loadUnit(
  config: DeploymentConfig & { readonly requestsPerSecond?: number },
): number {
  const { requestsPerSecond } = config;
  return requestsPerSecond === undefined ? capacityOf(config) : requestsPerSecond / usualLoad;
}

/** How busy the deployment is in scenario `steady`, as a share of what it can do. */
export const usualLoad = 0.4;

function llmCapacity({ services, shape, hardware: name }: DeploymentConfig): number {
  const service = services.find(({ role }) => role === "llm");
  if (service === undefined) return Infinity;
  const reranked = services.some(({ role }) => role === "reranking");
  const kept = reranked ? questionDefaults.topN : questionDefaults.k;
  const request = {
    inputTokens: meanPromptTokens(shape, shape.documents === 0 ? 0 : kept),
    outputTokens: Math.min(shape.maxTokens, meanLength(shape.answers)),
    cachedTokens: 0,
  };
  const one =
    service.software === "tgi"
      ? tgiSaturation(tgiPreset(name).settings, request)
      : vllmSaturation(vllmPreset(name).settings, request);
  return one * service.replicas;
}

function rerankingCapacity({ services, shape, hardware: name }: DeploymentConfig): number {
  if (!services.some(({ role }) => role === "reranking")) return Infinity;
  const tokens = questionDefaults.k * (meanLength(shape.questions) + meanLength(shape.chunks));
  return 1 / encodeSeconds(hardware[name], "rerank", tokens);
}

function retrieverCapacity({ shape }: DeploymentConfig): number {
  const { median, sigma } = shape.search;
  return shape.retrieverWorkers / (median * Math.exp(sigma ** 2 / 2));
}
