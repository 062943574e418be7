import type { VllmEvent } from "../../metrics/vllm/events";
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
import type { Sequence } from "./sequence";
import { stepDuration } from "./step-duration";
import { VllmScheduler, type ScheduledStep } from "./vllm-scheduler";

export interface VllmEngineSettings extends EngineSettings {
  /** `--max-num-batched-tokens`: tokens computed in one step, of prompts and answers together. */
  readonly maxStepTokens: number;
}

/**
 * vLLM's engine core, V1: each step computes the next token of all running requests and, with what is
 * left of the step's tokens, pieces of prompts. KV blocks are taken as they are needed; when none is
 * left, the youngest request gives up all of its own and starts over.
 */
export class VllmEngine implements LlmEngine {
  private readonly scheduler: VllmScheduler;
  private stepping = false;
  private dead = false;
  private failNext = false;

  constructor(
    private readonly settings: VllmEngineSettings,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly record: (event: VllmEvent) => void,
  ) {
    this.scheduler = new VllmScheduler(settings);
  }

  submit(request: GenerationRequest, client: GenerationClient): RunningGeneration {
    if (this.dead) {
      client.failed();
      return { cancel: () => undefined };
    }
    const sequence = this.scheduler.add(request, client, this.clock.now());
    if (!this.stepping) {
      this.stepping = true;
      // At once, but not within the call: the caller must know its generation first.
      this.clock.after(0, () => {
        this.step();
      });
    }
    return {
      cancel: () => {
        this.cancel(sequence);
      },
    };
  }

  load(): LlmLoad {
    return this.scheduler.load();
  }

  failNextStep(): void {
    this.failNext = true;
  }

  die(): void {
    this.dead = true;
    for (const sequence of this.scheduler.drain()) sequence.client.failed();
  }

  private cancel(sequence: Sequence): void {
    if (sequence.isDone || sequence.cancelled || this.dead) return;
    sequence.cancelled = true;
    this.scheduler.remove(sequence);
    this.recordState(0, 0);
  }

  private step(): void {
    if (this.dead) return;
    const step = this.scheduler.schedule(this.clock.now());
    if (step.tokens === 0) {
      this.stepping = false;
      return;
    }
    const { tokens, contextTokens } = step;
    const seconds = stepDuration(this.settings, tokens, contextTokens, this.random);
    this.clock.after(seconds, () => {
      if (this.dead) return;
      if (this.failNext) this.fail();
      else this.finish(step);
      this.step();
    });
  }

  private finish(step: ScheduledStep): void {
    const at = this.clock.now();
    const firstTokenSeconds: number[] = [];
    const interTokenSeconds: number[] = [];
    let promptTokens = 0;
    let cachedPromptTokens = 0;
    const advanced = this.scheduler.complete(step);
    for (const sequence of advanced) {
      if (sequence.firstToken < 0) {
        firstTokenSeconds.push(at - sequence.arrived);
        promptTokens += sequence.request.inputTokens;
        cachedPromptTokens += sequence.cachedTokens;
      } else {
        interTokenSeconds.push(at - sequence.lastToken);
      }
      sequence.addToken(at);
      if (sequence.isDone) this.scheduler.remove(sequence);
    }
    const { waiting, running, kvCacheUsage } = this.scheduler.load();
    this.record({
      kind: "step",
      at,
      running,
      waiting,
      kvCacheUsage,
      prefixCacheQueries: step.prefixQueries,
      prefixCacheHits: step.prefixHits,
      outputs: {
        promptTokens,
        cachedPromptTokens,
        generationTokens: advanced.length,
        preemptions: step.preemptions,
        firstTokenSeconds,
        interTokenSeconds,
      },
    });
    for (const sequence of advanced) this.tell(sequence);
  }

  private tell(sequence: Sequence): void {
    sequence.client.token(sequence.generated, sequence.finish);
    if (!sequence.isDone) return;
    const { request, arrived, scheduled, firstToken, lastToken } = sequence;
    this.record({
      kind: "request-finished",
      at: lastToken,
      reason: sequence.reason,
      promptTokens: request.inputTokens,
      cachedPromptTokens: sequence.cachedTokens,
      generationTokens: sequence.generated,
      maxTokens: request.maxNewTokens,
      preemptions: sequence.preemptions,
      totalSeconds: lastToken - arrived,
      queueSeconds: scheduled - arrived,
      prefillSeconds: Math.max(0, firstToken - scheduled),
      decodeSeconds: lastToken - firstToken,
    });
    sequence.client.finished(sequence.result());
  }

  /** What runs fails; what waits goes on. */
  private fail(): void {
    this.failNext = false;
    const lost = this.scheduler.dropRunning();
    this.recordState(0, 0);
    for (const sequence of lost) sequence.client.failed();
  }

  private recordState(prefixCacheQueries: number, prefixCacheHits: number): void {
    const { waiting, running, kvCacheUsage } = this.scheduler.load();
    this.record({
      kind: "step",
      at: this.clock.now(),
      running,
      waiting,
      kvCacheUsage,
      prefixCacheQueries,
      prefixCacheHits,
    });
  }
}
