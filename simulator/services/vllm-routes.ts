import type { LlmServer } from "../servers/llm-server";
import { promptHead, promptHeadTokens } from "../text/rag-prompt";
import { tokensIn } from "../text/tokens";
import { promptOfMessages } from "./chat-messages";
import type { Exchange } from "./exchange";
import { type Surroundings, answerGeneration } from "./generation-answer";
import type { Handler, Routes } from "./http-service";
import { type Fields, numberIn, parseObject, textIn } from "./json-fields";
import { vllmChatWords, vllmCompletionWords, vllmFailure, modelCard } from "./vllm-words";

/** vLLM's OpenAI server: `vllm/entrypoints/openai` of 0.10. */
export function vllmRoutes(around: Surroundings): Routes<LlmServer> {
  const chat = withBody((exchange, server, fields) => {
    const prompt = promptOfMessages(fields);
    if (prompt === undefined) {
      badRequest(
        exchange,
        server,
        "[{'type': 'missing', 'loc': ('body', 'messages'), 'msg': 'Field required'}]",
      );
      return;
    }
    const words = vllmChatWords(server.limits, fields, prompt, around);
    const call = { route: "/v1/chat/completions", ...callOf(prompt, fields) } as const;
    answerGeneration(exchange, server, call, words, around);
  });
  const complete = withBody((exchange, server, fields) => {
    const prompt = textIn(fields, "prompt");
    if (prompt === undefined) {
      badRequest(
        exchange,
        server,
        "Either prompt or prompt_embeds must be provided and non-empty.",
      );
      return;
    }
    const words = vllmCompletionWords(server.limits, fields, prompt, around);
    // OpenAI's own default for completions, which vLLM keeps.
    const call = { route: "/v1/completions", maxNewTokens: 16, ...callOf(prompt, fields) } as const;
    answerGeneration(exchange, server, call, words, around);
  });
  return {
    handlers: new Map<string, Handler<LlmServer>>([
      ["GET /health", empty],
      ["GET /ping", empty],
      [
        "GET /version",
        (exchange, { limits }) => {
          exchange.json(200, { version: limits.version });
        },
      ],
      [
        "GET /v1/models",
        (exchange, { limits }) => {
          exchange.json(200, { object: "list", data: [modelCard(limits, around)] });
        },
      ],
      ["POST /v1/chat/completions", chat],
      ["POST /v1/completions", complete],
    ]),
    notFound: (exchange, pathExists) => {
      if (pathExists) exchange.json(405, { detail: "Method Not Allowed" });
      else exchange.json(404, { detail: "Not Found" });
    },
  };
}

function empty(exchange: Exchange): void {
  exchange.send(200, "application/json", "");
}

function callOf(prompt: string, fields: Fields) {
  const maxNewTokens = numberIn(fields, "max_completion_tokens", "max_tokens");
  return {
    inputTokens: tokensIn(prompt),
    sharedPrefixTokens: prompt.includes(promptHead) ? promptHeadTokens : 0,
    ignoreEos: fields["ignore_eos"] === true,
    ...(maxNewTokens !== undefined && { maxNewTokens }),
  };
}

function withBody(
  handle: (exchange: Exchange, server: LlmServer, fields: Fields) => void,
): Handler<LlmServer> {
  return (exchange, server) => {
    const fields = parseObject(exchange.body);
    if (fields === undefined || fields === null) {
      badRequest(
        exchange,
        server,
        "[{'type': 'json_invalid', 'loc': ('body', 0), 'msg': 'JSON decode error'}]",
      );
      return;
    }
    const { model } = server.limits;
    const asked = textIn(fields, "model") ?? model;
    if (asked === model) {
      handle(exchange, server, fields);
      return;
    }
    const message = `The model \`${asked}\` does not exist.`;
    vllmFailure(server.limits)(exchange, { status: 404, kind: "NotFoundError", message });
  };
}

function badRequest(exchange: Exchange, { limits }: LlmServer, message: string): void {
  vllmFailure(limits)(exchange, { status: 400, kind: "BadRequestError", message });
}
