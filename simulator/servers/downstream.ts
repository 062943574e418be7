import type { TruthStage } from "../truth/truth-log";
import type { Running } from "./server";

/** A text, of which a simulation mostly needs to know how long it is. */
export interface Text {
  readonly tokens: number;
  /** Empty where nobody reads it: on the virtual clock. */
  readonly text: string;
}

/** What a service answered; `status` is the HTTP status, 0 if there was no connection. */
export type Answer<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly status: number };

export interface PromptCall {
  readonly prompt: Text;
  /** Tokens of the template at its start, the same in every prompt. */
  readonly sharedPrefixTokens: number;
  readonly maxTokens: number;
  readonly ignoreEos: boolean;
  readonly streamed: boolean;
}

export interface PromptClient {
  token(piece: string): void;
  /** The stream is over, or the whole answer is there. */
  finished(whole: string): void;
  failed(failure: PromptFailure): void;
}

export interface PromptFailure {
  readonly status: number;
  /**
   * The engine said so inside a stream that began with status 200, where the orchestrator, like the
   * real one, does not look for it.
   */
  readonly inStream: boolean;
}

/**
 * The services behind the megaservice, reached over HTTP or, where time is virtual, directly. Each
 * method calls back once.
 */
export interface Downstream {
  /** Absent: no guardrails in this deployment. The value tells whether the question may be asked. */
  readonly guard?: (
    question: Text,
    truth: TruthStage,
    done: (answer: Answer<boolean>) => void,
  ) => void;
  embed(question: Text, truth: TruthStage, done: (answer: Answer<Embedding>) => void): void;
  retrieve(
    search: { readonly question: Text; readonly embedding: Embedding; readonly count: number },
    truth: TruthStage,
    done: (answer: Answer<readonly Text[]>) => void,
  ): void;
  /** Absent: no reranking in this deployment. The values are places in `documents`, best first. */
  readonly rerank?: (
    ranking: { readonly question: Text; readonly documents: readonly Text[] },
    truth: TruthStage,
    done: (answer: Answer<readonly number[]>) => void,
  ) => void;
  generate(call: PromptCall, truth: TruthStage, client: PromptClient): Running;
}

/** A vector as JSON, which only the retriever reads. */
export type Embedding = string;
