import { stepSeconds } from "../hardware";
import type { EngineSettings } from "./engine-settings";

/** A request of the load, on average. */
export interface MeanRequest {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Input tokens found in the prefix cache. */
  readonly cachedTokens: number;
}

/**
 * Requests that run together at most: the limit of the batch, or as many as the KV-cache holds.
 * @param tokensHeld KV-cache tokens that one holds, on average over its life
 */
function batchAtSaturation(settings: EngineSettings, tokensHeld: number): number {
  const { maxBatchSize, blocks, blockSize } = settings;
  const blocksHeld = Math.ceil(tokensHeld / blockSize);
  return Math.max(1, Math.min(maxBatchSize, Math.floor(blocks / blocksHeld)));
}

/**
 * Requests a second that vLLM finishes when its queue never empties. In each step the whole batch
 * gets a token; requests end at random, and in the steps after an end the prompts of their successors
 * are computed too. Steps with and without prompts are told apart, since only the former are bound by
 * computing.
 */
export function vllmSaturation(settings: EngineSettings, request: MeanRequest): number {
  const { inputTokens, outputTokens, cachedTokens } = request;
  const { hardware, model } = settings;
  const context = inputTokens + outputTokens / 2;
  const batch = batchAtSaturation(settings, context);
  const ends = batch / outputTokens;
  const shareWithPrompts = 1 - Math.exp(-ends);
  const promptTokens = (ends * (inputTokens - cachedTokens)) / shareWithPrompts;
  const withPrompts = stepSeconds(hardware, model, batch + promptTokens, batch * context);
  const without = stepSeconds(hardware, model, batch, batch * context);
  return ends / (shareWithPrompts * withPrompts + (1 - shareWithPrompts) * without);
}

/**
 * The same for TGI, whose batch stands still during a prefill. Requests end at different times, so
 * that each is prefilled nearly alone, and each of its later tokens costs a decode step.
 */
export function tgiSaturation(settings: EngineSettings, request: MeanRequest): number {
  const { inputTokens, outputTokens } = request;
  const batch = batchAtSaturation(settings, inputTokens + outputTokens);
  const { hardware, model } = settings;
  const context = batch * (inputTokens + outputTokens / 2);
  const prefill = stepSeconds(hardware, model, inputTokens, 0);
  const decode = stepSeconds(hardware, model, batch, context);
  return batch / (batch * prefill + (outputTokens - 1) * decode);
}
