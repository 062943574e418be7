import type { MetricsAnswer, ServerMetrics } from "../metrics/server-metrics";
import type { TeiEvent, TeiMethod } from "../metrics/tei/events";
import type { Batcher } from "../model/batcher";
import type { Clock } from "../model/clock";
import type { Random } from "../model/random";
import type { Failure, SimulatedServer, Trouble } from "./server";

export type TeiRoute = "/embed" | "/rerank" | "/v1/embeddings";

export interface EncodeCall {
  readonly route: TeiRoute;
  readonly method: TeiMethod;
  /** Tokens of each input; of question and text together where texts are ranked. */
  readonly inputs: readonly number[];
  /** Longer inputs are cut instead of refused. */
  readonly truncate?: boolean;
}

export interface TeiLimits {
  readonly model: string;
  readonly version: string;
  readonly task: "embed" | "rerank";
  readonly maxInputLength: number;
  readonly maxConcurrentRequests: number;
  readonly maxClientBatchSize: number;
  readonly maxBatchTokens: number;
}

export interface TeiServerParts {
  readonly limits: TeiLimits;
  readonly batcher: Batcher;
  readonly metrics: ServerMetrics<TeiEvent>;
  readonly trouble: Trouble;
  readonly clock: Clock;
  readonly random: Random;
}

export type EncodeAnswer =
  { readonly ok: true } | { readonly ok: false; readonly failure: Failure };

/** TEI's router: a permit for each input, a queue, batches of inputs from all requests. */
export class TeiServer implements SimulatedServer {
  readonly limits: TeiLimits;
  readonly trouble: Trouble;
  private permits: number;

  constructor(private readonly parts: TeiServerParts) {
    this.limits = parts.limits;
    this.trouble = parts.trouble;
    this.permits = parts.limits.maxConcurrentRequests;
  }

  encode(call: EncodeCall, done: (answer: EncodeAnswer) => void): void {
    const { clock, random, trouble, batcher } = this.parts;
    const entered = clock.now();
    this.record({ kind: "request-received", at: entered, method: call.method });
    const refusal = this.refusalOf(call);
    if (refusal !== undefined) {
      this.record({ kind: "request-refused", at: entered, err: refusal.kind });
      done({ ok: false, failure: refusal });
      return;
    }
    this.permits -= call.inputs.length;
    call.inputs.forEach(() => {
      this.record({ kind: "input-admitted", at: entered });
    });
    if (random.chance(trouble.failing)) batcher.failNextBatch();
    this.run(call, entered, done);
  }

  metrics(): MetricsAnswer {
    return this.parts.metrics.render(this.parts.clock.now());
  }

  answered(): void {
    // TEI counts requests in its handlers, and no HTTP answers.
  }

  die(): void {
    this.parts.batcher.die();
  }

  private run(call: EncodeCall, entered: number, done: (answer: EncodeAnswer) => void): void {
    const { clock, batcher } = this.parts;
    const { route, method, inputs } = call;
    const sums = { tokenization: 0, queue: 0, inference: 0 };
    let [left, failed] = [inputs.length, false];
    const end = (): void => {
      this.permits++;
      if (--left > 0) return;
      const at = clock.now();
      if (failed) {
        this.record({ kind: "request-refused", at, err: "inference" });
        done({ ok: false, failure: backendFailure });
        return;
      }
      this.record({
        kind: "request-finished",
        at,
        route,
        method,
        tokenizationSeconds: sums.tokenization / inputs.length,
        queueSeconds: sums.queue / inputs.length,
        inferenceSeconds: sums.inference / inputs.length,
        totalSeconds: at - entered,
      });
      done({ ok: true });
    };
    for (const length of inputs) {
      const tokens = Math.min(length, this.limits.maxInputLength);
      const tokenizationSeconds = 1e-4 + 1e-6 * tokens;
      clock.after(tokenizationSeconds, () => {
        const queued = clock.now();
        this.record({ kind: "input-queued", at: queued, tokens });
        batcher.add({
          tokens,
          queued,
          done: ({ queue, inference }) => {
            sums.tokenization += tokenizationSeconds;
            sums.queue += queue;
            sums.inference += inference;
            this.record({
              kind: "input-finished",
              at: clock.now(),
              tokenizationSeconds,
              queueSeconds: queue,
              inferenceSeconds: inference,
              totalSeconds: clock.now() - entered,
            });
            end();
          },
          failed: () => {
            failed = true;
            end();
          },
        });
      });
    }
  }

  private refusalOf({ route, inputs, truncate }: EncodeCall): TeiRefusal | undefined {
    const { task, maxClientBatchSize, maxInputLength } = this.limits;
    if ((route === "/rerank") !== (task === "rerank")) {
      const kind = task === "rerank" ? "an embedding" : "a re-ranker";
      return refusal(424, "model_type", `model is not ${kind} model`);
    }
    if (inputs.length > maxClientBatchSize) {
      const limit = `maximum allowed batch size ${maxClientBatchSize}`;
      return refusal(422, "batch_size", `batch size ${inputs.length} > ${limit}`);
    }
    const longest = Math.max(...inputs);
    if (truncate !== true && longest > maxInputLength) {
      const limit = `\`inputs\` must have less than ${maxInputLength} tokens`;
      return refusal(422, "tokenization", `${limit}. Given: ${longest}`);
    }
    if (inputs.length > this.permits) return refusal(429, "overloaded", "Model is overloaded");
    return undefined;
  }

  private record(event: TeiEvent): void {
    this.parts.metrics.record(event);
  }
}

type TeiRefusal = Failure & {
  readonly kind: "overloaded" | "tokenization" | "batch_size" | "model_type";
};

function refusal(status: number, kind: TeiRefusal["kind"], message: string): TeiRefusal {
  return { status, kind, message };
}

const backendFailure: Failure = {
  status: 424,
  kind: "inference",
  message: "inference failed: backend is unhealthy",
};
