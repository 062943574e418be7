import type { RowSource } from "../layout";
import { cacheInUse, errorShare, waiting } from "../limits";
import { graph } from "../panels";
import { rate, selected, sumOfRatesBy } from "../promql";
import { shareByJob } from "./errors";
import { onTheWay } from "./metrics";

const size = { width: 6, height: 7 };
const byJob = ["job"];

/** The time that requests wait, of the time that they take: near 1 a service is full. */
function waitingShare(whole: string, queue: string): string {
  const waited = sumOfRatesBy(byJob, `${queue}_sum`);
  return `${waited} / (${sumOfRatesBy(byJob, `${whole}_sum`)} > 0)`;
}

const noPhases = "vLLM measures no phases before 0.7";

export const load: RowSource = {
  title: "Is it full? Is it failing?",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Requests",
        description:
          "Requests per second by service, failed ones too. One question is one request to each service it goes through; documents that are added come on top.",
        unit: "reqps",
        ...size,
      },
      [
        {
          expr: [
            sumOfRatesBy(byJob, "http_requests_total", ...onTheWay),
            sumOfRatesBy(byJob, "tgi_request_duration_count"),
            sumOfRatesBy(byJob, "te_request_duration_count"),
          ].join(" or "),
          legend: "{{job}}",
        },
      ],
    ),
    graph(
      {
        title: "Waiting requests",
        description:
          "Requests in the queue of each service, of TEI inputs. Python services export no queue, and the megaservice's count of pending questions drifts upwards with every failure (GenAIComps issue 1121), so that neither is here.",
        unit: "short",
        ...size,
      },
      [
        {
          expr: ["vllm:num_requests_waiting", "tgi_queue_size", "te_queue_size"]
            .map((metric) => `sum by (job) (${selected(metric)})`)
            .join(" or "),
          legend: "{{job}}",
        },
      ],
      { limits: waiting },
    ),
    graph(
      {
        title: "How full",
        description:
          "Of engines and TEI, the share of a request's time that it waits: it nears 100 % where work comes faster than it is done. Of vLLM the KV cache that is in use too; TGI does not say how much it has. Of Python services the busiest replica's processor: each works on one only.",
        unit: "percentunit",
        ...size,
      },
      [
        {
          expr: `max by (job) (${selected(["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc"])})`,
          legend: "KV cache {{job}}",
          mayBeEmpty: "vLLM has one, TGI does not tell",
        },
        {
          expr: waitingShare("vllm:e2e_request_latency_seconds", "vllm:request_queue_time_seconds"),
          legend: "waiting {{job}}",
          mayBeEmpty: noPhases,
        },
        {
          expr: [
            waitingShare("tgi_request_duration", "tgi_request_queue_duration"),
            waitingShare("te_request_duration", "te_request_queue_duration"),
          ].join(" or "),
          legend: "waiting {{job}}",
        },
        {
          expr: `max by (job) (${rate("process_cpu_seconds_total", 'component=~"megaservice|retriever|guardrails"')})`,
          legend: "processor {{job}}",
        },
      ],
      { limits: cacheInUse, max: 1 },
    ),
    graph(
      {
        title: "Errors by service",
        description:
          "Share of requests that failed through no fault of the client, by service. A failure of a service is one of the megaservice too: look at the lowest in the chain. An engine that fails in a streamed answer shows at TGI only, as the answer began with status 200; vLLM counts such a failure nowhere.",
        unit: "percentunit",
        ...size,
      },
      [{ expr: shareByJob, legend: "{{job}}" }],
      { limits: errorShare, idle: "idle" },
    ),
  ],
};
