import type { Moment } from "../server-metrics";

export type TgiVersion = "2.0" | "2.4" | "3.3";

export interface TgiOptions {
  readonly version: TgiVersion;
  /** `--max-input-tokens`: the buckets of input lengths are hundredths of it. */
  readonly maxInputTokens: number;
  /** `--max-total-tokens`: the buckets of generated tokens are hundredths of it. */
  readonly maxTotalTokens: number;
  /** `--speculate`: tokens guessed a step. Default 0. */
  readonly speculate?: number;
}

export type TgiEvent =
  | TgiRequestReceived
  | TgiRequestRefused
  | TgiRequestValidated
  | TgiRequestQueued
  | TgiQueuePolled
  | TgiBatchJoined
  | TgiBatchUpdated
  | TgiBatchDrained
  | TgiInferenceStarted
  | TgiInferenceFinished
  | TgiInferenceFailed
  | TgiRequestFinished
  | TgiRequestFailed;

/** A handler was entered, whatever comes of it. Not sent for a body that is not valid JSON. */
export type TgiRequestReceived = Moment & { readonly kind: "request-received" } & (
    | { readonly route: "/generate" | "/generate_stream" | "/v1/chat/completions" }
    | { readonly route: "/v1/completions"; readonly prompts: number }
  );

/** 429 (all permits taken), 422 (limits of lengths, parameters) or 422 (chat template). */
export interface TgiRequestRefused extends Moment {
  readonly kind: "request-refused";
  readonly err: "overloaded" | "validation" | "template";
}

/** Tokenised and within the limits; the next event of the request is `request-queued`. */
export interface TgiRequestValidated extends Moment {
  readonly kind: "request-validated";
  readonly inputTokens: number;
  /** What may be generated: the request's `max_new_tokens` or the server's default. */
  readonly maxNewTokens: number;
}

export interface TgiRequestQueued extends Moment {
  readonly kind: "request-queued";
}

/** The batcher asked the queue for a batch: when idle work arrives and between decode steps. */
export interface TgiQueuePolled extends Moment {
  readonly kind: "queue-polled";
  /** Requests that remain in the queue. */
  readonly queueSize: number;
  /** Requests of the batch that was formed; absent if the queue gave none. */
  readonly batchSize?: number;
}

/**
 * A batch was formed while another one runs, to be prefilled and joined with it. `chunking`:
 * from 2.4 on, always there when the model prefills in chunks.
 */
export interface TgiBatchJoined extends Moment {
  readonly kind: "batch-joined";
  readonly reason: "backpressure" | "wait_exceeded" | "chunking";
}

/** Before every decode step: the batch as it goes into the step. */
export interface TgiBatchUpdated extends Moment {
  readonly kind: "batch-updated";
  /** Requests in the batch. */
  readonly size: number;
  /** Tokens reserved for it: KV blocks × block size. */
  readonly maxTokens: number;
}

/** No request left in the batch: the batcher waits for the queue. */
export interface TgiBatchDrained extends Moment {
  readonly kind: "batch-drained";
}

export type TgiMethod = "prefill" | "decode";

/** Right before a call of the model: a prefill (one chunk of it) or a decode step. */
export interface TgiInferenceStarted extends Moment {
  readonly kind: "inference-started";
  readonly method: TgiMethod;
}

export interface TgiInferenceFinished extends Moment {
  readonly kind: "inference-finished";
  readonly method: TgiMethod;
  /** Requests that got a token in this call. */
  readonly requests: number;
  /**
   * With speculation: for each of these requests the tokens it got beyond the first. Absent: none.
   */
  readonly skippedTokens?: readonly number[];
  /** The whole call as the router sees it. */
  readonly inferenceSeconds: number;
  /** The model's forward pass; less than the whole. */
  readonly forwardSeconds: number;
  /** Turning the model's output into tokens; not the decode step. */
  readonly decodeSeconds: number;
  /** Sending the tokens and dropping finished requests from the batch. */
  readonly filterSeconds: number;
  /** If batches were joined for this call. */
  readonly concatSeconds?: number;
}

/** The model failed: every request of the batch fails with 424. */
export interface TgiInferenceFailed extends Moment {
  readonly kind: "inference-failed";
  readonly method: TgiMethod;
  /** Requests in the batch. No `request-failed` is due for them. */
  readonly requests: number;
}

/** The last token is out. Streams and plain answers alike. */
export interface TgiRequestFinished extends Moment {
  readonly kind: "request-finished";
  readonly generatedTokens: number;
  /** From the handler's entry to the queue. */
  readonly validationSeconds: number;
  readonly queueSeconds: number;
  /** From the forming of the batch to the last token. */
  readonly inferenceSeconds: number;
  /** From the handler's entry to the last token. */
  readonly totalSeconds: number;
}

/** `dropped`: the client went away. `incomplete`: the stream ended without a last token. */
export interface TgiRequestFailed extends Moment {
  readonly kind: "request-failed";
  readonly err: "dropped" | "incomplete";
}
