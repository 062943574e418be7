import type { Moment } from "../server-metrics";

export type TeiVersion = "1.5" | "1.6" | "1.7" | "1.8" | "1.9";

export interface TeiOptions {
  readonly version: TeiVersion;
  /** What the model is for: decides between `te_embed_*` and `te_predict_*`. */
  readonly task: "embed" | "rerank";
  /** The longest input of the model in tokens: bounds the buckets of input lengths. */
  readonly maxInputLength: number;
}

export type TeiEvent =
  | TeiRequestReceived
  | TeiRequestRefused
  | TeiInputAdmitted
  | TeiInputQueued
  | TeiQueuePolled
  | TeiInputFinished
  | TeiRequestFinished;

/** `batch`: the inputs came as a list (always so for `/rerank`), be it a list of one. */
export type TeiMethod = "single" | "batch";

/**
 * A handler was entered. Not sent for bad JSON, nor for a `/rerank` that is refused at once for
 * being without texts (`validation`) or asked of another kind of model (`model_type`).
 */
export interface TeiRequestReceived extends Moment {
  readonly kind: "request-received";
  readonly method: TeiMethod;
}

/**
 * One for each refusal. `/embed` gives up at the first text without a permit: one, and none of its
 * texts is admitted. `/rerank` lets each text try on its own: one for each text without a permit,
 * the others are ranked all the same.
 */
export interface TeiRequestRefused extends Moment {
  readonly kind: "request-refused";
  readonly err:
    | "overloaded"
    | "tokenization"
    | "validation"
    | "batch_size"
    | "model_type"
    | "inference"
    | "dropped";
}

/**
 * The model took up an input that has its permit (of `--max-concurrent-requests`; each text of a
 * batch needs one), before tokenising it.
 */
export interface TeiInputAdmitted extends Moment {
  readonly kind: "input-admitted";
}

/** Tokenised, and waiting for a batch. */
export interface TeiInputQueued extends Moment {
  readonly kind: "input-queued";
  /** Tokens of the input; of question and text together for `/rerank`. */
  readonly tokens: number;
}

/**
 * The batcher asked the queue. It asks after every arrival and after every batch, and also when
 * there is nothing to take: then with 0 and 0.
 */
export interface TeiQueuePolled extends Moment {
  readonly kind: "queue-polled";
  readonly batchSize: number;
  /** Tokens of the batch. */
  readonly batchTokens: number;
  /** Inputs that remain in the queue. */
  readonly queueSize: number;
}

interface TeiDurations {
  readonly tokenizationSeconds: number;
  readonly queueSeconds: number;
  readonly inferenceSeconds: number;
  readonly totalSeconds: number;
}

/** One text is embedded, or ranked. `inferenceSeconds` is that of its whole batch. */
export interface TeiInputFinished extends Moment, TeiDurations {
  readonly kind: "input-finished";
}

/** Of a batch the durations are means over its inputs, the total is the handler's own. */
export interface TeiRequestFinished extends Moment, TeiDurations {
  readonly kind: "request-finished";
  readonly route: "/embed" | "/rerank" | "/predict" | "/v1/embeddings";
  readonly method: TeiMethod;
}
