import { type HardwareName, hardware, llama3With8B } from "../model/hardware";
import type { EngineSettings } from "../model/llm/engine-settings";
import { blocksThatFit } from "../model/llm/engine-settings";
import { type TgiEngineSettings, tgiSchedulerDefaults } from "../model/llm/tgi-engine";
import type { VllmEngineSettings } from "../model/llm/vllm-engine";
import type { LlmLimits } from "../servers/llm-server";

/** OPEA's default model. */
export const languageModel = "meta-llama/Meta-Llama-3-8B-Instruct";

/** An engine as OPEA's compose files start it on a hardware. */
export interface EnginePreset<Settings extends EngineSettings = EngineSettings> {
  readonly settings: Settings;
  readonly limits: Omit<LlmLimits, "version">;
}

/**
 * TGI: the defaults of 2.4 (4,095 input tokens, 4,096 in all, 128 requests at once), on Gaudi the
 * flags of OPEA's compose files (2,048 and 4,096). Its batch has no limit but the KV-cache.
 */
export function tgiPreset(name: HardwareName): EnginePreset<TgiEngineSettings> {
  const blockSize = name === "gaudi2" ? 128 : 16;
  return {
    settings: {
      ...tgiSchedulerDefaults,
      ...engineOn(name, blockSize),
      maxBatchSize: 128,
    },
    limits: {
      model: languageModel,
      maxInputTokens: name === "gaudi2" ? 2048 : 4095,
      maxTotalTokens: 4096,
      maxConcurrentRequests: 128,
    },
  };
}

/**
 * vLLM: the defaults of 0.10 for an API server (2,048 tokens a step; 128 requests on a CPU, else
 * 256), on Gaudi the flags of OPEA's compose files (model length 2,048, blocks of 128).
 */
export function vllmPreset(name: HardwareName): EnginePreset<VllmEngineSettings> {
  const blockSize = name === "gpu" ? 16 : 128;
  const maxTotalTokens = name === "gaudi2" ? 2048 : 8192;
  return {
    settings: {
      ...engineOn(name, blockSize),
      maxBatchSize: name === "xeon" ? 128 : 256,
      maxStepTokens: 2048,
    },
    limits: {
      model: languageModel,
      maxInputTokens: maxTotalTokens - 1,
      maxTotalTokens,
      maxConcurrentRequests: Infinity,
    },
  };
}

function engineOn(name: HardwareName, blockSize: number): Omit<EngineSettings, "maxBatchSize"> {
  return {
    hardware: hardware[name],
    model: llama3With8B,
    blockSize,
    blocks: blocksThatFit(hardware[name], llama3With8B, blockSize),
    stepJitter: 0.03,
  };
}
