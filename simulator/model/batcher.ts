import type { Clock } from "./clock";

export interface BatcherSettings {
  /** `--max-batch-tokens` of TEI. */
  readonly maxBatchTokens: number;
  /** `--max-batch-requests`; TEI's CPU backends have 4. */
  readonly maxBatchInputs: number;
  /** What a batch of so many tokens takes the model, in seconds. */
  readonly batchSeconds: (tokens: number) => number;
}

/** An input of an encoder, waiting or in a batch. */
export interface EncoderInput {
  readonly tokens: number;
  readonly queued: number;
  /** In seconds: in the queue, and in its batch. */
  readonly done: (durations: { readonly queue: number; readonly inference: number }) => void;
  readonly failed: () => void;
}

/** What became of looking into the queue: 0 and 0 when it was empty. */
export interface Polled {
  readonly batchSize: number;
  readonly batchTokens: number;
  readonly queueSize: number;
}

/** TEI's batcher: one batch at a time, filled from a queue up to a number of tokens and inputs. */
export class Batcher {
  private waiting: EncoderInput[] = [];
  private inBatch: readonly EncoderInput[] = [];
  private dead = false;
  private failNext = false;

  constructor(
    private readonly settings: BatcherSettings,
    private readonly clock: Clock,
    private readonly polled: (polled: Polled) => void,
  ) {}

  get queued(): number {
    return this.waiting.length;
  }

  get isBusy(): boolean {
    return this.inBatch.length > 0;
  }

  add(input: EncoderInput): void {
    if (this.dead) {
      input.failed();
      return;
    }
    this.waiting.push(input);
    if (!this.isBusy) this.start();
  }

  failNextBatch(): void {
    this.failNext = true;
  }

  die(): void {
    this.dead = true;
    const lost = [...this.inBatch, ...this.waiting];
    this.waiting = [];
    for (const input of lost) input.failed();
  }

  private start(): void {
    const batch = this.take();
    const tokens = batch.reduce((sum, input) => sum + input.tokens, 0);
    this.polled({ batchSize: batch.length, batchTokens: tokens, queueSize: this.waiting.length });
    this.inBatch = batch;
    if (batch.length === 0) return;
    const started = this.clock.now();
    const seconds = this.settings.batchSeconds(tokens);
    this.clock.after(seconds, () => {
      if (this.dead) return;
      const fails = this.failNext;
      this.failNext = false;
      for (const input of batch) {
        if (fails) input.failed();
        else input.done({ queue: started - input.queued, inference: seconds });
      }
      this.start();
    });
  }

  private take(): readonly EncoderInput[] {
    const { maxBatchTokens, maxBatchInputs } = this.settings;
    let tokens = 0;
    let count = 0;
    for (const input of this.waiting) {
      if (count >= maxBatchInputs || (count > 0 && tokens + input.tokens > maxBatchTokens)) break;
      tokens += input.tokens;
      count++;
    }
    return this.waiting.splice(0, count);
  }
}
