import type { RowSource } from "../layout";
import { tokenQuantiles } from "../histogram-panels";
import { graph } from "../panels";
import { rate } from "../promql";

export const tokens: RowSource = {
  title: "Tokens",
  collapsed: false,
  panels: [
    tokenQuantiles(
      {
        title: "Tokens per prompt",
        description:
          "Length of the prompts that passed validation. For each replica on its own: the buckets follow its --max-input-tokens, so replicas cannot be added up. No finer than a hundredth of that limit.",
        width: 8,
      },
      "tgi_request_input_length",
    ),
    tokenQuantiles(
      {
        title: "Generated tokens per request",
        description:
          "Length of the answers, counted when a request ends. For each replica on its own: the buckets follow its --max-total-tokens.",
        width: 8,
      },
      "tgi_request_generated_tokens",
    ),
    graph(
      {
        title: "Token throughput",
        description:
          "Tokens per second. Prompt tokens count when a request is accepted, answered tokens when it ends: long answers show as steps here and evenly in the number at the top.",
        unit: "suffix: tok/s",
        width: 8,
      },
      [
        {
          expr: `sum by (instance) (${rate("tgi_request_generated_tokens_sum")})`,
          legend: "answered {{instance}}",
        },
        {
          expr: `sum by (instance) (${rate("tgi_request_input_length_sum")})`,
          legend: "prompt {{instance}}",
        },
      ],
    ),
  ],
};
