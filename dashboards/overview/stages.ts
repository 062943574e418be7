import { mean, rate } from "../promql";
import { answering, firstOf, meanQuestion } from "./metrics";

/** A part of a question's time: its name, and its mean. */
export interface Stage {
  readonly name: string;
  readonly mean: string;
  readonly mayBeEmpty?: string;
}

/** TEI counts by the request on both sides; a server that embeds has other metrics beside them. */
function meanOfTei(what: "embed" | "predict"): string {
  const of = (suffix: "sum" | "count") =>
    `sum(${rate(`te_request_duration_${suffix}`)} and on (job, instance) ${rate(`te_${what}_duration_count`)})`;
  return `${of("sum")} / (${of("count")} > 0)`;
}

function meanOfHandler(handler: string): string {
  return mean("http_request_duration_seconds", `handler="${handler}"`);
}

const tgiFirstToken = [
  mean("tgi_request_validation_duration", answering),
  mean("tgi_request_queue_duration", answering),
  mean("tgi_batch_inference_duration", 'method="prefill"', answering),
].join(" + ");

const firstToken = firstOf(
  mean("vllm:time_to_first_token_seconds", answering),
  `(${tgiFirstToken})`,
);
const wholeAnswer = firstOf(
  mean("vllm:e2e_request_latency_seconds", answering),
  mean("tgi_request_duration", answering),
);

/** In the order in which a question goes through them. */
export const stages: readonly Stage[] = [
  {
    name: "guardrails",
    mean: meanOfHandler("/v1/guardrails"),
    mayBeEmpty: "few deployments have guardrails",
  },
  { name: "embedding", mean: meanOfTei("embed") },
  { name: "retrieval", mean: meanOfHandler("/v1/retrieval") },
  { name: "reranking", mean: meanOfTei("predict") },
  { name: "first token", mean: firstToken },
  {
    name: "rest of the answer",
    mean: `clamp_min((${wholeAnswer}) - (${firstToken}), 0)`,
  },
];

/** What is left of the whole: the orchestrator itself, wrappers, the network, and what is not scraped. */
export const unaccounted: Stage = {
  name: "unaccounted",
  mean: `clamp_min((${meanQuestion}) - ${stages.map((stage) => `((${stage.mean}) or vector(0))`).join(" - ")}, 0)`,
};
