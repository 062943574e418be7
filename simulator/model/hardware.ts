/**
 * What inference runs on, as the roofline model sees it: a step takes as long as reading weights and
 * KV-cache from memory or computing its tokens, whichever is longer, and a fixed overhead.
 *
 * S. Williams, A. Waterman, D. Patterson, "Roofline: An Insightful Visual Performance Model for
 * Multicore Architectures", CACM 52(4), 2009.
 */
export interface Hardware {
  /** Bytes a second that inference really gets. */
  readonly memoryBandwidth: number;
  /** Floating point operations a second that inference really gets, in bf16. */
  readonly computeRate: number;
  /** Bytes kept for KV-cache, beside the weights. */
  readonly kvCacheBytes: number;
  /** Seconds a step costs beside the model: scheduling, sampling, launching of kernels. */
  readonly stepOverhead: number;
  /** The same two figures for the small models behind TEI. */
  readonly encoders: Readonly<Record<EncoderTask, Encoder>>;
}

export type EncoderTask = "embed" | "rerank";

interface Encoder {
  readonly computeRate: number;
  readonly batchOverhead: number;
}

/** A part of the Xeon that is the host: TEI shares the socket. */
const onHost: Encoder = { computeRate: 2.5e12, batchOverhead: 2e-3 };

const onGpu: Encoder = { computeRate: 60e12, batchOverhead: 1e-3 };

export const hardwareNames = ["xeon", "gaudi2", "gpu"] as const;
export type HardwareName = (typeof hardwareNames)[number];

/**
 * Peak figures are the vendors'; the share of them that inference gets is our assumption, in line
 * with what serving benchmarks report for models of this size. The figure to trust is the order of
 * magnitude.
 */
export const hardware: Readonly<Record<HardwareName, Hardware>> = {
  // One socket of a Xeon Platinum 8480+ (Sapphire Rapids): 8 channels of DDR5-4800 are 307 GB/s, AMX
  // in bf16 peaks at 2,048 operations a cycle and core (56 cores, about 2 GHz under AMX: 230 TFLOP/s).
  // Assumed: 75 % of the bandwidth, 10 % of the peak as matrices are small. The KV-cache is what
  // OPEA's compose files set (VLLM_CPU_KVCACHE_SPACE: 40 GiB).
  xeon: {
    memoryBandwidth: 0.75 * 307e9,
    computeRate: 0.1 * 230e12,
    kvCacheBytes: 40 * 2 ** 30,
    stepOverhead: 4e-3,
    encoders: { embed: onHost, rerank: onHost },
  },
  // Gaudi 2: 96 GB HBM2E at 2.45 TB/s, 432 TFLOP/s in bf16 (Intel's product brief). Assumed: 65 % of
  // the bandwidth, 45 % of the peak, 90 % of the memory less 16 GB of weights. OPEA's compose files
  // run TEI embedding on the host's Xeon and reranking on another Gaudi, which gets 10 % of its peak as
  // four inputs are a small batch.
  gaudi2: {
    memoryBandwidth: 0.65 * 2.45e12,
    computeRate: 0.45 * 432e12,
    kvCacheBytes: 0.9 * 96e9 - 16e9,
    stepOverhead: 3e-3,
    encoders: { embed: onHost, rerank: { computeRate: 43e12, batchOverhead: 3e-3 } },
  },
  // A100 80 GB SXM: HBM2e at 2.04 TB/s, 312 TFLOP/s in bf16 dense (NVIDIA's data sheet). Assumed: 75 %
  // of the bandwidth, 50 % of the peak, 90 % of the memory less 16 GB of weights. TEI on the GPU.
  gpu: {
    memoryBandwidth: 0.75 * 2.04e12,
    computeRate: 0.5 * 312e12,
    kvCacheBytes: 0.9 * 80e9 - 16e9,
    stepOverhead: 2e-3,
    encoders: { embed: onGpu, rerank: onGpu },
  },
};

/** What a language model costs. */
export interface LanguageModel {
  readonly parameters: number;
  readonly weightBytes: number;
  /** Bytes of KV-cache a token takes. */
  readonly kvBytesPerToken: number;
}

/**
 * OPEA's default, meta-llama/Meta-Llama-3-8B-Instruct in bf16. Its config.json: 32 layers, 8 KV heads
 * of 128; keys and values of 2 bytes each make 131,072 bytes a token.
 */
export const llama3With8B: LanguageModel = {
  parameters: 8.03e9,
  weightBytes: 2 * 8.03e9,
  kvBytesPerToken: 32 * 8 * 128 * 2 * 2,
};

/** Parameters that a token passes through: BAAI/bge-base-en-v1.5 and BAAI/bge-reranker-base. */
const encoderParameters: Readonly<Record<EncoderTask, number>> = { embed: 86e6, rerank: 86e6 };

/**
 * Seconds that a step takes in which `tokens` are computed for sequences whose KV-cache holds
 * `contextTokens` in all. A multiplication and an addition for each parameter and token.
 */
export function stepSeconds(
  { memoryBandwidth, computeRate, stepOverhead }: Hardware,
  { parameters, weightBytes, kvBytesPerToken }: LanguageModel,
  tokens: number,
  contextTokens: number,
): number {
  const computing = (2 * parameters * tokens) / computeRate;
  const reading = (weightBytes + contextTokens * kvBytesPerToken) / memoryBandwidth;
  return stepOverhead + Math.max(computing, reading);
}

/** Seconds that an encoder takes for a batch. Its weights are small: computing is what it does. */
export function encodeSeconds(
  { encoders }: Hardware,
  task: EncoderTask,
  batchTokens: number,
): number {
  const { batchOverhead, computeRate } = encoders[task];
  return batchOverhead + (2 * encoderParameters[task] * batchTokens) / computeRate;
}
