import { WaitingLine } from "../waiting-line";
import type { GenerationClient, GenerationRequest, LlmLoad } from "./generation";
import { Sequence } from "./sequence";

export interface VllmSchedulerSettings {
  readonly maxBatchSize: number;
  readonly maxStepTokens: number;
  readonly blockSize: number;
  readonly blocks: number;
}

/** What one step computes. */
export interface ScheduledStep {
  /** Sequences of the step, each with the number of its tokens that are computed in it. */
  readonly shares: readonly { readonly sequence: Sequence; readonly tokens: number }[];
  readonly tokens: number;
  /** Tokens whose keys and values are read. */
  readonly contextTokens: number;
  readonly preemptions: number;
  readonly prefixQueries: number;
  readonly prefixHits: number;
}

/** The scheduler of vLLM V1: `vllm/v1/core/sched/scheduler.py` of 0.10, policy `fcfs`. */
export class VllmScheduler {
  private readonly waiting = new WaitingLine<Sequence>();
  private running: Sequence[] = [];
  private usedBlocks = 0;
  /** Tokens of the shared prefix that some request has left in the cache. */
  private cachedPrefix = 0;

  constructor(private readonly settings: VllmSchedulerSettings) {}

  add(request: GenerationRequest, client: GenerationClient, at: number): Sequence {
    const sequence = new Sequence(request, client, at);
    this.waiting.push(sequence);
    return sequence;
  }

  load(): LlmLoad {
    return {
      waiting: this.waiting.length,
      running: this.running.length,
      kvCacheUsage: this.usedBlocks / this.settings.blocks,
    };
  }

  schedule(at: number): ScheduledStep {
    const step = new StepDraft(this.settings.maxStepTokens);
    this.scheduleRunning(step);
    if (step.preemptions === 0) this.admitWaiting(step, at);
    return step;
  }

  /** Takes note of what a step computed, and gives the sequences that get a token by it. */
  complete({ shares }: ScheduledStep): readonly Sequence[] {
    const advanced: Sequence[] = [];
    for (const { sequence, tokens } of shares) {
      if (sequence.cancelled) continue;
      sequence.computed += tokens;
      if (sequence.computed === sequence.length) {
        advanced.push(sequence);
        this.cachedPrefix = Math.max(this.cachedPrefix, this.sharedBlocksOf(sequence));
      }
    }
    return advanced;
  }

  remove(sequence: Sequence): void {
    // Thousands may wait: not looked through for a request that runs.
    const index = this.running.indexOf(sequence);
    if (index >= 0) this.running.splice(index, 1);
    else this.waiting.remove(sequence);
    this.free(sequence);
  }

  dropRunning(): readonly Sequence[] {
    const lost = this.running;
    this.running = [];
    for (const sequence of lost) {
      sequence.cancelled = true;
      this.free(sequence);
    }
    return lost;
  }

  drain(): readonly Sequence[] {
    return [...this.dropRunning(), ...this.waiting.drain()];
  }

  private scheduleRunning(step: StepDraft): void {
    for (let index = 0; index < this.running.length && step.budget > 0; index++) {
      const sequence = this.running[index];
      if (sequence === undefined) break;
      const tokens = Math.min(sequence.length - sequence.computed, step.budget);
      if (!this.makeRoom(sequence, sequence.computed + tokens, step)) break;
      step.add(sequence, tokens);
    }
  }

  /** Preempts from the back of the batch until the blocks are there; false if it came to itself. */
  private makeRoom(sequence: Sequence, tokens: number, step: StepDraft): boolean {
    while (!this.hold(sequence, tokens)) {
      const youngest = this.running.pop();
      if (youngest === undefined) return false;
      this.preempt(youngest);
      step.preemptions++;
      if (youngest === sequence) return false;
    }
    return true;
  }

  private preempt(sequence: Sequence): void {
    this.free(sequence);
    sequence.computed = 0;
    sequence.preemptions++;
    this.waiting.pushFront(sequence);
  }

  private admitWaiting(step: StepDraft, at: number): void {
    while (step.budget > 0 && this.running.length < this.settings.maxBatchSize) {
      const sequence = this.waiting.first;
      if (sequence === undefined) break;
      const cached = Math.min(this.cachedPrefix, this.sharedBlocksOf(sequence));
      const tokens = Math.min(sequence.length - cached, step.budget);
      if (!this.hold(sequence, cached + tokens)) break;
      this.waiting.shift();
      this.running.push(sequence);
      sequence.computed = cached;
      if (sequence.scheduled < 0) {
        sequence.scheduled = at;
        sequence.cachedTokens = cached;
      }
      step.prefixQueries += sequence.length;
      step.prefixHits += cached;
      step.add(sequence, tokens);
    }
  }

  /** Only whole blocks are shared, and one token at least must be computed. */
  private sharedBlocksOf({ request }: Sequence): number {
    const shared = Math.min(request.sharedPrefixTokens ?? 0, request.inputTokens - 1);
    return Math.floor(shared / this.settings.blockSize) * this.settings.blockSize;
  }

  private hold(sequence: Sequence, tokens: number): boolean {
    const needed = Math.ceil(tokens / this.settings.blockSize) - sequence.blocks;
    if (needed <= 0) return true;
    if (this.usedBlocks + needed > this.settings.blocks) return false;
    sequence.blocks += needed;
    this.usedBlocks += needed;
    return true;
  }

  private free(sequence: Sequence): void {
    this.usedBlocks -= sequence.blocks;
    sequence.blocks = 0;
  }
}

class StepDraft implements ScheduledStep {
  readonly shares: { readonly sequence: Sequence; readonly tokens: number }[] = [];
  tokens = 0;
  contextTokens = 0;
  preemptions = 0;
  prefixQueries = 0;
  prefixHits = 0;

  constructor(public budget: number) {}

  add(sequence: Sequence, tokens: number): void {
    this.shares.push({ sequence, tokens });
    this.budget -= tokens;
    this.tokens += tokens;
    this.contextTokens += sequence.computed;
  }
}
