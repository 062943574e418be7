import type { RowSource } from "../layout";
import { durationQuantiles } from "../histogram-panels";
import { graph } from "../panels";
import { rate, selected, sumBy } from "../promql";

export const qdrant: RowSource = {
  title: "Qdrant",
  of: "qdrant",
  collapsed: true,
  mayBeEmpty: "only where Qdrant is the vector store",
  panels: [
    durationQuantiles(
      {
        title: "Latency of successful responses",
        description:
          "Time of responses of status 200 over REST. Empty before the release that has it.",
        width: 8,
      },
      "rest_responses_duration_seconds",
    ),
    graph(
      {
        title: "Responses by status",
        description: "Responses over REST per second, by status.",
        unit: "reqps",
        width: 8,
      },
      [{ expr: sumBy(["status"], rate("rest_responses_total")), legend: "{{status}}" }],
    ),
    graph(
      {
        title: "Optimizations running",
        description:
          "Collections being rebuilt in the background after many writes. Searches are slower meanwhile. Exported since 1.16.",
        unit: "short",
        width: 8,
      },
      [{ expr: selected("collection_running_optimizations"), legend: "{{id}}" }],
    ),
  ],
};
