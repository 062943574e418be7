import type { FinishReason, GenerationResult } from "../model/llm/generation";
import type { TruthStage } from "../truth/truth-log";
import type { Failure, Running, SimulatedServer } from "./server";

export type LlmRoute =
  "/generate" | "/generate_stream" | "/v1/chat/completions" | "/v1/completions";

/** A generation, asked of a server. */
export interface GenerateCall {
  readonly route: LlmRoute;
  readonly inputTokens: number;
  /** Tokens at its start that other prompts share. Default 0. */
  readonly sharedPrefixTokens?: number;
  /** Default: the server's own. */
  readonly maxNewTokens?: number;
  /** The answer goes on to its limit, whatever the model would do. */
  readonly ignoreEos?: boolean;
  readonly truth: TruthStage;
}

export interface GenerateClient {
  /** The last token has the reason why it is the last. */
  token(index: number, last?: FinishReason): void;
  finished(result: GenerationResult): void;
  /** At once if refused, in the middle of the tokens if the engine fails. */
  failed(failure: Failure): void;
}

/** What both engines' servers do; how they say it is the business of their routes. */
export interface LlmServer extends SimulatedServer {
  readonly limits: LlmLimits;
  /** Streams begin with status 200 whatever comes, so that a refusal stands inside: TGI. */
  readonly tellsErrorsInStreams: boolean;
  generate(call: GenerateCall, client: GenerateClient): Running;
}

export interface LlmLimits {
  readonly model: string;
  readonly version: string;
  readonly maxInputTokens: number;
  readonly maxTotalTokens: number;
  readonly maxConcurrentRequests: number;
}

/** Seconds that a tokeniser takes, measured when the bodies were recorded: about 1 µs a token. */
export function tokenisationSeconds(tokens: number): number {
  return 2e-4 + 1e-6 * tokens;
}

export function noteGeneration(truth: TruthStage, result: GenerationResult): void {
  truth.outputTokens = result.tokens;
  truth.scheduled = result.scheduled;
  truth.firstToken = result.firstToken;
  if (result.preemptions > 0) truth.preemptions = result.preemptions;
}
