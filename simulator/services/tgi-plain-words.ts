import type { FinishReason, GenerationResult } from "../model/llm/generation";
import type { LlmLimits } from "../servers/llm-server";
import { answerToken, tokensIn } from "../text/tokens";
import type { GenerationWords, Surroundings } from "./generation-answer";
import { framingOf } from "./tgi-info";
import { plainFailure, tgiStreamHeaders } from "./tgi-errors";

export interface PlainRequest {
  readonly streamed: boolean;
  readonly details: boolean;
  readonly inputs: string;
}

/** `/generate` and `/generate_stream`. */
export function tgiPlainWords(
  limits: LlmLimits,
  { streamed, details, inputs }: PlainRequest,
  { now }: Surroundings,
): GenerationWords {
  const { prefix } = framingOf(limits);
  const entered = now();
  let generated = "";
  const detailsOf = (tokens: number, last: FinishReason) => ({
    finish_reason: finishReason(last),
    generated_tokens: tokens,
    seed: null,
    ...(streamed && { input_length: tokensIn(inputs) }),
  });
  return {
    streamed,
    beginsAtOnce: true,
    begin: (exchange) => {
      exchange.stream("text/event-stream", tgiStreamHeaders(inputs));
    },
    token: (text, index, last) => {
      generated += text;
      const token = { id: 1000 + index, text, logprob: -0.1, special: false };
      const end = {
        generated_text: last === undefined ? null : generated,
        details: last === undefined || !details ? null : detailsOf(index, last),
      };
      return `${prefix}${JSON.stringify({ index, token, ...end })}\n\n`;
    },
    streamEnd: () => "",
    streamFailure: ({ kind, message }) =>
      `${prefix}${JSON.stringify({ error: message, error_type: kind })}\n\n`,
    whole: (exchange, text, result) => {
      const tokens = Array.from({ length: result.tokens }, (_, place) => ({
        id: 1001 + place,
        text: answerToken(place + 1),
        logprob: -0.1,
        special: false,
      }));
      const all = { ...detailsOf(result.tokens, result.reason), prefill: [], tokens };
      const answer = { generated_text: text, ...(details && { details: all }) };
      exchange.json(200, answer, wholeHeaders(inputs, entered, result));
    },
    failure: plainFailure,
  };
}

function finishReason(reason: FinishReason): string {
  return reason === "stop" ? "eos_token" : "length";
}

/** TGI's own measurements of a request, in milliseconds. */
function wholeHeaders(
  inputs: string,
  entered: number,
  { arrived, scheduled, ended, tokens }: GenerationResult,
): Readonly<Record<string, string>> {
  const milliseconds = (seconds: number): string => String(Math.round(seconds * 1000));
  return {
    "x-compute-type": "cpu+optimized",
    "x-compute-time": String(ended - entered),
    "x-compute-characters": String(inputs.length),
    "x-total-time": milliseconds(ended - entered),
    "x-validation-time": milliseconds(arrived - entered),
    "x-queue-time": milliseconds(scheduled - arrived),
    "x-inference-time": milliseconds(ended - scheduled),
    "x-time-per-token": milliseconds((ended - scheduled) / tokens),
    "x-prompt-tokens": String(tokensIn(inputs)),
    "x-generated-tokens": String(tokens),
  };
}
