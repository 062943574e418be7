import type { RowSource } from "../layout";
import { durationHeatmap, durationQuantiles } from "../histogram-panels";
import { interTokenLatency } from "./metrics";

const queueTime = "vllm:request_queue_time_seconds";

export const spread: RowSource = {
  title: "Spread",
  collapsed: true,
  panels: [
    durationHeatmap(
      {
        title: "Time to first token, spread",
        description: "How the time to the first token is spread.",
        width: 12,
      },
      "vllm:time_to_first_token_seconds",
    ),
    durationHeatmap(
      {
        title: "Time between tokens, spread",
        description: "How the pauses between tokens are spread.",
        width: 12,
      },
      interTokenLatency,
    ),
    durationHeatmap(
      {
        title: "Latency, spread",
        description: "How the time of finished requests is spread.",
        width: 12,
      },
      "vllm:e2e_request_latency_seconds",
    ),
    durationQuantiles(
      {
        title: "Queue quantiles",
        description:
          "Time in the queue, counted when a request ends. The first bucket ends at 0.3 s: where nothing waits, the median reads 0.15 s all the same. The mean under Requests is exact.",
        width: 12,
      },
      queueTime,
      [],
      { mayBeEmpty: "the old engine measures no phases before 0.7" },
    ),
  ],
};
