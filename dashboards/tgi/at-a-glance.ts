import type { RowSource } from "../layout";
import { stat } from "../panels";
import { mean, quantile, selected, sumOfRates } from "../promql";
import { errorShare, timePerToken, timeToFirstToken, waiting } from "../limits";

const idle = "idle";

/** Counted where they are generated; TensorRT-LLM and llama.cpp backends count at the end only. */
const tokensPerSecond =
  `(${sumOfRates("tgi_request_skipped_tokens_sum")} + ` +
  `${sumOfRates("tgi_request_skipped_tokens_count")}) or ` +
  sumOfRates("tgi_request_generated_tokens_sum");

/** A mean of sums, since no sum of medians is a median. Up to the first token: check, wait, prefill. */
export const meanTimeToFirstToken = [
  mean("tgi_request_validation_duration"),
  mean("tgi_request_queue_duration"),
  mean("tgi_batch_inference_duration", 'method="prefill"'),
].join(" + ");

const failed = sumOfRates("tgi_request_failure", 'err!~"validation|dropped"');
const finished = `${sumOfRates("tgi_request_success")} + (${sumOfRates("tgi_request_failure")} or vector(0))`;

/** The share of requests that failed through no fault of the client. */
export const shareOfErrors = `(${failed} or vector(0)) / ((${finished}) > 0)`;

export const atAGlance: RowSource = {
  title: "At a glance",
  collapsed: false,
  panels: [
    stat(
      {
        title: "Time to first token",
        description:
          "Estimated mean: checking the request, waiting in the queue and prefill, added up; TGI measures no time to first token. It counts finished requests, so a stuck queue shows late. With chunked prefill (2.4 and newer) one prefill call may be a part of the prompt only.",
        unit: "s",
        width: 4,
      },
      meanTimeToFirstToken,
      { limits: timeToFirstToken, idle },
    ),
    stat(
      {
        title: "Decode latency per token",
        description:
          "Median of one decode step. Every running request gets one token a step, with speculation more.",
        unit: "s",
        width: 4,
      },
      `${quantile(0.5, "tgi_batch_inference_duration", 'method="decode"')} > 0`,
      { limits: timePerToken, idle },
    ),
    stat(
      {
        title: "Throughput",
        description:
          "Tokens generated per second by all chosen replicas together, counted while they are generated.",
        unit: "suffix: tok/s",
        width: 4,
      },
      tokensPerSecond,
      { idle },
    ),
    stat(
      {
        title: "Error share",
        description:
          "Requests that failed on the server (overload, generation, template, incomplete), of all that ended. Invalid requests and clients that went away do not count as errors.",
        unit: "percentunit",
        width: 4,
      },
      shareOfErrors,
      { limits: errorShare, idle },
    ),
    stat(
      {
        title: "Requests waiting",
        description: "Requests in the queue of all chosen replicas together, right now.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("tgi_queue_size")})`,
      { limits: waiting, idle },
    ),
    stat(
      {
        title: "Replicas up",
        description:
          "Replicas that answer the scrape, also those that have not served a request yet.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("up")})`,
    ),
  ],
};
