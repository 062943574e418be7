/**
 * What a model of a server tells the part that writes its `/metrics`. One union of events a server
 * kind; each event says at which moment of the real server it is due, and is sent once for that
 * moment. What the real server does not count has no event: a request whose JSON cannot be read
 * reaches no counter of TGI, TEI or the vLLM engine.
 *
 * Durations and `at` are seconds, `at` on the clock of the caller. Events of one server are sent in
 * the order of their `at`. A server's quirks are the metrics' business, not the sender's: send what
 * happened (a chat, a failed pipeline) and not what the counters should show.
 */
export interface ServerMetrics<Event> {
  record(event: Event): void;
  /** The body that `GET /metrics` answers at a moment not before the last event's. */
  render(at: number): MetricsAnswer;
}

export interface MetricsAnswer {
  /** The value of the header `Content-Type`. */
  readonly contentType: string;
  readonly body: string;
}

/** What all events have. */
interface Moment {
  readonly at: number;
}

// TGI

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

// TEI

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

// Servers written in Python: vLLM and all of OPEA

/** What prometheus_client reads from the system. Unset figures keep their last value. */
export interface ProcessSampled extends Moment {
  readonly kind: "process-sampled";
  readonly cpuSeconds?: number;
  readonly residentBytes?: number;
  readonly virtualBytes?: number;
  readonly openFileDescriptors?: number;
  /** Runs of the garbage collector since start and what they freed, of generations 0, 1 and 2. */
  readonly collections?: readonly [number, number, number];
  readonly collected?: readonly [number, number, number];
}

/**
 * An HTTP answer is complete, the stream's last byte included. Send it for every request, also for
 * `/metrics` and health checks: whether they count depends on the server.
 */
export interface HttpAnswered extends Moment {
  readonly kind: "http-answered";
  readonly method: string;
  /** The route; undefined for a path that no route matches, and for a method it does not take. */
  readonly handler: string | undefined;
  readonly status: number;
  /** `Content-Length` of the request; 0 without. */
  readonly requestBytes: number;
  /** `Content-Length` of the answer; 0 without, as with streams. */
  readonly responseBytes: number;
  readonly seconds: number;
}

interface PythonOptions {
  /**
   * Unix time at which the caller's clock reads 0: what start times are written in. Default 0, for
   * a clock that is Unix time itself.
   */
  readonly epoch?: number;
  /** When the server is ready to serve, on the caller's clock. */
  readonly startedAt: number;
}

// vLLM

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

// OPEA

export type OpeaVersion = "1.0" | "1.1" | "1.2" | "1.3" | "1.4" | "1.5";

export interface OpeaOptions extends PythonOptions {
  readonly version: OpeaVersion;
  /** Only the megaservice has an orchestrator; the other services differ in their routes only. */
  readonly service: "megaservice" | "retriever" | "dataprep" | "guardrails";
}

/** The orchestrator's events are for the megaservice only. */
export type OpeaEvent =
  | PipelineStarted
  | PipelineChunk
  | PipelineFinished
  | PipelineFailed
  | ProcessSampled
  | HttpAnswered;

/** The megaservice took up a question; not sent for one it could not read. */
export interface PipelineStarted extends Moment {
  readonly kind: "pipeline-started";
}

/** The megaservice passed on a chunk of the LLM's stream, `[DONE]` included. */
export interface PipelineChunk extends Moment {
  readonly kind: "pipeline-chunk";
  readonly position: "first" | "later";
  /** Since the start of the pipeline for the first chunk, since the one before for later ones. */
  readonly seconds: number;
}

export interface PipelineFinished extends Moment {
  readonly kind: "pipeline-finished";
  readonly streamed: boolean;
  /** The whole pipeline. */
  readonly seconds: number;
}

/** A service behind the megaservice failed, or the client went away amid the stream. */
export interface PipelineFailed extends Moment {
  readonly kind: "pipeline-failed";
}
