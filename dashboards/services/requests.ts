import type { RowSource } from "../layout";
import { errorShare } from "../limits";
import { graph } from "../panels";
import { meanBy, shareWithin, sumOfRatesBy } from "../promql";
import {
  byHandler,
  durations,
  errorsByHandler,
  requests as metric,
  shareOfErrorsByJob,
  work,
} from "./metrics";

export const requests: RowSource = {
  title: "Requests",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Requests by handler",
        description:
          "Requests per second that each service was asked, by path. Scrapes and health checks are left out, and paths that do not exist.",
        unit: "reqps",
        width: 12,
      },
      [{ expr: sumOfRatesBy(byHandler, metric, work), legend: "{{job}} {{handler}}" }],
    ),
    graph(
      {
        title: "Mean time by handler",
        description:
          "Mean time of a request, by path, until its last byte: of streamed answers, until they end.",
        unit: "s",
        width: 12,
      },
      [{ expr: meanBy(byHandler, durations, work), legend: "{{job}} {{handler}}" }],
    ),
    graph(
      {
        title: "Error share by service",
        description:
          "Requests answered with a server error, of all that a service was asked. An error of one service is an error of the megaservice too: the lowest in the chain is to blame.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: shareOfErrorsByJob, legend: "{{job}}" }],
      { limits: errorShare },
    ),
    graph(
      {
        title: "Errors",
        description:
          "Requests answered with an error, per second, by path and status: 4xx are the client's, 5xx the server's. The megaservice answers 500 to a question that is no JSON.",
        unit: "reqps",
        width: 8,
      },
      [
        {
          expr: errorsByHandler,
          legend: "{{job}} {{handler}} {{status}}",
          mayBeEmpty: "no service has answered with an error yet",
        },
      ],
    ),
    graph(
      {
        title: "Answered within 1 s",
        description:
          "Share of requests that took no longer than 1 s, by path. Quantiles cannot be told: the buckets end at 1 s, and those that go to 60 s count scrapes too.",
        unit: "percentunit",
        width: 8,
      },
      [{ expr: shareWithin(1, byHandler, durations, work), legend: "{{job}} {{handler}}" }],
      { max: 1 },
    ),
  ],
};
