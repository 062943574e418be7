import type { MetricsAnswer, ServerMetrics } from "../metrics/server-metrics";
import type { TgiEvent } from "../metrics/tgi/events";
import type { Clock } from "../model/clock";
import type { GenerationResult, LlmEngine } from "../model/llm/generation";
import { type Lengths, drawLength } from "../model/lengths";
import type { Random } from "../model/random";
import {
  type GenerateCall,
  type GenerateClient,
  type LlmLimits,
  type LlmServer,
  noteGeneration,
  tokenisationSeconds,
} from "./llm-server";
import { type Failure, type Running, type Trouble, nothingToCancel } from "./server";

export interface TgiServerParts {
  readonly limits: LlmLimits;
  /** How long the answers of the model are. */
  readonly answers: Lengths;
  readonly engine: LlmEngine;
  readonly metrics: ServerMetrics<TgiEvent>;
  readonly trouble: Trouble;
  readonly clock: Clock;
  readonly random: Random;
}

/** What a request without `max_new_tokens` may generate: `default_max_new_tokens` of TGI 2. */
const defaultMaxNewTokens = 100;

/** TGI's router: admission, validation, and the times that it counts when a request ends. */
export class TgiServer implements LlmServer {
  readonly limits: LlmLimits;
  readonly trouble: Trouble;
  readonly tellsErrorsInStreams = true;
  private inFlight = 0;

  constructor(private readonly parts: TgiServerParts) {
    this.limits = parts.limits;
    this.trouble = parts.trouble;
  }

  generate(call: GenerateCall, client: GenerateClient): Running {
    const { clock, engine, random, answers, trouble } = this.parts;
    const entered = clock.now();
    this.recordReceived(call, entered);
    const refusal = this.refusalOf(call, entered);
    if (refusal !== undefined) {
      client.failed(refusal);
      return nothingToCancel;
    }
    this.inFlight++;
    const maxNewTokens = this.maxNewTokensOf(call);
    let cancelled = false;
    let running = nothingToCancel;
    clock.after(tokenisationSeconds(call.inputTokens), () => {
      if (cancelled) return;
      const queued = clock.now();
      const { inputTokens } = call;
      this.record({ kind: "request-validated", at: queued, inputTokens, maxNewTokens });
      if (random.chance(trouble.failing)) engine.failNextStep();
      const naturalLength =
        call.ignoreEos === true ? maxNewTokens + 1 : drawLength(answers, random);
      running = engine.submit(
        { ...call, maxNewTokens, naturalLength },
        {
          token: (index, last) => {
            client.token(index, last);
          },
          finished: (result) => {
            this.inFlight--;
            this.recordFinished(entered, queued, result);
            noteGeneration(call.truth, result);
            client.finished(result);
          },
          failed: () => {
            this.inFlight--;
            client.failed(generationFailure);
          },
        },
      );
    });
    return {
      cancel: () => {
        if (cancelled) return;
        cancelled = true;
        // The permit belongs to the answer, which is dropped with its client.
        this.inFlight--;
        running.cancel();
      },
    };
  }

  metrics(): MetricsAnswer {
    return this.parts.metrics.render(this.parts.clock.now());
  }

  answered(): void {
    // TGI counts requests in its handlers, and no HTTP answers.
  }

  die(): void {
    this.parts.engine.die();
  }

  private recordReceived({ route }: GenerateCall, at: number): void {
    const kind = "request-received";
    this.record(
      route === "/v1/completions" ? { kind, at, route, prompts: 1 } : { kind, at, route },
    );
  }

  private refusalOf(call: GenerateCall, at: number): Failure | undefined {
    if (this.inFlight >= this.limits.maxConcurrentRequests) {
      this.record({ kind: "request-refused", at, err: "overloaded" });
      return { status: 429, kind: "overloaded", message: "Model is overloaded" };
    }
    const problem = this.invalidityOf(call);
    if (problem === undefined) return undefined;
    this.record({ kind: "request-refused", at, err: "validation" });
    return { status: 422, kind: "validation", message: `Input validation error: ${problem}` };
  }

  private invalidityOf(call: GenerateCall): string | undefined {
    const { maxInputTokens, maxTotalTokens } = this.limits;
    const { inputTokens, maxNewTokens } = call;
    if (inputTokens === 0) return "`inputs` cannot be empty";
    if (maxNewTokens !== undefined && maxNewTokens <= 0) {
      return "`max_new_tokens` must be strictly positive";
    }
    if (inputTokens > maxInputTokens) {
      return `\`inputs\` must have less than ${maxInputTokens} tokens. Given: ${inputTokens}`;
    }
    const asked = maxNewTokens ?? defaultMaxNewTokens;
    if (!this.cutsAnswers && inputTokens + asked > maxTotalTokens) {
      return (
        `\`inputs\` tokens + \`max_new_tokens\` must be <= ${maxTotalTokens}. ` +
        `Given: ${inputTokens} \`inputs\` tokens and ${asked} \`max_new_tokens\``
      );
    }
    return undefined;
  }

  private maxNewTokensOf({ inputTokens, maxNewTokens }: GenerateCall): number {
    const room = this.limits.maxTotalTokens - inputTokens;
    if (this.cutsAnswers) return Math.max(1, Math.min(maxNewTokens ?? room, room));
    return maxNewTokens ?? defaultMaxNewTokens;
  }

  /** From 3.0 on, a request for more than the limit gets what is left instead of a 422. */
  private get cutsAnswers(): boolean {
    return this.limits.version.startsWith("3.");
  }

  private recordFinished(entered: number, queued: number, result: GenerationResult): void {
    const { scheduled, ended, tokens } = result;
    this.record({
      kind: "request-finished",
      at: ended,
      generatedTokens: tokens,
      validationSeconds: queued - entered,
      queueSeconds: scheduled - queued,
      inferenceSeconds: ended - scheduled,
      totalSeconds: ended - entered,
    });
  }

  private record(event: TgiEvent): void {
    this.parts.metrics.record(event);
  }
}

const generationFailure: Failure = {
  status: 424,
  kind: "generation",
  message: "Request failed during generation: Server error: CANCELLED",
};
