import type { MetricsAnswer, ServerMetrics } from "../metrics/server-metrics";
import type { VllmEvent } from "../metrics/vllm/events";
import type { Clock } from "../model/clock";
import type { LlmEngine } from "../model/llm/generation";
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
import type { PythonProcess } from "./python-process";
import {
  type AnsweredRequest,
  type Failure,
  type Running,
  type Trouble,
  nothingToCancel,
} from "./server";

export interface VllmServerParts {
  readonly limits: LlmLimits;
  /** How long the answers of the model are. */
  readonly answers: Lengths;
  readonly engine: LlmEngine;
  readonly metrics: ServerMetrics<VllmEvent>;
  readonly process: PythonProcess;
  readonly trouble: Trouble;
  readonly clock: Clock;
  readonly random: Random;
}

/** vLLM's API server. It admits whatever fits the model: its queue has no end. */
export class VllmServer implements LlmServer {
  readonly limits: LlmLimits;
  readonly trouble: Trouble;
  readonly tellsErrorsInStreams = false;

  constructor(private readonly parts: VllmServerParts) {
    this.limits = parts.limits;
    this.trouble = parts.trouble;
  }

  generate(call: GenerateCall, client: GenerateClient): Running {
    const { clock, engine, random, answers, trouble, process } = this.parts;
    const refusal = this.refusalOf(call);
    if (refusal !== undefined) {
      client.failed(refusal);
      return nothingToCancel;
    }
    process.requestBegan();
    const room = this.limits.maxTotalTokens - call.inputTokens;
    const maxNewTokens = call.maxNewTokens ?? room;
    let cancelled = false;
    let running = nothingToCancel;
    clock.after(tokenisationSeconds(call.inputTokens), () => {
      if (cancelled) return;
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
            process.requestEnded();
            noteGeneration(call.truth, result);
            client.finished(result);
          },
          failed: () => {
            process.requestEnded();
            client.failed(engineFailure);
          },
        },
      );
    });
    return {
      cancel: () => {
        if (cancelled) return;
        cancelled = true;
        process.requestEnded();
        running.cancel();
      },
    };
  }

  metrics(): MetricsAnswer {
    const { clock, metrics, process } = this.parts;
    metrics.record(process.sample(clock.now()));
    return metrics.render(clock.now());
  }

  answered(answer: AnsweredRequest): void {
    const { clock, metrics } = this.parts;
    metrics.record({ kind: "http-answered", at: clock.now(), ...answer });
  }

  die(): void {
    this.parts.engine.die();
  }

  private refusalOf({ inputTokens, maxNewTokens }: GenerateCall): Failure | undefined {
    const { maxTotalTokens } = this.limits;
    if (maxNewTokens !== undefined && maxNewTokens < 1) {
      return badRequest(`max_tokens must be at least 1, got ${maxNewTokens}.`);
    }
    if (inputTokens >= maxTotalTokens) {
      return badRequest(
        `This model's maximum context length is ${maxTotalTokens} tokens. However, your request has ` +
          `${inputTokens} input tokens. Please reduce the length of the input messages.`,
      );
    }
    if (maxNewTokens !== undefined && inputTokens + maxNewTokens > maxTotalTokens) {
      return badRequest(
        `'max_tokens' or 'max_completion_tokens' is too large: ${maxNewTokens}. This model's maximum ` +
          `context length is ${maxTotalTokens} tokens and your request has ${inputTokens} input ` +
          `tokens (${maxNewTokens} > ${maxTotalTokens} - ${inputTokens}).`,
      );
    }
    return undefined;
  }
}

function badRequest(message: string): Failure {
  return { status: 400, kind: "BadRequestError", message };
}

const engineFailure: Failure = {
  status: 500,
  kind: "InternalServerError",
  message: "EngineCore encountered an issue. See stack trace (above) for the root cause.",
};
