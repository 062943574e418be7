import { type MetricFamily, counter, histogram, summary } from "./family";

const sinceHighr = [
  0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 7.5, 10, 30,
  60,
];

/** What prometheus-fastapi-instrumentator 7 counts of a Python service's HTTP requests. */
export function httpFamilies(handlers: readonly string[]): readonly MetricFamily[] {
  return [
    counter("http_requests_total", "requests", {
      labels: { handler: handlers, method: ["POST"], status: ["2xx", "4xx", "5xx"] },
    }),
    histogram("http_request_duration_seconds", "seconds", [0.1, 0.5, 1], {
      labels: { handler: handlers, method: ["POST"] },
    }),
    histogram("http_request_duration_highr_seconds", "seconds", sinceHighr),
    summary("http_request_size_bytes", "bytes", { labels: { handler: handlers } }),
    summary("http_response_size_bytes", "bytes", { labels: { handler: handlers } }),
  ];
}
