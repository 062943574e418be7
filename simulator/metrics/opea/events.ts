import type { HttpAnswered, ProcessSampled, PythonOptions } from "../python/events";
import type { Moment } from "../server-metrics";

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
