import type { FinishReason, GenerationResult } from "../model/llm/generation";
import type { GenerateCall, LlmServer } from "../servers/llm-server";
import type { Failure } from "../servers/server";
import { answerToken } from "../text/tokens";
import type { TruthLog } from "../truth/truth-log";
import { endTruth, truthOf } from "./call-truth";
import type { Exchange } from "./exchange";

/** How an engine says what happens in a generation. */
export interface GenerationWords {
  /** The answer is sent token by token. */
  readonly streamed: boolean;
  readonly begin: (exchange: Exchange) => void;
  /** A stream begins before it is known whether the request will be refused. */
  readonly beginsAtOnce: boolean;
  readonly token: (text: string, index: number, last: FinishReason | undefined) => string;
  /** What ends the stream after its last token. */
  readonly streamEnd: (whole: string, result: GenerationResult) => string;
  /** A failure inside a stream, with what ends the stream then. */
  readonly streamFailure: (failure: Failure) => string;
  readonly whole: (exchange: Exchange, text: string, result: GenerationResult) => void;
  readonly failure: (exchange: Exchange, failure: Failure) => void;
}

export type CallWithoutTruth = Omit<GenerateCall, "truth">;

/** Runs a generation for an HTTP request and answers in the engine's words. */
export function answerGeneration(
  exchange: Exchange,
  server: LlmServer,
  call: CallWithoutTruth,
  words: GenerationWords,
  { log, role, enter }: Surroundings,
): void {
  const truth = truthOf(exchange, log, role);
  truth.stage.inputTokens = call.inputTokens;
  let text = "";
  let over = false;
  const begin = (): void => {
    if (!exchange.hasBegun) words.begin(exchange);
  };
  if (words.streamed && words.beginsAtOnce) begin();
  const running = server.generate(
    { ...call, truth: truth.stage },
    {
      token: (index, last) => {
        const piece = answerToken(index);
        text += piece;
        if (truth.ownRecord !== undefined) log.token(truth.ownRecord);
        if (!words.streamed) return;
        begin();
        exchange.write(words.token(piece, index, last));
      },
      finished: (result) => {
        over = true;
        endTruth(log, truth, "ok", 200);
        if (words.streamed) exchange.end(words.streamEnd(text, result));
        else words.whole(exchange, text, result);
      },
      failed: (failure) => {
        over = true;
        endTruth(log, truth, "failed", exchange.hasBegun ? 200 : failure.status);
        if (exchange.hasBegun) exchange.end(words.streamFailure(failure));
        else words.failure(exchange, failure);
      },
    },
  );
  if (words.streamed && !exchange.hasBegun && exchange.isOpen) begin();
  exchange.onGone(() => {
    if (over) return;
    enter(() => {
      running.cancel();
      endTruth(log, truth, "abandoned", exchange.hasBegun ? 200 : 0);
    });
  });
}

/** What the routes of an engine need beside the engine. */
export interface Surroundings {
  readonly log: TruthLog;
  /** The service's name in the log. */
  readonly role: string;
  /** Comes into the simulated time from outside: {@link WallClock.enter}. */
  readonly enter: (action: () => void) => void;
  /** Unix time, in seconds. */
  readonly unixTime: () => number;
  readonly now: () => number;
}
