import type { RowSource } from "../layout";
import { timePerToken, timeToFirstToken } from "../limits";
import { durationQuantiles } from "../histogram-panels";
import { graph } from "../panels";
import { mean, quantile, selected, shareWithin } from "../promql";

const reason = "the megaservice measures it since OPEA 1.1";

/** Measured by the megaservice, of streamed answers only, in buckets that end at 10 s. */
export const answers: RowSource = {
  title: "Streamed answers",
  collapsed: false,
  mayBeEmpty: reason,
  panels: [
    durationQuantiles(
      {
        title: "Time to first token over time",
        description:
          "From the arrival of a question to the first piece of its answer. Above 10 s all read 10 s.",
        width: 8,
      },
      "megaservice_first_token_latency",
      [],
      { limits: timeToFirstToken },
    ),
    durationQuantiles(
      {
        title: "Time between pieces over time",
        description: "The pause between two pieces of an answer.",
        width: 8,
      },
      "megaservice_inter_token_latency",
      [],
      { limits: timePerToken },
    ),
    graph(
      {
        title: "Time of an answer",
        description:
          "Mean and median from the arrival of a question to the end of its answer. The buckets end at 10 s: a median of 10 s says no more than that it is longer. The mean is exact.",
        unit: "s",
        width: 8,
      },
      [
        { expr: mean("megaservice_request_latency"), legend: "mean" },
        {
          expr: quantile(0.5, "megaservice_request_latency"),
          legend: "p50",
        },
      ],
    ),
    graph(
      {
        title: "Answers within 10 s",
        description: "Share of answers that ended within 10 s, and within 5 s.",
        unit: "percentunit",
        width: 12,
      },
      [10, 5].map((seconds) => ({
        expr: shareWithin(seconds, [], "megaservice_request_latency"),
        legend: `within ${seconds} s`,
      })),
      { max: 1 },
    ),
    graph(
      {
        title: "Questions in work",
        description:
          "Questions that the megaservice counts as begun and not ended. It forgets to count down when a service behind it fails or a client goes away, so the line drifts up for good: look at its shape, not at its height (GenAIComps issue 1121).",
        unit: "short",
        width: 12,
      },
      [
        {
          expr: `sum by (instance) (${selected("megaservice_request_pending")})`,
          legend: "{{instance}}",
        },
      ],
    ),
  ],
};
