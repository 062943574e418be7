import { type Lengths, meanLength } from "../model/lengths";
import type { SearchTime } from "../servers/retriever-server";

/**
 * What the questions, documents and answers are like, and how long the Python services take. Our
 * assumptions, each a round figure: `docs/simulator.md` lists them.
 */
export interface WorkloadShape {
  /** Tokens of a question. */
  readonly questions: Lengths;
  /** Tokens of a document. */
  readonly chunks: Lengths;
  /** Tokens of an answer, if the client allows as many. */
  readonly answers: Lengths;
  /** Tokens that clients allow: `max_tokens`. */
  readonly maxTokens: number;
  readonly search: SearchTime;
  /** Searches that the retriever does at once. */
  readonly retrieverWorkers: number;
  /** Seconds that a chunk takes dataprep. */
  readonly chunkSeconds: number;
  /** Seconds the orchestrator takes before each call. */
  readonly overheadSeconds: number;
  /** Documents in the vector store at the start. */
  readonly documents: number;
  /** Share of the questions that the guardrails find unsafe. */
  readonly unsafe: number;
}

export const chatShape: WorkloadShape = {
  questions: { median: 20, sigma: 0.6, min: 3, max: 400 },
  // Dataprep cuts at 1,500 characters, which are at most 375 tokens of four.
  chunks: { median: 330, sigma: 0.15, min: 40, max: 375 },
  answers: { median: 150, sigma: 0.7, min: 1, max: 1024 },
  maxTokens: 1024,
  search: { median: 8e-3, sigma: 0.4 },
  retrieverWorkers: 4,
  chunkSeconds: 0.03,
  overheadSeconds: 2e-3,
  documents: 5000,
  unsafe: 0.01,
};

/** Tokens of OPEA's prompt template around question and documents. */
export const templateTokens = 110;

export function meanPromptTokens(shape: WorkloadShape, documentsKept: number): number {
  return templateTokens + meanLength(shape.questions) + documentsKept * meanLength(shape.chunks);
}
