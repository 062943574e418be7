import type { TgiEvent, TgiMethod } from "../../metrics/tgi/events";
import type { Clock } from "../clock";
import type { Random } from "../random";
import type { EngineSettings } from "./engine-settings";
import type {
  GenerationClient,
  GenerationRequest,
  LlmEngine,
  LlmLoad,
  RunningGeneration,
} from "./generation";
import { Sequence } from "./sequence";
import { stepDuration } from "./step-duration";
import { TgiQueue } from "./tgi-queue";

export interface TgiEngineSettings extends EngineSettings {
  /** `--max-batch-prefill-tokens`: input tokens of one prefill. */
  readonly maxPrefillTokens: number;
  /** `--waiting-served-ratio`: waiting requests, as a share of the batch, that interrupt it. */
  readonly waitingServedRatio: number;
  /** `--max-waiting-tokens`: decode steps after which any waiting request interrupts the batch. */
  readonly maxWaitingTokens: number;
}

export const tgiSchedulerDefaults = {
  maxPrefillTokens: 4096,
  waitingServedRatio: 0.3,
  maxWaitingTokens: 20,
} as const;

/** The router's share of a call, beside the model: its RPC. Measured when the bodies were recorded. */
const rpcSeconds = 4e-4;

/**
 * TGI's batcher: `backends/v3/src/backend.rs` and `queue.rs` of TGI 2.4. A prefill interrupts the
 * running batch, which the new requests then join. The KV-cache for a whole answer is reserved before
 * it begins, so that nothing is ever preempted: requests wait instead.
 */
export class TgiEngine implements LlmEngine {
  private readonly queue: TgiQueue;
  private batch: Sequence[] = [];
  private reservedBlocks = 0;
  private working = false;
  private dead = false;
  private failNext = false;
  /** Decode steps since requests last joined. */
  private waitingTokens = 1;
  private joined = false;

  constructor(
    private readonly settings: TgiEngineSettings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly record: (event: TgiEvent) => void,
  ) {
    this.queue = new TgiQueue(settings, () => {
      this.record({ kind: "request-failed", at: clock.now(), err: "dropped" });
    });
  }

  submit(request: GenerationRequest, client: GenerationClient): RunningGeneration {
    const sequence = new Sequence(request, client, this.clock.now());
    if (this.dead) {
      client.failed();
      return { cancel: () => undefined };
    }
    this.queue.add(sequence);
    this.record({ kind: "request-queued", at: sequence.arrived });
    if (!this.working) {
      this.working = true;
      // At once, but not within the call: the caller must know its generation first.
      this.clock.after(0, () => {
        this.begin();
      });
    }
    return {
      cancel: () => {
        sequence.cancelled = true;
      },
    };
  }

  load(): LlmLoad {
    return {
      waiting: this.queue.size,
      running: this.batch.length,
      kvCacheUsage: this.reservedBlocks / this.settings.blocks,
    };
  }

  failNextStep(): void {
    this.failNext = true;
  }

  die(): void {
    this.dead = true;
    const lost = [...this.batch, ...this.queue.drain()];
    this.batch = [];
    this.reservedBlocks = 0;
    for (const sequence of lost) if (!sequence.cancelled) sequence.client.failed();
  }

  /** No batch runs: takes the first one from the queue. */
  private begin(): void {
    if (this.dead) return;
    const fresh = this.poll(undefined);
    if (fresh.length === 0) {
      this.working = false;
      return;
    }
    this.waitingTokens = 1;
    this.prefill(fresh);
  }

  /** One turn of the batcher: let waiting requests join, or compute the next token of all. */
  private turn(): void {
    if (this.batch.length === 0) {
      this.record({ kind: "batch-drained", at: this.clock.now() });
      this.begin();
      return;
    }
    this.recordBatch();
    const exceeded = this.waitingTokens >= this.settings.maxWaitingTokens;
    const enough = Math.floor(this.batch.length * this.settings.waitingServedRatio);
    const fresh = this.poll(exceeded ? undefined : enough);
    if (fresh.length === 0) {
      this.decode();
      return;
    }
    const reason = exceeded ? "wait_exceeded" : "backpressure";
    this.record({ kind: "batch-joined", at: this.clock.now(), reason });
    this.waitingTokens = 1;
    this.joined = true;
    this.prefill(fresh);
  }

  private poll(minSize: number | undefined): readonly Sequence[] {
    const fresh = this.queue.nextBatch({
      minSize,
      maxSize: this.settings.maxBatchSize - this.batch.length,
      blocks: this.settings.blocks - this.reservedBlocks,
    });
    const at = this.clock.now();
    for (const sequence of fresh) sequence.scheduled = at;
    const formed = fresh.length === 0 ? {} : { batchSize: fresh.length };
    this.record({ kind: "queue-polled", at, queueSize: this.queue.size, ...formed });
    return fresh;
  }

  private prefill(fresh: readonly Sequence[]): void {
    const tokens = fresh.reduce((sum, { request }) => sum + request.inputTokens, 0);
    for (const { blocks } of fresh) this.reservedBlocks += blocks;
    this.batch.push(...fresh);
    this.call("prefill", fresh, stepDuration(this.settings, tokens, 0, this.random));
  }

  private decode(): void {
    this.waitingTokens++;
    const context = this.batch.reduce((sum, { length }) => sum + length, 0);
    const seconds = stepDuration(this.settings, this.batch.length, context, this.random);
    this.call("decode", this.batch, seconds);
  }

  /** A call of the model shard; `sequences` get a token by it. */
  private call(method: TgiMethod, sequences: readonly Sequence[], forwardSeconds: number): void {
    this.record({ kind: "inference-started", at: this.clock.now(), method });
    const decodeSeconds = 5e-5 + 8e-6 * sequences.length;
    const filterSeconds = 1e-5 + 2e-6 * sequences.length;
    const concatSeconds = method === "decode" && this.joined ? 2e-4 : 0;
    const inferenceSeconds =
      forwardSeconds + decodeSeconds + filterSeconds + concatSeconds + rpcSeconds;
    if (method === "decode") this.joined = false;
    this.clock.after(inferenceSeconds, () => {
      if (this.dead) return;
      if (this.failNext) {
        this.fail(method);
        return;
      }
      this.record({
        kind: "inference-finished",
        at: this.clock.now(),
        method,
        requests: sequences.length,
        inferenceSeconds,
        forwardSeconds,
        decodeSeconds,
        filterSeconds,
        ...(concatSeconds > 0 && { concatSeconds }),
      });
      this.deliver(sequences);
      this.turn();
    });
  }

  private deliver(sequences: readonly Sequence[]): void {
    const at = this.clock.now();
    let left = 0;
    for (const sequence of sequences) {
      if (sequence.cancelled) {
        this.record({ kind: "request-failed", at, err: "dropped" });
      } else {
        sequence.addToken(at);
        sequence.client.token(sequence.generated, sequence.finish);
        if (!sequence.isDone) continue;
        sequence.client.finished(sequence.result());
      }
      sequence.left = true;
      this.reservedBlocks -= sequence.blocks;
      left++;
    }
    if (left > 0) this.batch = this.batch.filter((sequence) => !sequence.left);
  }

  /** The router forgets everything that the shard held. */
  private fail(method: TgiMethod): void {
    this.failNext = false;
    const lost = this.batch;
    const at = this.clock.now();
    this.record({ kind: "inference-failed", at, method, requests: lost.length });
    this.batch = [];
    this.reservedBlocks = 0;
    for (const sequence of lost) sequence.client.failed();
    this.turn();
  }

  private recordBatch(): void {
    this.record({
      kind: "batch-updated",
      at: this.clock.now(),
      size: this.batch.length,
      maxTokens: this.reservedBlocks * this.settings.blockSize,
    });
  }
}
