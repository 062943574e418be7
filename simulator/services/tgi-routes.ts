import type { LlmServer } from "../servers/llm-server";
import { promptHead, promptHeadTokens } from "../text/rag-prompt";
import { tokensIn } from "../text/tokens";
import { healthy, withBody, wrongFields } from "./axum";
import { promptOfMessages } from "./chat-messages";
import { type Surroundings, answerGeneration } from "./generation-answer";
import type { Handler, Routes } from "./http-service";
import { numberIn, objectIn, textIn } from "./json-fields";
import { tgiChatWords, tgiCompletionWords } from "./tgi-chat-words";
import { tgiPlainWords } from "./tgi-plain-words";
import { infoOf, modelsOf } from "./tgi-info";

/** TGI's HTTP API: `router/src/server.rs` of 2.4 and 3.3. */
export function tgiRoutes(around: Surroundings): Routes<LlmServer> {
  const generate = (streamed: boolean): Handler<LlmServer> =>
    withBody<LlmServer>((exchange, server, fields) => {
      const inputs = textIn(fields, "inputs");
      if (inputs === undefined) {
        wrongFields(exchange, "missing field `inputs`");
        return;
      }
      const parameters = objectIn(fields, "parameters") ?? {};
      const stream = streamed || fields["stream"] === true;
      const call = {
        route: stream ? "/generate_stream" : "/generate",
        ...lengthsOf(inputs, numberIn(parameters, "max_new_tokens")),
      } as const;
      const details = parameters["details"] === true;
      const words = tgiPlainWords(server.limits, { streamed: stream, details, inputs }, around);
      answerGeneration(exchange, server, call, words, around);
    });
  const chat = withBody<LlmServer>((exchange, server, fields) => {
    const prompt = promptOfMessages(fields);
    if (prompt === undefined) {
      wrongFields(exchange, "missing field `messages`");
      return;
    }
    const maxTokens = numberIn(fields, "max_tokens", "max_completion_tokens");
    const call = { route: "/v1/chat/completions", ...lengthsOf(prompt, maxTokens) } as const;
    answerGeneration(exchange, server, call, tgiChatWords(server.limits, fields, around), around);
  });
  const complete = withBody<LlmServer>((exchange, server, fields) => {
    const prompt = textIn(fields, "prompt");
    if (prompt === undefined) {
      wrongFields(exchange, "missing field `prompt`");
      return;
    }
    const maxTokens = numberIn(fields, "max_tokens");
    const call = { route: "/v1/completions", ...lengthsOf(prompt, maxTokens) } as const;
    const words = tgiCompletionWords(server.limits, fields, around);
    answerGeneration(exchange, server, call, words, around);
  });
  return {
    handlers: new Map<string, Handler<LlmServer>>([
      ["GET /health", healthy],
      ["GET /ping", healthy],
      [
        "GET /info",
        (exchange, { limits }) => {
          exchange.json(200, infoOf(limits));
        },
      ],
      [
        "GET /v1/models",
        (exchange, { limits }) => {
          exchange.json(200, modelsOf(limits));
        },
      ],
      ["POST /", generate(false)],
      ["POST /generate", generate(false)],
      ["POST /generate_stream", generate(true)],
      ["POST /v1/chat/completions", chat],
      ["POST /v1/completions", complete],
    ]),
    notFound: (exchange, pathExists) => {
      exchange.send(pathExists ? 405 : 404, "text/plain", "");
    },
  };
}

function lengthsOf(prompt: string, maxNewTokens: number | undefined) {
  return {
    inputTokens: tokensIn(prompt),
    sharedPrefixTokens: prompt.includes(promptHead) ? promptHeadTokens : 0,
    ...(maxNewTokens !== undefined && { maxNewTokens }),
  };
}
