import type { OpeaEvent } from "../metrics/opea/events";
import type { Outcome, TruthRecord, TruthStage } from "../truth/truth-log";
import type { Answer, PromptFailure, Text } from "./downstream";
import type { MegaserviceParts, Question } from "./megaservice-server";
import { type Running, nothingToCancel } from "./server";

/** Who asked. One of `done`, `failed` and `broken` comes last. */
export interface PipelineClient {
  /** A piece of a streamed answer. */
  token(piece: string): void;
  /** The answer is complete; `whole` is empty if it was streamed. */
  done(whole: string): void;
  /** There will be no answer; nothing was sent yet. */
  failed(status: number): void;
  /** The stream breaks off. */
  broken(): void;
}

/**
 * One question on its way: guard, embed, retrieve, rerank, generate, as ChatQnA's `chatqna.py` has
 * it. Without documents nothing is reranked. What the real orchestrator overlooks is overlooked here:
 * an error that the LLM tells inside its stream counts as an answer, and one that it tells by its
 * status ends the client's stream as if it were complete.
 */
export class Pipeline implements Running {
  private readonly started: number;
  private lastChunk = 0;
  private chunks = 0;
  private over = false;
  private generation = nothingToCancel;
  private ended: () => void = () => undefined;

  constructor(
    private readonly question: Question,
    private readonly truth: TruthRecord,
    private readonly parts: MegaserviceParts,
    private readonly record: (event: OpeaEvent) => void,
    private readonly client: PipelineClient,
  ) {
    this.started = parts.clock.now();
  }

  /** @param ended called when it is over, however it ended */
  run(ended: () => void): void {
    this.ended = ended;
    if (this.parts.downstream.guard === undefined) this.embed();
    else this.guard();
  }

  /** The client went away. */
  cancel(): void {
    if (this.over) return;
    this.generation.cancel();
    this.fail("abandoned", undefined);
  }

  /** The megaservice itself goes down. */
  break(): void {
    if (this.over) return;
    this.generation.cancel();
    this.fail("failed", 0);
    this.client.broken();
  }

  private guard(): void {
    this.call<boolean>(
      "guardrails",
      (stage, done) => {
        this.parts.downstream.guard?.(this.question.text, stage, done);
      },
      (passed) => {
        if (passed) this.embed();
        else this.refuse();
      },
    );
  }

  /** The guardrails' own words become the answer. */
  private refuse(): void {
    const words = "Violated policies: O1, please check your input.";
    // A stream made up by the orchestrator goes past its counters: `pending` stays one too high.
    this.record({ kind: "pipeline-failed", at: this.now() });
    this.finish("ok", 200);
    if (this.question.streamed) this.client.token(words);
    this.client.done(this.question.streamed ? "" : words);
  }

  private embed(): void {
    this.call<string>(
      "embedding",
      (stage, done) => {
        this.parts.downstream.embed(this.question.text, stage, done);
      },
      (embedding) => {
        this.retrieve(embedding);
      },
    );
  }

  private retrieve(embedding: string): void {
    const { text: question, k: count } = this.question;
    this.call<readonly Text[]>(
      "retriever",
      (stage, done) => {
        this.parts.downstream.retrieve({ question, embedding, count }, stage, done);
      },
      (documents, stage) => {
        stage.documents = documents.length;
        if (documents.length > 0 && this.parts.downstream.rerank !== undefined)
          this.rerank(documents);
        else this.generate(documents);
      },
    );
  }

  private rerank(documents: readonly Text[]): void {
    const { text: question, topN } = this.question;
    this.call<readonly number[]>(
      "reranking",
      (stage, done) => {
        stage.documents = documents.length;
        this.parts.downstream.rerank?.({ question, documents }, stage, done);
      },
      (order) => {
        this.generate(order.slice(0, topN).flatMap((place) => documents[place] ?? []));
      },
    );
  }

  private generate(documents: readonly Text[]): void {
    const { clock, downstream, overheadSeconds, truth } = this.parts;
    const { maxTokens, ignoreEos, streamed } = this.question;
    clock.after(overheadSeconds, () => {
      if (this.over) return;
      const { prompt, sharedPrefixTokens } = this.parts.prompt(this.question.text, documents);
      const stage = truth.beginStage(this.truth, "llm");
      stage.inputTokens = prompt.tokens;
      const call = { prompt, sharedPrefixTokens, maxTokens, ignoreEos, streamed };
      this.generation = downstream.generate(call, stage, {
        token: (piece) => {
          if (this.over || !streamed) return;
          truth.token(this.truth);
          this.chunk();
          this.client.token(piece);
        },
        finished: (whole) => {
          if (this.over) return;
          truth.endStage(stage, 200);
          if (!streamed) truth.wholeAnswer(this.truth, stage.outputTokens ?? 0);
          this.complete(whole, "ok");
        },
        failed: (failure) => {
          if (this.over) return;
          truth.endStage(stage, failure.status);
          this.generationFailed(failure);
        },
      });
    });
  }

  private generationFailed({ status, inStream }: PromptFailure): void {
    if (!this.question.streamed) {
      this.answerFailure();
    } else if (inStream) {
      this.chunk();
      this.complete("", "failed");
    } else if (status === 0) {
      this.connectionLost();
    } else {
      this.fail("failed", 200);
      this.client.done("");
    }
  }

  private connectionLost(): void {
    if (this.chunks === 0) {
      this.answerFailure();
      return;
    }
    this.fail("failed", 200);
    this.client.broken();
  }

  private complete(whole: string, outcome: Outcome): void {
    const { streamed } = this.question;
    // `[DONE]` is a chunk too.
    if (streamed) this.chunk();
    this.record({
      kind: "pipeline-finished",
      at: this.now(),
      streamed,
      seconds: this.now() - this.started,
    });
    this.finish(outcome, 200);
    this.client.done(streamed ? "" : whole);
  }

  /** A call of a service, after what the orchestrator itself takes. */
  private call<T>(
    service: string,
    make: (stage: TruthStage, done: (answer: Answer<T>) => void) => void,
    next: (value: T, stage: TruthStage) => void,
  ): void {
    const { clock, overheadSeconds, truth } = this.parts;
    clock.after(overheadSeconds, () => {
      if (this.over) return;
      const stage = truth.beginStage(this.truth, service);
      make(stage, (answer) => {
        truth.endStage(stage, answer.ok ? 200 : answer.status);
        if (this.over) return;
        if (answer.ok) next(answer.value, stage);
        else this.answerFailure();
      });
    });
  }

  private chunk(): void {
    const at = this.now();
    const position = this.chunks++ === 0 ? "first" : "later";
    const since = position === "first" ? this.started : this.lastChunk;
    this.lastChunk = at;
    this.record({ kind: "pipeline-chunk", at, position, seconds: at - since });
  }

  private answerFailure(): void {
    this.fail("failed", 500);
    this.client.failed(500);
  }

  private fail(outcome: Outcome, status: number | undefined): void {
    this.record({ kind: "pipeline-failed", at: this.now() });
    this.finish(outcome, status);
  }

  private finish(outcome: Outcome, status: number | undefined): void {
    this.over = true;
    this.parts.truth.end(this.truth, outcome, status);
    this.ended();
  }

  private now(): number {
    return this.parts.clock.now();
  }
}
