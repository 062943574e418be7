/** What a client asks an engine for. */
export interface GenerationRequest {
  readonly inputTokens: number;
  /** Tokens at the start of the input that other requests share: a prompt template. Default 0. */
  readonly sharedPrefixTokens?: number;
  /** What the client allows. */
  readonly maxNewTokens: number;
  /** Where the model would come to its own end. A real one decides this; here it is drawn before. */
  readonly naturalLength: number;
}

/** Why a generation ended well: the model's own end, or the client's limit. */
export type FinishReason = "stop" | "length";

/** What an engine tells the client of one generation, in this order. */
export interface GenerationClient {
  /** A token came; the first has `index` 1, the last one has the reason why it is the last. */
  token(index: number, last?: FinishReason): void;
  finished(result: GenerationResult): void;
  /** The engine failed it; neither tokens nor `finished` follow. */
  failed(): void;
}

/** The moments are seconds of the simulated time. */
export interface GenerationResult {
  readonly reason: FinishReason;
  readonly tokens: number;
  readonly arrived: number;
  readonly scheduled: number;
  readonly firstToken: number;
  readonly ended: number;
  readonly preemptions: number;
}

/** A generation under way. */
export interface RunningGeneration {
  /** The client went away. */
  cancel(): void;
}

export interface LlmLoad {
  readonly waiting: number;
  readonly running: number;
  /** Used share of the KV-cache, 0 to 1. */
  readonly kvCacheUsage: number;
}

/** An inference engine: takes generations, makes batches of them, and computes tokens. */
export interface LlmEngine {
  submit(request: GenerationRequest, client: GenerationClient): RunningGeneration;
  load(): LlmLoad;
  /** The next step fails, and with it whatever is in its batch. */
  failNextStep(): void;
  /** The process is gone: what it held fails, and nothing more comes of it. */
  die(): void;
}
