import { OpeaServer, type OpeaServerParts } from "./opea-server";

export interface GuardrailsParts extends OpeaServerParts {
  /** Puts a question to the engine that judges; calls back whether it answered. */
  readonly judge: (tokens: number, done: (answered: boolean) => void) => void;
  /** Share of the questions that are found unsafe. */
  readonly unsafe: number;
}

export type Verdict = "safe" | "unsafe" | undefined;

/** OPEA's guardrails: lets an engine of its own judge each question. */
export class GuardrailsServer extends OpeaServer {
  constructor(protected override readonly parts: GuardrailsParts) {
    super(parts);
  }

  /** `done` gets undefined if there is no verdict. */
  check(tokens: number, done: (verdict: Verdict) => void): void {
    const { judge, random, unsafe, trouble } = this.parts;
    const end = this.begin(() => {
      if (end()) done(undefined);
    });
    const fails = random.chance(trouble.failing);
    const verdict = random.chance(unsafe) ? "unsafe" : "safe";
    judge(tokens, (answered) => {
      if (end()) done(answered && !fails ? verdict : undefined);
    });
  }
}
