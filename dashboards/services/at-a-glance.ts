import type { RowSource } from "../layout";
import { errorShare, timePerToken, timeToFirstToken } from "../limits";
import { stat } from "../panels";
import { mean, selected, sumOfRates } from "../promql";
import { durations, question, requests, shareOfErrors } from "./metrics";

const idle = "idle";
const since11 = "the megaservice measures it since OPEA 1.1";

export const atAGlance: RowSource = {
  title: "At a glance",
  collapsed: false,
  panels: [
    stat(
      {
        title: "Questions",
        description: "Questions answered by the megaservice per second, well or not.",
        unit: "reqps",
        width: 4,
      },
      sumOfRates(requests, question),
      { idle },
    ),
    stat(
      {
        title: "Time to first token",
        description:
          "Mean time from the arrival of a question to the first piece of its answer: embedding, retrieval, reranking and the model's first token. Streamed answers only.",
        unit: "s",
        width: 4,
      },
      mean("megaservice_first_token_latency"),
      { limits: timeToFirstToken, idle, mayBeEmpty: since11 },
    ),
    stat(
      {
        title: "Time between pieces",
        description:
          "Mean pause between two pieces of a streamed answer. A piece is about a token, and the closing mark is one too.",
        unit: "s",
        width: 4,
      },
      mean("megaservice_inter_token_latency"),
      { limits: timePerToken, idle, mayBeEmpty: since11 },
    ),
    stat(
      {
        title: "Time per question",
        description:
          "Mean time from the arrival of a question to the end of its answer, streamed or not, errors included.",
        unit: "s",
        width: 4,
      },
      mean(durations, question),
      { idle },
    ),
    stat(
      {
        title: "Error share",
        description:
          "Requests answered with a server error (5xx), of all requests to the chosen services, without health checks and scrapes. A model that fails in a streamed answer is a success here: the answer ends early, with status 200.",
        unit: "percentunit",
        width: 4,
      },
      shareOfErrors,
      { limits: errorShare, idle },
    ),
    stat(
      {
        title: "Services up",
        description: "Services that answer the scrape.",
        unit: "short",
        width: 4,
      },
      `sum(${selected("up")})`,
    ),
  ],
};
