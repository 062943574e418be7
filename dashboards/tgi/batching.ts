import type { RowSource } from "../layout";
import { graph } from "../panels";
import { rate, selected } from "../promql";

const byInstance = "sum by (instance)";

/** Per replica: nothing rather than 0/0 while nothing is observed. */
function meanByInstance(metric: string): string {
  const observed = `${byInstance} (${rate(`${metric}_count`)})`;
  return `${byInstance} (${rate(`${metric}_sum`)}) / (${observed} > 0)`;
}

export const batching: RowSource = {
  title: "Batching",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Batch size",
        description:
          "Requests in the running batch, for each replica, and the mean size of new batches taken from the queue. A batch that ends in prefill never shows as running.",
        unit: "short",
        width: 12,
      },
      [
        {
          expr: `${byInstance} (${selected("tgi_batch_current_size")})`,
          legend: "running {{instance}}",
        },
        { expr: meanByInstance("tgi_batch_next_size"), legend: "new, mean {{instance}}" },
      ],
    ),
    graph(
      {
        title: "Tokens of the running batch",
        description:
          "Tokens that the running batch has reserved, for each replica: memory pressure. TGI does not export the limit; it stands in its log as 'Setting max batch total tokens to'.",
        unit: "short",
        width: 12,
      },
      [
        {
          expr: `${byInstance} (${selected("tgi_batch_current_max_tokens")})`,
          legend: "{{instance}}",
        },
      ],
    ),
    graph(
      {
        title: "Speculated tokens",
        description:
          "Tokens won by speculation per request and step, for each replica; 0 without speculation.",
        unit: "short",
        width: 12,
      },
      [{ expr: meanByInstance("tgi_request_skipped_tokens"), legend: "{{instance}}" }],
    ),
    graph(
      {
        title: "Concatenations",
        description:
          "New batches joined to a running one, per second, by reason. Empty until it happens for the first time.",
        unit: "ops",
        width: 12,
      },
      [
        {
          expr: `sum by (reason) (${rate("tgi_batch_concat")})`,
          legend: "{{reason}}",
          mayBeEmpty: "TGI exports the counter with the first batch that joins a running one",
        },
      ],
    ),
  ],
};
