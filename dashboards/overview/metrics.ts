import { ownHandlers } from "../../rules/objectives/failures";
import { type Matcher, type Metric, mean, quantile, selected, sumOfRates } from "../promql";

/** The model that judges questions writes a word or two: it is no LLM that answers. */
export const answering: Matcher = 'component!="guardrails"';

/** People's questions, from their arrival at the megaservice to the last token of the answer. */
export const question: Matcher = 'handler="/v1/chatqna"';

/** Neither scrapes nor health checks, of services on the way of a question. */
export const onTheWay: readonly Matcher[] = ['component!="dataprep"', ownHandlers];

const decoding: Matcher = 'method="decode"';
const prefilling: Matcher = 'method="prefill"';

export const interTokenMetric: Metric = [
  "vllm:inter_token_latency_seconds",
  "vllm:time_per_output_token_seconds",
];

/** The first that can tell. A histogram without observations gives NaN, which is left out. */
export function firstOf(...expressions: readonly string[]): string {
  return expressions.map((expr) => `(${expr} >= 0)`).join(" or ");
}

/** Where the megaservice's buckets end, in seconds: all that is longer reads so. */
const lastEdge = 10;

/** As people wait for it, retrieval included; else, and where it is longer, the engine's share of it. */
export function firstToken(q: number): string {
  const asked = quantile(q, "megaservice_first_token_latency");
  return firstOf(`${asked} < ${lastEdge}`, firstTokenOfEngine(q), asked);
}

/** TGI does not measure it: the quantiles of queueing and prefill, added up, are the most it can be. */
export function firstTokenOfEngine(q: number): string {
  const tgi = [
    quantile(q, "tgi_request_queue_duration", answering),
    quantile(q, "tgi_batch_inference_duration", prefilling, answering),
  ].join(" + ");
  return firstOf(quantile(q, "vllm:time_to_first_token_seconds", answering), `(${tgi})`);
}

/** Of TGI a decode step, which brings each running request one token. */
export function betweenTokens(q: number): string {
  return firstOf(
    quantile(q, interTokenMetric, answering),
    quantile(q, "tgi_batch_inference_duration", decoding, answering),
    quantile(q, "megaservice_inter_token_latency"),
  );
}

/** The megaservice's own buckets end at 10 s, where an answer of many tokens only begins. */
export function answer(q: number): string {
  return firstOf(
    quantile(q, "vllm:e2e_request_latency_seconds", answering),
    quantile(q, "tgi_request_duration", answering),
    quantile(q, "megaservice_request_latency"),
  );
}

/** Streamed or not, failed ones included: the only mean that every release has. */
export const meanQuestion = mean("http_request_duration_seconds", question);

/** Where no megaservice is watched, requests to the engine. */
export const questionsPerSecond = firstOf(
  sumOfRates("http_requests_total", question),
  sumOfRates("vllm:e2e_request_latency_seconds_count", answering),
  sumOfRates("tgi_request_success", answering),
);

/** Counted as they are generated. A decode step of TGI brings one token, and those it skipped. */
export const tokensPerSecond = firstOf(
  sumOfRates("vllm:generation_tokens_total", answering),
  `(${sumOfRates("tgi_request_skipped_tokens_sum", answering)} + ` +
    `${sumOfRates("tgi_request_skipped_tokens_count", answering)})`,
);

/** Those that need somebody: the Watchdog always fires. */
export const firing = selected("ALERTS", 'alertstate="firing"', 'severity!="none"');
