import type { TruthLog, TruthStage } from "../truth/truth-log";
import { OpeaServer, type OpeaServerParts } from "./opea-server";

export interface GuardrailsParts extends OpeaServerParts {
  /** Puts a question to the engine that judges; calls back whether it answered. */
  readonly judge: (tokens: number, truth: TruthStage, done: (answered: boolean) => void) => void;
  readonly truth: TruthLog;
  /** Share of the questions that are found unsafe. */
  readonly unsafe: number;
}

export type Verdict = "safe" | "unsafe" | undefined;

/** OPEA's guardrails: lets an engine of its own judge each question. */
export class GuardrailsServer extends OpeaServer {
  constructor(protected override readonly parts: GuardrailsParts) {
    super(parts);
  }

  /**
   * `done` gets undefined if there is no verdict.
   * @param caller the call that asks for it
   */
  check(tokens: number, caller: TruthStage, done: (verdict: Verdict) => void): void {
    const { judge, truth, random, unsafe, trouble } = this.parts;
    const end = this.begin(() => {
      if (end()) done(undefined);
    });
    const fails = random.chance(trouble.failing);
    const verdict = random.chance(unsafe) ? "unsafe" : "safe";
    const stage = truth.beginStageWithin(caller, "guardrails-llm");
    judge(tokens, stage, (answered) => {
      truth.endStage(stage, answered ? 200 : 0);
      if (end()) done(answered && !fails ? verdict : undefined);
    });
  }
}
