import type { RowSource } from "../layout";
import { cacheInUse, waiting } from "../limits";
import { graph } from "../panels";
import { rate, selected, sumBy } from "../promql";
import { cacheUsage, prefixCacheHitRate, stepTokens } from "./metrics";

const byInstance = ["instance"];

export const engine: RowSource = {
  title: "Engine",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Requests in the batch",
        description:
          "Requests that get a token in each step, by replica. It ends at --max-num-seqs, or earlier where the KV cache is full.",
        unit: "short",
        width: 8,
      },
      [
        {
          expr: sumBy(byInstance, selected("vllm:num_requests_running")),
          legend: "{{instance}}",
        },
      ],
    ),
    graph(
      {
        title: "Requests waiting over time",
        description: "Requests that wait for a place in the batch, by replica.",
        unit: "short",
        width: 8,
      },
      [
        {
          expr: sumBy(byInstance, selected("vllm:num_requests_waiting")),
          legend: "{{instance}}",
        },
      ],
      { limits: waiting },
    ),
    graph(
      {
        title: "KV cache in use",
        description:
          "Share of the memory for attention keys and values that running requests hold. Full, requests wait or are preempted.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: `max by (instance) (${cacheUsage})`, legend: "{{instance}}" }],
      { limits: cacheInUse, max: 1 },
    ),
    graph(
      {
        title: "Preemptions",
        description:
          "Requests thrown out of the batch for want of KV cache, per second: they are worked on again from their beginning. More than a few mean that the cache is too small for --max-num-seqs.",
        unit: "ops",
        width: 8,
      },
      [
        {
          expr: sumBy(byInstance, rate("vllm:num_preemptions_total")),
          legend: "{{instance}}",
        },
      ],
    ),
    graph(
      {
        title: "Prefix cache hits",
        description:
          "Share of prompt tokens that were worked out before for another request with the same beginning. ChatQnA's prompts share their template, and documents asked about again.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: prefixCacheHitRate, legend: "{{instance}}" }],
      { max: 1 },
    ),
    graph(
      {
        title: "Tokens per step",
        description:
          "Mean number of tokens, of prompts and answers, that one step of the engine works on: how well the hardware is used. Under load it comes near --max-num-batched-tokens during prefill and the batch size during decode.",
        unit: "short",
        width: 8,
      },
      [
        {
          expr: stepTokens,
          legend: "mean",
          mayBeEmpty: "the old engine does not measure it before 0.7",
        },
      ],
    ),
  ],
};
