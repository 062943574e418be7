import type { HttpAnswered, ProcessSampled, PythonOptions } from "../python/events";
import type { Moment } from "../server-metrics";

/** `0.6`: engine V0, as 0.6.6. `0.10`: as 0.10.2. `0.33`: as 0.33.0. */
export type VllmVersion = "0.6" | "0.10" | "0.33";

export interface VllmOptions extends PythonOptions {
  readonly version: VllmVersion;
  /** The served model's name, a label of every series. */
  readonly model: string;
  /** `--max-model-len`: bounds the buckets of token counts. */
  readonly maxModelLength: number;
  /** Tokens a KV block holds and number of blocks, as `vllm:cache_config_info` tells. */
  readonly blockSize: number;
  readonly blocks: number;
  /** `--gpu-memory-utilization`, likewise. Default 0.9, from 0.33 on 0.92. */
  readonly gpuMemoryUtilization?: number;
}

export type VllmEvent =
  VllmStep | VllmRequestFinished | VllmAdmissionRejected | ProcessSampled | HttpAnswered;

/**
 * The engine finished a step. Also sent, without `outputs`, when the scheduler's state changed and
 * no token came of it: that is how the gauges fall after the last client went away.
 */
export interface VllmStep extends Moment {
  readonly kind: "step";
  /** Requests in the running batch and waiting, after the step. */
  readonly running: number;
  readonly waiting: number;
  /** Of the waiting ones, those held back for another reason than capacity. Default 0. */
  readonly deferred?: number;
  /** Used KV blocks, 0 to 1. */
  readonly kvCacheUsage: number;
  /** Tokens looked up in the prefix cache when requests were scheduled in this step, and found. */
  readonly prefixCacheQueries: number;
  readonly prefixCacheHits: number;
  readonly outputs?: VllmOutputs;
}

export interface VllmOutputs {
  /** Prompt tokens of the requests whose first token came in this step, cached ones included. */
  readonly promptTokens: number;
  /** Of these, those found in the prefix cache. */
  readonly cachedPromptTokens: number;
  readonly generationTokens: number;
  /** Requests put back into the queue in this step, for want of KV blocks. Counted once each time. */
  readonly preemptions: number;
  /** For each first token of this step the time since the request's arrival. */
  readonly firstTokenSeconds: readonly number[];
  /** For each later token of this step the time since the one before. */
  readonly interTokenSeconds: readonly number[];
}

/**
 * An answer is complete; sent after the step of its last token. A request for several answers (`n`)
 * has one event an answer. A request whose client went away has none: the real server forgets it.
 */
export interface VllmRequestFinished extends Moment {
  readonly kind: "request-finished";
  readonly reason: "stop" | "length" | "abort" | "error" | "repetition";
  readonly promptTokens: number;
  readonly cachedPromptTokens: number;
  readonly generationTokens: number;
  /** `max_tokens` of the request or what the server put in its place. */
  readonly maxTokens: number;
  /** Times the request was put back into the queue. */
  readonly preemptions: number;
  /** From arrival to the last token. */
  readonly totalSeconds: number;
  /** From being queued to being scheduled (for the last time, if preempted). */
  readonly queueSeconds: number;
  /** From there to the first token. */
  readonly prefillSeconds: number;
  /** From the first to the last token. */
  readonly decodeSeconds: number;
  /** Of a request for several answers. Default: it asked for this one only. */
  readonly answers?: VllmAnswers;
}

/** `pending`: not the last answer of its request. */
export type VllmAnswers =
  | "pending"
  | {
      /** Answers the request asked for. */
      readonly n: number;
      /** Tokens of its longest answer. */
      readonly longest: number;
    };

/** From 0.33 on; only when a limit of queued requests or tokens is set. */
export interface VllmAdmissionRejected extends Moment {
  readonly kind: "admission-rejected";
  readonly reason: "max_num_queued_reqs" | "max_num_queued_tokens";
}
