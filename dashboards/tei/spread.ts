import type { RowSource } from "../layout";
import { durationHeatmap } from "../histogram-panels";

export const spread: RowSource = {
  title: "Spread",
  collapsed: true,
  panels: [
    durationHeatmap(
      {
        title: "Latency, spread",
        description:
          "How the time of requests is spread. Choose one job: two of them lie on top of each other here.",
        width: 12,
      },
      "te_request_duration",
    ),
    durationHeatmap(
      {
        title: "Inference, spread",
        description: "How the time in the model is spread. Choose one job.",
        width: 12,
      },
      "te_request_inference_duration",
    ),
  ],
};
