import type { Sequence } from "./sequence";

export interface TgiQueueSettings {
  readonly maxPrefillTokens: number;
  readonly blockSize: number;
}

export interface Room {
  /** Fewer waiting requests than this, and none is taken. */
  readonly minSize: number | undefined;
  readonly maxSize: number;
  /** KV blocks that are free. */
  readonly blocks: number;
}

/** The queue of TGI's batcher, first come first served: the first that has no room holds all others. */
export class TgiQueue {
  private entries: Sequence[] = [];

  constructor(
    private readonly settings: TgiQueueSettings,
    private readonly dropped: (sequence: Sequence) => void,
  ) {}

  get size(): number {
    return this.entries.length;
  }

  add(sequence: Sequence): void {
    const { inputTokens, maxNewTokens } = sequence.request;
    sequence.blocks = Math.ceil((inputTokens + maxNewTokens - 1) / this.settings.blockSize);
    this.entries.push(sequence);
  }

  /** Takes what fits into one prefill. Finds out here whose client went away. */
  nextBatch({ minSize, maxSize, blocks }: Room): readonly Sequence[] {
    if (this.entries.length === 0 || this.entries.length < (minSize ?? 0)) return [];
    const taken: Sequence[] = [];
    let prefill = 0;
    let reserved = 0;
    let looked = 0;
    for (const sequence of this.entries) {
      if (sequence.cancelled) {
        looked++;
        this.dropped(sequence);
        continue;
      }
      const { inputTokens } = sequence.request;
      // A prompt longer than the limit would never be taken; the real one refuses it before.
      const tooMany = taken.length > 0 && prefill + inputTokens > this.settings.maxPrefillTokens;
      if (taken.length >= maxSize || tooMany || reserved + sequence.blocks > blocks) break;
      looked++;
      prefill += inputTokens;
      reserved += sequence.blocks;
      taken.push(sequence);
    }
    this.entries = this.entries.slice(looked);
    return taken;
  }

  drain(): readonly Sequence[] {
    const all = this.entries;
    this.entries = [];
    return all;
  }
}
