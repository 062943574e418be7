import type { FinishReason, GenerationResult } from "../model/llm/generation";
import type { LlmLimits } from "../servers/llm-server";
import type { Failure } from "../servers/server";
import { tokensIn } from "../text/tokens";
import { promptOfMessages } from "./chat-messages";
import type { GenerationWords, Surroundings } from "./generation-answer";
import { type Fields, objectIn, textIn } from "./json-fields";
import { plainFailure, tgiStreamHeaders } from "./tgi-errors";
import { framingOf } from "./tgi-info";

/** `/v1/chat/completions` of TGI: the role stands in every delta, `usage` only where asked for. */
export function tgiChatWords(
  limits: LlmLimits,
  fields: Fields,
  around: Surroundings,
): GenerationWords {
  const prompt = promptOfMessages(fields) ?? "";
  const head = headOf("chat.completion.chunk", limits, around);
  return {
    ...common(limits, fields, prompt),
    token: (text, _index, last) => {
      const delta = `{"role":"assistant","content":${JSON.stringify(text)}}`;
      return chunk(limits, head, `"delta":${delta},"logprobs":null`, last);
    },
    streamEnd: (_whole, result) => usageChunk(limits, fields, head, prompt, result),
    whole: (exchange, text, result) => {
      exchange.json(200, {
        object: "chat.completion",
        ...describe(limits, around),
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: text },
            logprobs: null,
            finish_reason: finishReason(limits, result.reason),
          },
        ],
        usage: usageOf(prompt, result),
      });
    },
  };
}

/** `/v1/completions` of TGI. */
export function tgiCompletionWords(
  limits: LlmLimits,
  fields: Fields,
  around: Surroundings,
): GenerationWords {
  const prompt = textIn(fields, "prompt") ?? "";
  const head = headOf("text_completion", limits, around);
  return {
    ...common(limits, fields, prompt),
    token: (text, _index, last) =>
      chunk(limits, head, `"text":${JSON.stringify(text)},"logprobs":null`, last),
    streamEnd: (_whole, result) => usageChunk(limits, fields, head, prompt, result),
    whole: (exchange, text, result) => {
      const finish_reason = finishReason(limits, result.reason);
      exchange.json(200, {
        object: "text_completion",
        ...describe(limits, around),
        choices: [{ index: 0, text, logprobs: null, finish_reason }],
        usage: usageOf(prompt, result),
      });
    },
  };
}

function common(limits: LlmLimits, fields: Fields, prompt: string) {
  return {
    streamed: fields["stream"] === true,
    beginsAtOnce: true,
    begin: (exchange: Parameters<GenerationWords["begin"]>[0]) => {
      exchange.stream("text/event-stream", tgiStreamHeaders(prompt));
    },
    streamFailure: (failure: Failure) => failureFrames(limits, failure),
    failure: plainFailure,
  };
}

function describe({ model, version }: LlmLimits, { unixTime }: Surroundings) {
  const created = Math.floor(unixTime());
  return { id: "", created, model, system_fingerprint: `${version}-native` };
}

/** A chunk up to its choices: as text, since it is the same for each of thousands of tokens. */
function headOf(object: string, limits: LlmLimits, around: Surroundings): string {
  return JSON.stringify({ object, ...describe(limits, around) }).slice(0, -1);
}

function chunk(
  limits: LlmLimits,
  head: string,
  choice: string,
  last: FinishReason | undefined,
): string {
  const finish = last === undefined ? "null" : `"${finishReason(limits, last)}"`;
  const choices = `[{"index":0,${choice},"finish_reason":${finish}}]`;
  return `${framingOf(limits).prefix}${head},"choices":${choices},"usage":null}\n\n`;
}

function usageChunk(
  limits: LlmLimits,
  fields: Fields,
  head: string,
  prompt: string,
  result: GenerationResult,
): string {
  const { prefix, done } = framingOf(limits);
  if (objectIn(fields, "stream_options")?.["include_usage"] !== true) return done;
  const usage = JSON.stringify(usageOf(prompt, result));
  return `${prefix}${head},"choices":[],"usage":${usage}}\n\n${done}`;
}

function usageOf(prompt: string, { tokens }: GenerationResult) {
  const prompt_tokens = tokensIn(prompt);
  return { prompt_tokens, completion_tokens: tokens, total_tokens: prompt_tokens + tokens };
}

/** `stop` since 2.3.1. */
function finishReason({ version }: LlmLimits, reason: FinishReason): string {
  if (reason === "length") return "length";
  return /^(1\.|2\.[0-2])/.test(version) ? "eos_token" : "stop";
}

/** OpenAI's shape since 3.0. */
function failureFrames(limits: LlmLimits, { status, kind, message }: Failure): string {
  const { prefix, done } = framingOf(limits);
  const error = limits.version.startsWith("3.")
    ? { error: { message, http_status_code: status } }
    : { error: message, error_type: kind };
  return `${prefix}${JSON.stringify(error)}\n\n${done}`;
}
