import type { RowSource } from "../layout";
import { durationHeatmap, durationQuantiles } from "../histogram-panels";
import { graph } from "../panels";
import { mean, quantile, rate, selected, sumOfRates } from "../promql";
import { meanTimeToFirstToken, shareOfErrors } from "./at-a-glance";
import { errorShare, timePerToken, timeToFirstToken, waiting } from "../limits";

const timePerTokenMetric = "tgi_request_mean_time_per_token_duration";

const slowestFirstToken = [
  quantile(0.99, "tgi_request_queue_duration"),
  quantile(0.99, "tgi_batch_inference_duration", 'method="prefill"'),
].join(" + ");

export const requests: RowSource = {
  title: "Requests",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Requests",
        description:
          "Requests that ended, per second: successes, and failures by their reason. tgi_request_count is not used, as it counts a chat request twice.",
        unit: "reqps",
        width: 8,
      },
      [
        { expr: sumOfRates("tgi_request_success"), legend: "succeeded" },
        {
          expr: `sum by (err) (${rate("tgi_request_failure")})`,
          legend: "failed: {{err}}",
          mayBeEmpty: "TGI exports the counter with the first failure",
        },
      ],
    ),
    graph(
      {
        title: "Error share over time",
        description: "Requests that failed on the server, of all that ended.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: shareOfErrors, legend: "errors" }],
      { limits: errorShare },
    ),
    graph(
      {
        title: "Time to first token over time",
        description:
          "Estimated. Mean: checking, queue and prefill added up. p99 at worst: the slowest hundredth of queueing plus that of prefill, which need not meet in one request.",
        unit: "s",
        width: 8,
      },
      [
        { expr: meanTimeToFirstToken, legend: "mean" },
        { expr: slowestFirstToken, legend: "p99 at worst" },
      ],
      { limits: timeToFirstToken },
    ),
    graph(
      {
        title: "Time per token over time",
        description:
          "Mean over the requests that ended: time from leaving the queue to the end, divided by the generated tokens, so that prefill counts too. How it is spread stands in a row below.",
        unit: "s",
        width: 8,
      },
      [{ expr: mean(timePerTokenMetric), legend: "mean" }],
      { limits: timePerToken },
    ),
    durationQuantiles(
      {
        title: "Latency quantiles",
        description:
          "From the arrival of a successful request to its last token, as the server sees it. Buckets grow by half each, so a quantile can be off by a third; above 145 s all read 145 s.",
        width: 8,
      },
      "tgi_request_duration",
    ),
    durationQuantiles(
      {
        title: "Queue quantiles",
        description:
          "Time in the queue. Recorded when a request ends: watch the queue size for what waits now.",
        width: 8,
      },
      "tgi_request_queue_duration",
    ),
    graph(
      {
        title: "Queue size",
        description: "Requests waiting, for each replica.",
        unit: "short",
        width: 12,
      },
      [{ expr: `sum by (instance) (${selected("tgi_queue_size")})`, legend: "{{instance}}" }],
      { limits: waiting },
    ),
    graph(
      {
        title: "Replicas",
        description:
          "Replicas that answer the scrape, and replicas that Prometheus knows of, whether they served a request or not.",
        unit: "short",
        width: 12,
      },
      [
        { expr: `sum(${selected("up")})`, legend: "up" },
        { expr: `count(${selected("up")})`, legend: "known" },
      ],
    ),
  ],
};

/** Shut, as with 50 replicas these two took a third of the time of a refresh. */
export const timePerTokenSpread: RowSource = {
  title: "Time per token",
  collapsed: true,
  panels: [
    durationQuantiles(
      {
        title: "Mean time per token quantiles",
        description:
          "Time from leaving the queue to the end, divided by the generated tokens: prefill counts too.",
        width: 12,
      },
      timePerTokenMetric,
      [],
      { limits: timePerToken },
    ),
    durationHeatmap(
      {
        title: "Mean time per token",
        description: "How the mean time per token of finished requests is spread.",
        width: 12,
      },
      timePerTokenMetric,
    ),
  ],
};
