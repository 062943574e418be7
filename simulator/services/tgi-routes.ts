import type { LlmServer } from "../servers/llm-server";
import { promptHead, promptHeadTokens } from "../text/rag-prompt";
import { tokensIn } from "../text/tokens";
import { promptOfMessages } from "./chat-messages";
import type { Exchange } from "./exchange";
import { type Surroundings, answerGeneration } from "./generation-answer";
import type { Handler, Routes } from "./http-service";
import { type Fields, numberIn, objectIn, parseObject, textIn } from "./json-fields";
import { tgiChatWords, tgiCompletionWords } from "./tgi-chat-words";
import { tgiPlainWords } from "./tgi-plain-words";
import { infoOf, modelsOf } from "./tgi-info";

/** TGI's HTTP API: `router/src/server.rs` of 2.4 and 3.3. */
export function tgiRoutes(around: Surroundings): Routes<LlmServer> {
  const generate = (streamed: boolean): Handler<LlmServer> =>
    withBody((exchange, server, fields) => {
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
  const chat = withBody((exchange, server, fields) => {
    const prompt = promptOfMessages(fields);
    if (prompt === undefined) {
      wrongFields(exchange, "missing field `messages`");
      return;
    }
    const maxTokens = numberIn(fields, "max_tokens", "max_completion_tokens");
    const call = { route: "/v1/chat/completions", ...lengthsOf(prompt, maxTokens) } as const;
    answerGeneration(exchange, server, call, tgiChatWords(server.limits, fields, around), around);
  });
  const complete = withBody((exchange, server, fields) => {
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

function healthy(exchange: Exchange): void {
  exchange.send(200, "text/plain", "");
}

function lengthsOf(prompt: string, maxNewTokens: number | undefined) {
  return {
    inputTokens: tokensIn(prompt),
    sharedPrefixTokens: prompt.includes(promptHead) ? promptHeadTokens : 0,
    ...(maxNewTokens !== undefined && { maxNewTokens }),
  };
}

/** Refuses what axum refuses before TGI's handlers see it: none of that is counted anywhere. */
function withBody(
  handle: (exchange: Exchange, server: LlmServer, fields: Fields) => void,
): Handler<LlmServer> {
  return (exchange, server) => {
    if (exchange.header("content-type")?.startsWith("application/json") !== true) {
      plain(exchange, 415, "Expected request with `Content-Type: application/json`");
      return;
    }
    const fields = parseObject(exchange.body);
    if (fields === undefined) plain(exchange, 400, "Failed to parse the request body as JSON");
    else if (fields === null) wrongFields(exchange, "invalid type, expected struct");
    else handle(exchange, server, fields);
  };
}

function wrongFields(exchange: Exchange, problem: string): void {
  const text = `Failed to deserialize the JSON body into the target type: ${problem}`;
  plain(exchange, 422, text);
}

function plain(exchange: Exchange, status: number, text: string): void {
  exchange.send(status, "text/plain; charset=utf-8", text);
}
