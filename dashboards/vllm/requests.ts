import type { RowSource } from "../layout";
import { errorShare, timePerToken, timeToFirstToken } from "../limits";
import { durationQuantiles } from "../histogram-panels";
import { graph } from "../panels";
import { mean, rate } from "../promql";
import { finishedByReason, interTokenLatency, shareOfErrors } from "./metrics";

const phases = ["queue", "prefill", "decode"] as const;
const noPhases = "the old engine measures no phases before 0.7";

export const requests: RowSource = {
  title: "Requests",
  collapsed: false,
  panels: [
    durationQuantiles(
      {
        title: "Time to first token",
        description:
          "From the arrival of a request to its first token, as the server sees it: the network is not in it.",
        width: 8,
      },
      "vllm:time_to_first_token_seconds",
      [],
      { limits: timeToFirstToken },
    ),
    durationQuantiles(
      {
        title: "Time between tokens",
        description:
          "The pause between two tokens of one answer. Buckets begin at 10 ms, so shorter pauses read as a share of that.",
        width: 8,
      },
      interTokenLatency,
      [],
      { limits: timePerToken },
    ),
    durationQuantiles(
      {
        title: "Latency",
        description:
          "From the arrival of a request to its last token. Counted when a request ends. Buckets begin at 0.3 s.",
        width: 8,
      },
      "vllm:e2e_request_latency_seconds",
    ),
    graph(
      {
        title: "Requests",
        description:
          "Requests that the engine finished, per second, by how they ended: stop (the model was done), length (the limit was reached), abort (given up by the client), error.",
        unit: "reqps",
        width: 8,
      },
      [
        { expr: finishedByReason, legend: "{{finished_reason}}" },
        {
          expr: `sum by (status) (${rate("http_requests_total", 'handler=~"/v1/.*"', 'status!~"2.."')})`,
          legend: "HTTP {{status}}",
          mayBeEmpty: "vLLM exports the counter of a status with its first answer",
        },
      ],
    ),
    graph(
      {
        title: "Error share over time",
        description: "Requests answered with a server error, of all.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: shareOfErrors, legend: "errors" }],
      { limits: errorShare },
    ),
    graph(
      {
        title: "Where the time goes",
        description:
          "Mean time of a finished request, added up: waiting in the queue, prefill (its prompt), decode (its answer). A growing queue means too few replicas; growing prefill longer prompts; growing decode bigger batches or longer answers.",
        unit: "s",
        width: 8,
      },
      phases.map((phase) => ({
        expr: mean(`vllm:request_${phase}_time_seconds`),
        legend: phase,
        mayBeEmpty: noPhases,
      })),
      { isStacked: true },
    ),
  ],
};
