import { type WorkedNumbers, eventsOf } from "./worked-numbers";

const http = (status: string, handler = "/v1/chatqna") =>
  `http_requests_total{component="megaservice", job="chatqna", instance="a", handler="${handler}", method="POST", status="${status}"}`;
const errors = (counter: string, component: string, job: string) =>
  `component="${component}", job="${job}", measured_by="${counter}", objective="errors"`;
const tgiOf = (metric: string, rest = "") =>
  `${metric}{component="llm", job="tgi", instance="a"${rest}}`;

const store = (metric: string, labels: string) =>
  `${metric}{component="vectorstore", job="store", instance="a", ${labels}}`;

export const errorCounts: readonly WorkedNumbers[] = [
  {
    title: "failed HTTP requests: no client's mistake, no health check",
    rules: eventsOf("errors", "http_requests_total"),
    series: {
      [http("2xx")]: "0+45x40",
      [http("5xx")]: "90+15x40",
      [http("4xx")]: "0+150x40",
      [http("5xx", "none")]: "0+150x40",
      [http("5xx", "/v1/health_check")]: "0+150x40",
    },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: { [errors("http_requests_total", "megaservice", "chatqna")]: 1 },
  },
  {
    title: "requests over HTTP, failed ones included",
    rules: eventsOf("errors", "http_requests_total"),
    series: { [http("2xx")]: "0+45x40", [http("5xx")]: "90+15x40", [http("4xx")]: "0+150x40" },
    at: "10m",
    record: "objective_job:events:rate5m",
    gives: { [errors("http_requests_total", "megaservice", "chatqna")]: 4 },
  },
  {
    title: "before the first failure the counter of failures is not there, and there are 0",
    rules: eventsOf("errors", "tgi_request_failure"),
    series: { [tgiOf("tgi_request_success")]: "0+15x40" },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: { [errors("tgi_request_failure", "llm", "tgi")]: 0 },
  },
  {
    title: "before the first success every request has failed",
    rules: eventsOf("errors", "tgi_request_failure"),
    series: { [tgiOf("tgi_request_failure", ', err="generation"')]: "0+15x40" },
    at: "10m",
    record: "objective_job:events:rate5m",
    gives: { [errors("tgi_request_failure", "llm", "tgi")]: 1 },
  },
  {
    title: "TGI: what the client did wrong does not count",
    rules: eventsOf("errors", "tgi_request_failure"),
    series: {
      [tgiOf("tgi_request_success")]: "0+15x40",
      [tgiOf("tgi_request_failure", ', err="overloaded"')]: "0+15x40",
      [tgiOf("tgi_request_failure", ', err="generation"')]: "0+15x40",
      [tgiOf("tgi_request_failure", ', err="validation"')]: "0+90x40",
      [tgiOf("tgi_request_failure", ', err="dropped"')]: "0+90x40",
    },
    at: "10m",
    record: "objective_job:events:rate5m",
    gives: { [errors("tgi_request_failure", "llm", "tgi")]: 3 },
  },
  {
    title: "vLLM: streams that broke, of engines that count them",
    rules: eventsOf("errors", "vllm:request_success_total"),
    series: {
      'vllm:request_success_total{component="llm", job="vllm", instance="a", engine="0", finished_reason="stop"}':
        "0+45x40",
      'vllm:request_success_total{component="llm", job="vllm", instance="a", engine="0", finished_reason="error"}':
        "0+15x40",
    },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: { [errors("vllm:request_success_total", "llm", "vllm")]: 1 },
  },
  {
    title: "TEI: by durations, as releases before 1.7 do not count single successes",
    rules: eventsOf("errors", "te_request_failure"),
    series: {
      'te_request_duration_count{component="embedding", job="tei-embedding", instance="a"}':
        "0+15x40",
      'te_request_failure{component="embedding", job="tei-embedding", instance="a", err="overloaded"}':
        "0+15x40",
      'te_request_failure{component="embedding", job="tei-embedding", instance="a", err="tokenization"}':
        "0+90x40",
    },
    at: "10m",
    record: "objective_job:events:rate5m",
    gives: { [errors("te_request_failure", "embedding", "tei-embedding")]: 2 },
  },
  {
    title: "Redis: searches that failed, whatever the case, and nothing else",
    rules: eventsOf("errors", "redis_commands_failed_calls_total"),
    series: {
      [store("redis_commands_total", 'cmd="ft.search"')]: "0+60x40",
      [store("redis_commands_failed_calls_total", 'cmd="ft.search"')]: "7+15x40",
      [store("redis_commands_failed_calls_total", 'cmd="get"')]: "0+15x40",
    },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: { [errors("redis_commands_failed_calls_total", "vectorstore", "store")]: 1 },
  },
  {
    title: "Redis before 6.2, which counts no failures",
    rules: eventsOf("errors", "redis_commands_failed_calls_total"),
    series: { [store("redis_commands_total", 'cmd="FT.SEARCH"')]: "0+60x40" },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: { [errors("redis_commands_failed_calls_total", "vectorstore", "store")]: 0 },
  },
  {
    title: "Qdrant: answers 5xx; those of the client's making are requests all the same",
    rules: eventsOf("errors", "rest_responses_total"),
    series: {
      [store("rest_responses_total", 'endpoint="/points/search", status="200"')]: "0+45x40",
      [store("rest_responses_total", 'endpoint="/points/search", status="404"')]: "0+15x40",
      [store("rest_responses_total", 'endpoint="/points/search", status="500"')]: "7+15x40",
    },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: { [errors("rest_responses_total", "vectorstore", "store")]: 1 },
  },
  {
    title: "Milvus: failed requests of all",
    rules: eventsOf("errors", "milvus_proxy_req_count"),
    series: {
      [store("milvus_proxy_req_count", 'status="total"')]: "0+60x40",
      [store("milvus_proxy_req_count", 'status="success"')]: "0+45x40",
      [store("milvus_proxy_req_count", 'status="fail"')]: "7+15x40",
    },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: { [errors("milvus_proxy_req_count", "vectorstore", "store")]: 1 },
  },
];
