import type { RowSource } from "../layout";
import { durationHeatmap, durationQuantiles } from "../histogram-panels";
import { timePerToken } from "../limits";

const metric = "tgi_batch_inference_duration";
const ofPrefill = ['method="prefill"'];
const ofDecode = ['method="decode"'];

export const prefill: RowSource = {
  title: "Prefill",
  collapsed: true,
  panels: [
    durationQuantiles(
      {
        title: "Prefill quantiles",
        description:
          "Time of one prefill call: the prompts of a new batch, or with chunked prefill (2.4 and newer) a part of them together with running decodes.",
        width: 12,
      },
      metric,
      ofPrefill,
    ),
    durationHeatmap(
      {
        title: "Prefill latency",
        description: "How the time of prefill calls is spread.",
        width: 12,
      },
      metric,
      ofPrefill,
    ),
  ],
};

export const decode: RowSource = {
  title: "Decode",
  collapsed: true,
  panels: [
    durationQuantiles(
      {
        title: "Decode quantiles",
        description: "Time of one decode step, in which every running request gets its next token.",
        width: 12,
      },
      metric,
      ofDecode,
      { limits: timePerToken },
    ),
    durationHeatmap(
      {
        title: "Decode latency",
        description: "How the time of decode steps is spread.",
        width: 12,
      },
      metric,
      ofDecode,
    ),
  ],
};
