import type { RowSource } from "../layout";
import { errorShare } from "../limits";
import { durationQuantiles } from "../histogram-panels";
import { graph } from "../panels";
import { rate } from "../promql";
import { byJob, meanPart, parts, shareOfErrors, succeededByJob } from "./metrics";

export const requests: RowSource = {
  title: "Requests",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Requests",
        description: "Requests that ended, per second: successes by job, failures by reason.",
        unit: "reqps",
        width: 12,
      },
      [
        { expr: succeededByJob, legend: "succeeded {{job}}" },
        {
          expr: `sum by (job, err) (${rate("te_request_failure")})`,
          legend: "failed {{job}}: {{err}}",
          mayBeEmpty: "TEI exports the counter with the first failure",
        },
      ],
    ),
    graph(
      {
        title: "Error share over time",
        description: "Requests that failed on the server, of all that ended.",
        unit: "percentunit",
        width: 12,
      },
      [{ expr: shareOfErrors, legend: "errors" }],
      { limits: errorShare },
    ),
    durationQuantiles(
      {
        title: "Latency",
        description:
          "From the arrival of a successful request to its answer, for each job. Buckets grow by half each, so a quantile can be off by a third; above 14.6 s all read 14.6 s.",
        width: 12,
      },
      "te_request_duration",
      [],
      { by: byJob },
    ),
    graph(
      {
        title: "Where the time goes",
        description:
          "Mean time of one input, for each job: making tokens of it, waiting in the queue, the model. A growing queue means that inputs come faster than the model takes them.",
        unit: "s",
        width: 12,
      },
      parts.map((part) => ({ expr: meanPart(part), legend: `${part} {{job}}` })),
    ),
  ],
};
