import type { RowSource } from "../layout";
import { tokenQuantiles } from "../histogram-panels";
import { graph } from "../panels";
import { mean, rate } from "../promql";

export const tokens: RowSource = {
  title: "Tokens",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Tokens per request",
        description:
          "Mean length of prompts, counted when a request is accepted, and of answers, counted when it ends. How they are spread stands in the row below.",
        unit: "suffix: tok",
        width: 12,
      },
      [
        { expr: mean("tgi_request_input_length"), legend: "prompt" },
        { expr: mean("tgi_request_generated_tokens"), legend: "answer" },
      ],
    ),
    graph(
      {
        title: "Token throughput",
        description:
          "Tokens per second. Prompt tokens count when a request is accepted, answered tokens when it ends: long answers show as steps here and evenly in the number at the top.",
        unit: "suffix: tok/s",
        width: 12,
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

/**
 * Shut, as no others cost as much: a hundred buckets for each replica, of which three quarters of the
 * time of a whole refresh were spent.
 */
export const tokenSpread: RowSource = {
  title: "How long prompts and answers are, by replica",
  collapsed: true,
  panels: [
    tokenQuantiles(
      {
        title: "Tokens per prompt",
        description:
          "Length of the prompts that passed validation. For each replica on its own: the buckets follow its --max-input-tokens, so replicas cannot be added up. No finer than a hundredth of that limit.",
        width: 12,
      },
      "tgi_request_input_length",
    ),
    tokenQuantiles(
      {
        title: "Generated tokens per request",
        description:
          "Length of the answers, counted when a request ends. For each replica on its own: the buckets follow its --max-total-tokens.",
        width: 12,
      },
      "tgi_request_generated_tokens",
    ),
  ],
};
