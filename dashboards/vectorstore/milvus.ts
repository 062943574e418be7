import type { RowSource } from "../layout";
import { graph } from "../panels";
import { quantile, rate, selected, sumBy } from "../promql";

/** Milvus counts in milliseconds. */
const seconds = (expr: string) => `${expr} / 1000`;

export const milvus: RowSource = {
  title: "Milvus",
  of: "milvus",
  collapsed: true,
  mayBeEmpty: "only where Milvus is the vector store",
  panels: [
    graph(
      {
        title: "Search latency",
        description:
          "Time of successful searches and queries at the proxy. Buckets are powers of two, in milliseconds.",
        unit: "s",
        width: 8,
      },
      [0.5, 0.9, 0.99].map((q) => ({
        expr: seconds(quantile(q, "milvus_proxy_sq_latency")),
        legend: `p${q * 100}`,
      })),
    ),
    graph(
      {
        title: "Wait for a query node",
        description: "Time that searches wait in a query node's queue.",
        unit: "s",
        width: 8,
      },
      [
        {
          expr: seconds(quantile(0.99, "milvus_querynode_sq_queue_latency")),
          legend: "p99",
        },
      ],
    ),
    graph(
      {
        title: "Vectors",
        description: "Vectors searched for and inserted, per second.",
        unit: "ops",
        width: 8,
      },
      [
        { expr: `sum(${rate("milvus_proxy_search_vectors_count")})`, legend: "searched" },
        { expr: `sum(${rate("milvus_proxy_insert_vectors_count")})`, legend: "inserted" },
      ],
    ),
    graph(
      {
        title: "Rows by state",
        description:
          "Rows of all segments, by the state of the segment. Growing ones are not indexed yet.",
        unit: "short",
        width: 12,
      },
      [
        {
          expr: sumBy(["segment_state"], selected("milvus_datacoord_stored_rows_num")),
          legend: "{{segment_state}}",
        },
      ],
    ),
    graph(
      {
        title: "Collections",
        description: "Collections that Milvus holds.",
        unit: "short",
        width: 12,
      },
      [
        {
          expr: `sum(${selected("milvus_rootcoord_collection_num")})`,
          legend: "collections",
        },
      ],
    ),
  ],
};
