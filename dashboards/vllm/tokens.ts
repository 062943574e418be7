import type { RowSource } from "../layout";
import { tokenQuantiles } from "../histogram-panels";
import { graph } from "../panels";
import { rate } from "../promql";

export const tokens: RowSource = {
  title: "Tokens",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Token throughput",
        description:
          "Tokens per second by replica, counted as they are worked on. Prompt tokens found in the prefix cache count too, though they cost next to nothing.",
        unit: "suffix: tok/s",
        width: 8,
      },
      [
        {
          expr: `sum by (instance) (${rate("vllm:generation_tokens_total")})`,
          legend: "generated {{instance}}",
        },
        {
          expr: `sum by (instance) (${rate("vllm:prompt_tokens_total")})`,
          legend: "prompt {{instance}}",
        },
      ],
    ),
    tokenQuantiles(
      {
        title: "Tokens per prompt",
        description:
          "Length of the prompts of finished requests, for each replica: the buckets follow its --max-model-len. They are 1, 2, 5, 10 and so on: what lies between is estimated.",
        width: 8,
      },
      "vllm:request_prompt_tokens",
    ),
    tokenQuantiles(
      {
        title: "Generated tokens per request",
        description:
          "Length of the answers of finished requests, for each replica: the buckets follow its --max-model-len.",
        width: 8,
      },
      "vllm:request_generation_tokens",
    ),
  ],
};
