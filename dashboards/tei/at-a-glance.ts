import type { RowSource } from "../layout";
import { errorShare } from "../limits";
import { stat } from "../panels";
import { quantileBy, selected, sumOfRates } from "../promql";
import { byJob, inputs, shareOfErrors } from "./metrics";

const idle = "idle";

export const atAGlance: RowSource = {
  title: "At a glance",
  collapsed: false,
  panels: [
    stat(
      {
        title: "Slowest job, p99",
        description:
          "Of a hundred requests to the slowest of the chosen jobs, 99 took no longer. A question waits for one embedding and one reranking before the first token.",
        unit: "s",
        width: 4,
      },
      `max(${quantileBy(byJob, 0.99, "te_request_duration")} >= 0)`,
      { idle },
    ),
    stat(
      {
        title: "Inputs",
        description:
          "Texts embedded, and pairs of question and text scored, per second by all chosen replicas. One request to rerank ten texts is ten inputs.",
        unit: "suffix: inputs/s",
        width: 4,
      },
      sumOfRates(inputs),
      { idle },
    ),
    stat(
      {
        title: "Tokens",
        description: "Tokens of these inputs per second.",
        unit: "suffix: tok/s",
        width: 4,
      },
      sumOfRates("te_request_input_length_sum"),
      { idle },
    ),
    stat(
      {
        title: "Error share",
        description:
          "Requests that failed on the server (overload, inference), of all that ended. Requests that cannot be served do not count as errors. A batch that is refused counts once for each input that found no place, so that overload looks worse than it is.",
        unit: "percentunit",
        width: 4,
      },
      shareOfErrors,
      { limits: errorShare, idle },
    ),
    stat(
      {
        title: "Inputs waiting",
        description: "Inputs in the queues of all chosen replicas together, right now.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("te_queue_size")})`,
      { idle },
    ),
    stat(
      {
        title: "Replicas up",
        description:
          "Replicas that answer the scrape, also those that have not served a request yet.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("up")})`,
    ),
  ],
};
