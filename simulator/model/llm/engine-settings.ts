import type { Hardware, LanguageModel } from "../hardware";
import type { Pace } from "../pace";

/** What both engines need to know. */
export interface EngineSettings {
  readonly hardware: Hardware;
  readonly model: LanguageModel;
  /** Most sequences in the running batch. */
  readonly maxBatchSize: number;
  /** Tokens that a KV block holds. */
  readonly blockSize: number;
  /** KV blocks in all. */
  readonly blocks: number;
  /**
   * Standard deviation of a step's duration, as a share of it. 0: every step takes what the
   * roofline says.
   */
  readonly stepJitter: number;
  /** Default: as the hardware has it. */
  readonly pace?: Pace;
}

/** KV blocks that fit into the memory of the hardware. */
export function blocksThatFit(
  { kvCacheBytes }: Hardware,
  { kvBytesPerToken }: LanguageModel,
  blockSize: number,
): number {
  return Math.floor(kvCacheBytes / (kvBytesPerToken * blockSize));
}
