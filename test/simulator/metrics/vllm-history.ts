import assert from "node:assert/strict";
import type {
  VllmEvent,
  VllmOptions,
  VllmOutputs,
  VllmStep,
} from "../../../simulator/metrics/vllm/events";
import { VllmMetrics } from "../../../simulator/metrics/vllm/vllm-metrics";
import type { HttpAnswers } from "./http-history";
import { httpEvents } from "./http-history";
import type { RecordedBody } from "./recorded-body";
import { add } from "./recorded-body";
import { times, valueAt } from "./repeat";

/** What was done to the recorded vLLMs, from the start of the process. */
interface VllmHistory {
  readonly answers: readonly HttpAnswers[];
  readonly stopped?: number;
  readonly atLimit?: number;
  /** Of the finished answers, how many were the first of two of the same request. */
  readonly firstOfTwo?: number;
  /** Prompt tokens of requests that have a first token but have not finished, or never will. */
  readonly unfinishedPromptTokens?: number;
  readonly now?: { readonly running: number; readonly waiting: number };
}

const models = { handler: "/v1/models", method: "GET", status: 200, count: 1 } as const;
const twenty = [chats(10), completions(10)];
const loaded = [chats(130), completions(10)];
const refused: readonly HttpAnswers[] = [
  { handler: "/v1/chat/completions", method: "POST", status: 400, count: 1 },
  { handler: "/v1/completions", method: "POST", status: 400, count: 4 },
  { handler: undefined, method: "GET", status: 404, count: 1 },
];

const byState: Readonly<Record<string, VllmHistory>> = {
  fresh: { answers: [] },
  "after-health": { answers: [models] },
  promaccept: { answers: [completions(1)], stopped: 1 },
  "after-1": { answers: [models, chats(1)], stopped: 1 },
  "after-20": { answers: [models, ...twenty], stopped: 9, atLimit: 12, firstOfTwo: 1 },
  "under-load-a": {
    answers: [models, ...twenty],
    stopped: 9,
    atLimit: 12,
    firstOfTwo: 1,
    // 16 run, each with a prompt of 193 tokens.
    unfinishedPromptTokens: 16 * 193,
    now: { running: 16, waiting: 32 },
  },
  "after-load": { answers: [models, ...loaded], stopped: 9, atLimit: 132, firstOfTwo: 1 },
  // Three clients left, each with a prompt of 3 tokens.
  "after-errors": {
    answers: [models, chats(130), completions(13), ...refused],
    stopped: 9,
    atLimit: 132,
    firstOfTwo: 1,
    unfinishedPromptTokens: 9,
  },
};

/** The command line of the recorded servers, and what they found room for. */
export const recordedVllm = {
  model: "meta-llama/Meta-Llama-3-8B-Instruct",
  maxModelLength: 2048,
  blockSize: 16,
  blocks: 192,
} as const;

const ownLabels = `engine="0",model_name="${recordedVllm.model}"`;

/** The server after the history of a recorded body. */
export function vllmAfter(body: RecordedBody): VllmMetrics {
  const version: VllmOptions["version"] = body.name.startsWith("vllm-0.10") ? "0.10" : "0.33";
  const server = new VllmMetrics({
    version,
    ...recordedVllm,
    startedAt: 0,
    epoch: 1_795_554_055,
  });
  const history = byState[body.name.replace(/^vllm-[0-9.]+-/, "")];
  assert.ok(history, `there is no history for ${body.name}`);
  for (const event of eventsOf(history, body, version)) server.record(event);
  return server;
}

function eventsOf(
  history: VllmHistory,
  body: RecordedBody,
  version: VllmOptions["version"],
): readonly VllmEvent[] {
  return [
    ...steps(history, body, version),
    ...finished(history, body, version),
    ...httpEvents(history.answers, body),
  ];
}

/** One step for each that gave tokens; the tokens are put where the sizes of the steps want them. */
function steps(
  history: VllmHistory,
  body: RecordedBody,
  version: VllmOptions["version"],
): readonly VllmEvent[] {
  const sizes = values(body, "iteration_tokens_total", "whole");
  const firstTokenSeconds = values(body, "time_to_first_token_seconds");
  const interTokenSeconds = values(body, "inter_token_latency_seconds");
  const cached = version === "0.10" ? 0 : counter(body, "prefix_cache_hits");
  const prompts =
    add(values(body, "request_prompt_tokens", "whole")) + (history.unfinishedPromptTokens ?? 0);
  let tokensLeft = firstTokenSeconds.length + interTokenSeconds.length;
  assert.equal(add(sizes), prompts - cached + tokensLeft, "steps hold prompts and tokens");
  const now = history.now ?? { running: 0, waiting: 0 };
  const state = {
    kind: "step",
    at: 0,
    ...now,
    kvCacheUsage: gauge(body, "kv_cache_usage_perc"),
    prefixCacheQueries: 0,
    prefixCacheHits: 0,
  } as const satisfies VllmStep;
  const outputs = sizes.map((size, turn): VllmOutputs => {
    const generationTokens = Math.min(size, tokensLeft);
    tokensLeft -= generationTokens;
    const first = turn === 0;
    const cachedPromptTokens = first ? cached : 0;
    return {
      promptTokens: size - generationTokens + cachedPromptTokens,
      cachedPromptTokens,
      generationTokens,
      preemptions: first ? counter(body, "num_preemptions") : 0,
      firstTokenSeconds: first ? firstTokenSeconds : [],
      interTokenSeconds: first ? interTokenSeconds : [],
    };
  });
  return [
    {
      ...state,
      prefixCacheQueries: counter(body, "prefix_cache_queries"),
      prefixCacheHits: counter(body, "prefix_cache_hits"),
    },
    ...outputs.map((each): VllmEvent => ({ ...state, outputs: each })),
  ];
}

function finished(
  { stopped = 0, atLimit = 0, firstOfTwo = 0 }: VllmHistory,
  body: RecordedBody,
  version: VllmOptions["version"],
): readonly VllmEvent[] {
  const total = values(body, "e2e_request_latency_seconds");
  const queue = values(body, "request_queue_time_seconds");
  const prefill = values(body, "request_prefill_time_seconds");
  const decode = values(body, "request_decode_time_seconds");
  const prompts = values(body, "request_prompt_tokens", "whole");
  const tokens = values(body, "request_generation_tokens", "whole");
  const limits = values(body, "request_params_max_tokens", "whole");
  const longest = values(body, "request_max_num_generation_tokens", "whole");
  const computed =
    version === "0.10" ? prompts : values(body, "request_prefill_kv_computed_tokens", "whole");
  const preemptions = version === "0.10" ? [] : values(body, "request_num_preemptions", "whole");
  return times<VllmEvent>(stopped + atLimit, (turn) => [
    {
      kind: "request-finished",
      at: 0,
      reason: turn < stopped ? "stop" : "length",
      promptTokens: valueAt(prompts, turn),
      cachedPromptTokens: valueAt(prompts, turn) - valueAt(computed, turn),
      generationTokens: valueAt(tokens, turn),
      maxTokens: valueAt(limits, turn),
      preemptions: preemptions[turn] ?? 0,
      totalSeconds: valueAt(total, turn),
      queueSeconds: valueAt(queue, turn),
      prefillSeconds: valueAt(prefill, turn),
      decodeSeconds: valueAt(decode, turn),
      ...answersOf(turn, firstOfTwo, longest),
    },
  ]);
}

/** The only request for two answers is the first; after the first of them, all end a request. */
function answersOf(
  turn: number,
  firstOfTwo: number,
  longest: readonly number[],
): Pick<Extract<VllmEvent, { kind: "request-finished" }>, "answers"> {
  if (turn < firstOfTwo) return { answers: "pending" };
  if (firstOfTwo === 0) return {};
  const last = turn - firstOfTwo;
  return { answers: { n: last < firstOfTwo ? 2 : 1, longest: valueAt(longest, last) } };
}

function values(
  body: RecordedBody,
  family: string,
  kind: "seconds" | "whole" = "seconds",
): readonly number[] {
  return body.values(`vllm:${family}`, ownLabels, kind);
}

function counter(body: RecordedBody, name: string): number {
  return body.value(`vllm:${name}_total{${ownLabels}}`);
}

function gauge(body: RecordedBody, name: string): number {
  return body.value(`vllm:${name}{${ownLabels}}`);
}

function chats(count: number): HttpAnswers {
  return { handler: "/v1/chat/completions", method: "POST", status: 200, count };
}

function completions(count: number): HttpAnswers {
  return { handler: "/v1/completions", method: "POST", status: 200, count };
}
