import type { OpeaEvent } from "../metrics/opea/events";
import type { TruthLog } from "../truth/truth-log";
import type { Downstream, Text } from "./downstream";
import { OpeaServer, type OpeaServerParts } from "./opea-server";
import { Pipeline, type PipelineClient } from "./pipeline";
import type { Running } from "./server";

/** A question as the megaservice takes it, with OPEA's defaults filled in. */
export interface Question {
  readonly text: Text;
  readonly maxTokens: number;
  readonly ignoreEos: boolean;
  readonly streamed: boolean;
  /** Documents to search for, and documents to keep after ranking: OPEA's `k` and `top_n`. */
  readonly k: number;
  readonly topN: number;
}

export const questionDefaults = { maxTokens: 1024, k: 4, topN: 1 } as const;

export interface MegaserviceParts extends OpeaServerParts {
  readonly downstream: Downstream;
  readonly truth: TruthLog;
  /** The prompt that OPEA puts around question and documents. */
  readonly prompt: (question: Text, documents: readonly Text[]) => Prompt;
  /** Seconds that the orchestrator itself takes before each call. */
  readonly overheadSeconds: number;
}

export interface Prompt {
  readonly prompt: Text;
  readonly sharedPrefixTokens: number;
}

/** OPEA's megaservice of ChatQnA, whose orchestrator puts each question to the other services. */
export class MegaserviceServer extends OpeaServer {
  constructor(protected override readonly parts: MegaserviceParts) {
    super(parts);
  }

  ask(question: Question, client: PipelineClient): Running {
    const { truth, clock } = this.parts;
    const record = (event: OpeaEvent): void => {
      this.parts.metrics.record(event);
    };
    record({ kind: "pipeline-started", at: clock.now() });
    const pipeline = new Pipeline(question, truth.begin("megaservice"), this.parts, record, client);
    const end = this.begin(() => {
      pipeline.break();
    });
    pipeline.run(() => {
      end();
    });
    return pipeline;
  }
}
