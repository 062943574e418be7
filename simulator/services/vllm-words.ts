import { randomUUID } from "node:crypto";
import type { FinishReason, GenerationResult } from "../model/llm/generation";
import type { LlmLimits } from "../servers/llm-server";
import type { Failure } from "../servers/server";
import { tokensIn } from "../text/tokens";
import type { Exchange } from "./exchange";
import type { GenerationWords, Surroundings } from "./generation-answer";
import { type Fields, objectIn } from "./json-fields";
import { doneFrame, frame } from "./sse";

/** `/v1/chat/completions` of vLLM: the role comes in a delta of its own, before the first token. */
export function vllmChatWords(
  limits: LlmLimits,
  fields: Fields,
  prompt: string,
  around: Surroundings,
): GenerationWords {
  const described = describe("chatcmpl", limits, around);
  const head = headOf("chat.completion.chunk", described);
  const role = chunk(head, '"delta":{"role":"assistant","content":""},"logprobs":null', undefined);
  return {
    ...common(limits, fields),
    token: (text, index, last) => {
      const choice = `"delta":{"content":${JSON.stringify(text)}},"logprobs":null`;
      return (index === 1 ? role : "") + chunk(head, choice, last);
    },
    streamEnd: (_whole, result) => streamEnd(fields, head, prompt, result),
    whole: (exchange, text, result) => {
      exchange.json(200, {
        object: "chat.completion",
        ...described,
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: text, refusal: null, tool_calls: [] },
            logprobs: null,
            finish_reason: result.reason,
            stop_reason: null,
          },
        ],
        usage: usageOf(prompt, result),
        prompt_logprobs: null,
      });
    },
  };
}

/** `/v1/completions` of vLLM. */
export function vllmCompletionWords(
  limits: LlmLimits,
  fields: Fields,
  prompt: string,
  around: Surroundings,
): GenerationWords {
  const described = describe("cmpl", limits, around);
  const head = headOf("text_completion", described);
  return {
    ...common(limits, fields),
    token: (text, _index, last) =>
      chunk(head, `"text":${JSON.stringify(text)},"logprobs":null`, last),
    streamEnd: (_whole, result) => streamEnd(fields, head, prompt, result),
    whole: (exchange, text, result) => {
      const { reason } = result;
      exchange.json(200, {
        object: "text_completion",
        ...described,
        choices: [{ index: 0, text, logprobs: null, finish_reason: reason, stop_reason: null }],
        usage: usageOf(prompt, result),
      });
    },
  };
}

/** `error` is an object of its own since 0.10. */
export function vllmFailure({ version }: LlmLimits) {
  const wrapped = !/^0\.[0-9](\.|$)/.test(version);
  return (exchange: Exchange, failure: Failure): void => {
    const error = errorOf(failure);
    exchange.json(failure.status, wrapped ? { error } : { object: "error", ...error });
  };
}

export function modelCard(
  { model, maxTotalTokens }: LlmLimits,
  { unixTime }: Surroundings,
): object {
  return {
    id: model,
    object: "model",
    created: Math.floor(unixTime()),
    owned_by: "vllm",
    root: model,
    parent: null,
    max_model_len: maxTotalTokens,
    permission: [],
  };
}

function common(limits: LlmLimits, fields: Fields) {
  return {
    streamed: fields["stream"] === true,
    beginsAtOnce: false,
    begin: (exchange: Exchange) => {
      exchange.stream("text/event-stream; charset=utf-8");
    },
    streamFailure: (failure: Failure) =>
      frame(JSON.stringify({ error: errorOf(failure) })) + doneFrame,
    failure: vllmFailure(limits),
  };
}

function describe(kind: string, { model }: LlmLimits, { unixTime }: Surroundings) {
  const id = `${kind}-${randomUUID().replaceAll("-", "")}`;
  return { id, created: Math.floor(unixTime()), model };
}

/** A chunk up to its choices: as text, since it is the same for each of thousands of tokens. */
function headOf(object: string, { id, created, model }: ReturnType<typeof describe>): string {
  return JSON.stringify({ id, object, created, model }).slice(0, -1);
}

function chunk(head: string, choice: string, last: FinishReason | undefined): string {
  const finish = last === undefined ? "null" : `"${last}","stop_reason":null`;
  return frame(`${head},"choices":[{"index":0,${choice},"finish_reason":${finish}}]}`);
}

function streamEnd(fields: Fields, head: string, prompt: string, result: GenerationResult): string {
  if (objectIn(fields, "stream_options")?.["include_usage"] !== true) return doneFrame;
  const usage = JSON.stringify(usageOf(prompt, result));
  return frame(`${head},"choices":[],"usage":${usage}}`) + doneFrame;
}

function usageOf(prompt: string, { tokens }: GenerationResult) {
  const prompt_tokens = tokensIn(prompt);
  return { prompt_tokens, total_tokens: prompt_tokens + tokens, completion_tokens: tokens };
}

function errorOf({ status, kind, message }: Failure) {
  return { message, type: kind, param: null, code: status };
}
