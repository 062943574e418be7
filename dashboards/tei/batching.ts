import type { RowSource } from "../layout";
import { graph } from "../panels";
import { meanBy, quantileBy, selected, sumBy, sumOfRatesBy } from "../promql";
import { byJob, inputs } from "./metrics";

export const batching: RowSource = {
  title: "Inputs and batches",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Inputs waiting over time",
        description:
          "Inputs in the queue, by replica. A request is refused (429) where all --max-concurrent-requests places are taken, 512 by default.",
        unit: "short",
        width: 8,
      },
      [
        {
          expr: sumBy(["job", "instance"], selected("te_queue_size")),
          legend: "{{job}} {{instance}}",
        },
      ],
    ),
    graph(
      {
        title: "Inputs per batch",
        description:
          "Mean number of inputs that go through the model at once, by job. A look at an empty queue counts as a batch of none in some releases, so that the mean is too low while little happens.",
        unit: "short",
        width: 8,
      },
      [{ expr: meanBy(byJob, "te_batch_next_size"), legend: "{{job}}" }],
    ),
    graph(
      {
        title: "Tokens per batch",
        description:
          "Mean number of tokens that go through the model at once, by job; it ends at --max-batch-tokens.",
        unit: "short",
        width: 8,
      },
      [{ expr: meanBy(byJob, "te_batch_next_tokens"), legend: "{{job}}" }],
    ),
    graph(
      {
        title: "Inputs by job",
        description: "Texts embedded, and pairs of question and text scored, per second.",
        unit: "suffix: inputs/s",
        width: 8,
      },
      [{ expr: sumOfRatesBy(byJob, inputs), legend: "{{job}}" }],
    ),
    graph(
      {
        title: "Tokens by job",
        description: "Tokens of these inputs per second.",
        unit: "suffix: tok/s",
        width: 8,
      },
      [{ expr: sumOfRatesBy(byJob, "te_request_input_length_sum"), legend: "{{job}}" }],
    ),
    graph(
      {
        title: "Tokens per input",
        description:
          "Length of the inputs, by job. Buckets are powers of two; what is longer than the model takes is cut or refused.",
        unit: "short",
        width: 8,
      },
      [0.5, 0.99].map((q) => ({
        expr: quantileBy(byJob, q, "te_request_input_length"),
        legend: `p${q * 100} {{job}}`,
      })),
    ),
  ],
};
