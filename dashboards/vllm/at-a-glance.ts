import type { RowSource } from "../layout";
import { errorShare, timePerToken, timeToFirstToken, waiting } from "../limits";
import { stat } from "../panels";
import { quantile, selected } from "../promql";
import { interTokenLatency, shareOfErrors, tokensPerSecond } from "./metrics";

const idle = "idle";

export const atAGlance: RowSource = {
  title: "At a glance",
  collapsed: false,
  panels: [
    stat(
      {
        title: "Time to first token, p99",
        description:
          "Of a hundred requests, 99 had their first token within this time, counted from their arrival at the server.",
        unit: "s",
        width: 4,
      },
      `${quantile(0.99, "vllm:time_to_first_token_seconds")} >= 0`,
      { limits: timeToFirstToken, idle },
    ),
    stat(
      {
        title: "Time between tokens, p99",
        description: "Of a hundred pauses between two tokens of one answer, 99 were not longer.",
        unit: "s",
        width: 4,
      },
      `${quantile(0.99, interTokenLatency)} >= 0`,
      { limits: timePerToken, idle },
    ),
    stat(
      {
        title: "Throughput",
        description:
          "Tokens generated per second by all chosen replicas together, counted while they are generated.",
        unit: "suffix: tok/s",
        width: 4,
      },
      tokensPerSecond,
      { idle },
    ),
    stat(
      {
        title: "Error share",
        description:
          "Requests to /v1 answered with a server error (5xx), of all. Invalid requests and clients that went away do not count. A stream that breaks off was a success when it began and shows under Requests.",
        unit: "percentunit",
        width: 4,
      },
      shareOfErrors,
      { limits: errorShare, idle },
    ),
    stat(
      {
        title: "Requests waiting",
        description:
          "Requests that wait for a place in the batch, in all chosen replicas, right now.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("vllm:num_requests_waiting")})`,
      { limits: waiting },
    ),
    stat(
      {
        title: "Replicas up",
        description: "Replicas that answer the scrape.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("up")})`,
    ),
  ],
};
