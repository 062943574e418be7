import type { MegaserviceServer, Question } from "../servers/megaservice-server";
import { questionDefaults } from "../servers/megaservice-server";
import { tokensIn } from "../text/tokens";
import { promptOfMessages } from "./chat-messages";
import type { Exchange } from "./exchange";
import type { Handler, Routes } from "./http-service";
import { type Fields, numberIn, parseObject, textIn } from "./json-fields";
import { internalError, opeaRoutes } from "./opea-routes";
import { pythonBytes } from "./python-bytes";
import { doneFrame, frame } from "./sse";

/** `/v1/chatqna`: GenAIExamples ChatQnA/chatqna.py at 1.5. */
export function megaserviceRoutes(
  enter: (action: () => void) => void,
  unixTime: () => number,
): Routes<MegaserviceServer> {
  const chat: Handler<MegaserviceServer> = (exchange, server) => {
    const fields = parseObject(exchange.body);
    const question = fields === undefined || fields === null ? undefined : questionOf(fields);
    // The real one does not check what it reads: an exception, and so a 500 where others say 422.
    if (question === undefined) internalError(exchange);
    else answer(exchange, server, question, enter, unixTime);
  };
  return opeaRoutes("ChatQnAService", [["POST /v1/chatqna", chat]]);
}

function answer(
  exchange: Exchange,
  server: MegaserviceServer,
  question: Question,
  enter: (action: () => void) => void,
  unixTime: () => number,
): void {
  let over = false;
  const begin = (): void => {
    if (!exchange.hasBegun) exchange.stream("text/event-stream; charset=utf-8");
  };
  const running = server.ask(question, {
    token: (piece) => {
      begin();
      exchange.write(frame(pythonBytes(piece)));
    },
    done: (whole) => {
      over = true;
      if (question.streamed) {
        begin();
        exchange.end(doneFrame);
      } else {
        exchange.json(200, completion(whole, unixTime()));
      }
    },
    failed: () => {
      over = true;
      internalError(exchange);
    },
    broken: () => {
      over = true;
      exchange.cut();
    },
  });
  exchange.onGone(() => {
    if (!over) {
      enter(() => {
        running.cancel();
      });
    }
  });
}

/** Undefined if the real one would trip over it. */
function questionOf(fields: Fields): Question | undefined {
  const text = textIn(fields, "messages") ?? promptOfMessages(fields);
  if (text === undefined) return undefined;
  return {
    text: { text, tokens: tokensIn(text) },
    maxTokens: numberIn(fields, "max_tokens") ?? questionDefaults.maxTokens,
    ignoreEos: fields["ignore_eos"] === true,
    streamed: fields["stream"] !== false,
    k: numberIn(fields, "k") ?? questionDefaults.k,
    topN: numberIn(fields, "top_n") ?? questionDefaults.topN,
  };
}

function completion(content: string, unixTime: number): object {
  return {
    id: "chatcmpl-simulated",
    object: "chat.completion",
    created: Math.floor(unixTime),
    model: "chatqna",
    choices: [
      { index: 0, message: { role: "assistant", content }, finish_reason: "stop", metadata: null },
    ],
    usage: { prompt_tokens: 0, total_tokens: 0, completion_tokens: 0 },
  };
}
