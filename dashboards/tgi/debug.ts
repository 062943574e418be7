import type { RowSource } from "../layout";
import { durationHeatmap, durationQuantiles } from "../histogram-panels";

/** The parts of a decode step, as the router clocks them. */
const parts = [
  {
    part: "Forward",
    metric: "tgi_batch_forward_duration",
    meaning: "the model's forward pass",
  },
  {
    part: "Token decode",
    metric: "tgi_batch_decode_duration",
    meaning: "turning the model's output into tokens and text",
  },
  {
    part: "Filter batch",
    metric: "tgi_batch_filter_duration",
    meaning: "sending tokens out and taking finished requests from the batch",
  },
  {
    part: "Batch concat",
    metric: "tgi_batch_concat_duration",
    meaning: "joining a new batch to the running one; empty until that happens",
  },
] as const;

const ofDecode = ['method="decode"'];

export const debug: RowSource = {
  title: "Debug",
  collapsed: true,
  panels: parts.flatMap(({ part, metric, meaning }) => [
    durationQuantiles(
      {
        title: `${part} quantiles`,
        description: `Part of a decode step: ${meaning}.`,
        width: 12,
      },
      metric,
      ofDecode,
    ),
    durationHeatmap(
      {
        title: `${part} latency`,
        description: `How the time for it is spread: ${meaning}.`,
        width: 12,
      },
      metric,
      ofDecode,
    ),
  ]),
};
