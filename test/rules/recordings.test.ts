import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { histograms } from "../../rules/objectives/histograms";
import { bucketRecording } from "../../rules/objectives/recording";
import { objectiveRules } from "../../rules/objectives/objectives";
import { renderRuleFile } from "../../rules/rule-file";
import type { RecordingRule } from "../../rules/rule";
import type { WatchedStack } from "../../rules/watched-stack";
import { testTools, unless } from "../tools";
import type { Series } from "./proof";
import { type TestFile, runTests } from "./promtool";
import { fullStack } from "./stacks";

/** What a recording makes of some series, worked out by hand. */
interface WorkedNumbers {
  readonly title: string;
  readonly rules: readonly RecordingRule[];
  readonly series: Series;
  readonly step?: number;
  readonly at: string;
  readonly record: string;
  /** Labels as PromQL writes them to value; a rate is `increase / 300`. */
  readonly gives: Readonly<Record<string, number>>;
}

const stack = fullStack();
const inBuckets = (histogram: keyof typeof histograms) => [
  bucketRecording(histograms[histogram], stack),
];
const vllm = (labels: string) => `component="llm", job="vllm", ${labels}`;

const latency: readonly WorkedNumbers[] = [
  {
    title:
      "buckets of two replicas are added; a counter that does not start at 0 counts its increase",
    rules: inBuckets("vllmRequest"),
    series: {
      [`vllm:e2e_request_latency_seconds_bucket{${vllm('instance="a", le="20.0"')}}`]: "700+15x40",
      [`vllm:e2e_request_latency_seconds_bucket{${vllm('instance="b", le="20.0"')}}`]: "0+30x40",
    },
    at: "10m",
    record: "job_le:vllm_e2e_request_latency_seconds_bucket:rate5m",
    gives: { [`component="llm", job="vllm", le="20.0"`]: 3 },
  },
  {
    title: "a replica that restarts begins at 0 again, and loses nothing",
    rules: inBuckets("vllmRequest"),
    series: {
      // 15 a step up to 600, then from 15 on again.
      [`vllm:e2e_request_latency_seconds_bucket{${vllm('instance="a", le="20.0"')}}`]:
        "0+15x30 15+15x30",
    },
    at: "10m",
    record: "job_le:vllm_e2e_request_latency_seconds_bucket:rate5m",
    gives: { [`component="llm", job="vllm", le="20.0"`]: 1 },
  },
  {
    title: "two scrapes are lost in between",
    rules: inBuckets("vllmRequest"),
    series: {
      [`vllm:e2e_request_latency_seconds_bucket{${vllm('instance="a", le="20.0"')}}`]:
        "0+15x30 _x2 495+15x30",
    },
    at: "10m",
    record: "job_le:vllm_e2e_request_latency_seconds_bucket:rate5m",
    gives: { [`component="llm", job="vllm", le="20.0"`]: 1 },
  },
  {
    title: "replicas of old and new releases of vLLM, one of which has both names",
    rules: inBuckets("vllmInterToken"),
    series: {
      [`vllm:inter_token_latency_seconds_bucket{${vllm('instance="new", le="0.2"')}}`]: "0+15x40",
      [`vllm:inter_token_latency_seconds_bucket{${vllm('instance="both", le="0.2"')}}`]: "0+15x40",
      [`vllm:time_per_output_token_seconds_bucket{${vllm('instance="both", le="0.2"')}}`]:
        "0+15x40",
      [`vllm:time_per_output_token_seconds_bucket{${vllm('instance="old", le="0.2"')}}`]: "0+15x40",
    },
    at: "10m",
    record: "job_le:vllm_inter_token_latency_seconds_bucket:rate5m",
    gives: { [`component="llm", job="vllm", le="0.2"`]: 3 },
  },
  {
    title: "decode steps apart from prefills",
    rules: inBuckets("tgiStep"),
    series: {
      'tgi_batch_inference_duration_bucket{component="llm", job="tgi", instance="a", method="decode", le="+Inf"}':
        "0+15x40",
      'tgi_batch_inference_duration_bucket{component="llm", job="tgi", instance="a", method="prefill", le="+Inf"}':
        "0+45x40",
    },
    at: "10m",
    record: "job_method_le:tgi_batch_inference_duration_bucket:rate5m",
    gives: {
      'component="llm", job="tgi", le="+Inf", method="decode"': 1,
      'component="llm", job="tgi", le="+Inf", method="prefill"': 3,
    },
  },
];

function rulesOf(group: string, watched: WatchedStack = stack): readonly RecordingRule[] {
  return objectiveRules(watched).flatMap(({ name, rules }) =>
    name === group ? rules.filter((rule) => "record" in rule) : [],
  );
}

/** The events of one objective; all stand under the same two names. */
function events(objective: string, measuredBy: string): readonly RecordingRule[] {
  return rulesOf("objectives").filter(
    ({ labels }) =>
      labels === undefined ||
      (labels["objective"] === objective && labels["measured_by"] === measuredBy),
  );
}

const http = (status: string, handler = "/v1/chatqna") =>
  `http_requests_total{component="megaservice", job="chatqna", instance="a", handler="${handler}", method="POST", status="${status}"}`;
const errors = (counter: string, component: string, job: string) =>
  `component="${component}", job="${job}", measured_by="${counter}", objective="errors"`;
const tgiOf = (metric: string, rest = "") =>
  `${metric}{component="llm", job="tgi", instance="a"${rest}}`;

const objectives: readonly WorkedNumbers[] = [
  {
    title:
      "slow is what is in no bucket up to the edge, which Prometheus 2.x and 3 write differently",
    rules: events("endToEnd", "vllm:e2e_request_latency_seconds"),
    series: {
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="llm", job="old", le="20"}':
        "3x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="llm", job="old", le="+Inf"}':
        "4x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="llm", job="new", le="20.0"}':
        "1x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="llm", job="new", le="+Inf"}':
        "3x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="guardrails", job="vllm-guardrails", le="20.0"}':
        "1x40",
      'job_le:vllm_e2e_request_latency_seconds_bucket:rate5m{component="guardrails", job="vllm-guardrails", le="+Inf"}':
        "3x40",
    },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: {
      'component="llm", job="old", measured_by="vllm:e2e_request_latency_seconds", objective="endToEnd"': 1,
      'component="llm", job="new", measured_by="vllm:e2e_request_latency_seconds", objective="endToEnd"': 2,
    },
  },
  {
    title: "failed HTTP requests: no client's mistake, no health check",
    rules: events("errors", "http_requests_total"),
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
    rules: events("errors", "http_requests_total"),
    series: { [http("2xx")]: "0+45x40", [http("5xx")]: "90+15x40", [http("4xx")]: "0+150x40" },
    at: "10m",
    record: "objective_job:events:rate5m",
    gives: { [errors("http_requests_total", "megaservice", "chatqna")]: 4 },
  },
  {
    title: "before the first failure the counter of failures is not there, and there are 0",
    rules: events("errors", "tgi_request_failure"),
    series: { [tgiOf("tgi_request_success")]: "0+15x40" },
    at: "10m",
    record: "objective_job:events_bad:rate5m",
    gives: { [errors("tgi_request_failure", "llm", "tgi")]: 0 },
  },
  {
    title: "before the first success every request has failed",
    rules: events("errors", "tgi_request_failure"),
    series: { [tgiOf("tgi_request_failure", ', err="generation"')]: "0+15x40" },
    at: "10m",
    record: "objective_job:events:rate5m",
    gives: { [errors("tgi_request_failure", "llm", "tgi")]: 1 },
  },
  {
    title: "TGI: what the client did wrong does not count",
    rules: events("errors", "tgi_request_failure"),
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
    rules: events("errors", "vllm:request_success_total"),
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
    rules: events("errors", "te_request_failure"),
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
    title: "one replica of two down is available; one whole service down is not",
    rules: events("availability", "up"),
    series: {
      'up{job="tgi", instance="a"}': "1x100",
      'up{job="tgi", instance="b"}': "0x100",
      'up{job="retriever", instance="a"}': "1x40 0x60",
      'up{job="dataprep-redis-service", instance="a"}': "0x100",
      'up{job="chatqna-backend-server", instance="a"}': "1x100",
    },
    // The retriever has been down for 10 of the 21 moments that five minutes have.
    at: "12m30s",
    record: "objective_job:events_bad:rate5m",
    gives: { 'measured_by="up", objective="availability"': 10 / 21 },
  },
];

/** A sample a minute, looked at a minute after a step of five: in an hour there are 12 steps. */
const budgets = [
  { interval: "1h", values: "0x3000 1x29", at: 3031, mean: 6 / 12 },
  { interval: "6h", values: "0x3000 1x29", at: 3031, mean: 6 / 72 },
  { interval: "1d", values: "0x5000 1x29", at: 5031, mean: 6 / 288 },
  { interval: "3d", values: "0x5000 1x29", at: 5031, mean: 6 / 864 },
  { interval: "3d", values: "1x5000", at: 4901, mean: 1 },
  // Prometheus was down for the first half of the hour, of which nothing is known.
  { interval: "1h", values: "0x2999 _x30 1x30", at: 3061, mean: 1 },
];

describe("recording rules give worked numbers", () => {
  const promtool = testTools.promtool["2.42"];
  const skip = unless(promtool, "promtool 2.42");
  for (const worked of [...latency, ...objectives]) {
    it(worked.title, { skip }, async () => {
      assert.notEqual(worked.rules.length, 0, "no such rule");
      const { passed, output } = await runTests(promtool ?? "", [fileOf(worked)]);
      assert.deepEqual(passed, [true], output);
    });
  }

  for (const { interval, values, at, mean } of budgets) {
    it(`the mean over ${interval} of ${values}`, { skip }, async () => {
      const rule = rulesOf("objective-budgets").find(({ record }) =>
        record.endsWith(`events_bad:rate${interval}`),
      );
      assert.ok(rule !== undefined);
      const test = {
        interval: "1m",
        input_series: [{ series: 'objective_job:events_bad:rate5m{objective="errors"}', values }],
        promql_expr_test: [
          {
            expr: `abs(${rule.expr} - ${mean}) < bool 1e-9`,
            eval_time: `${at}m`,
            exp_samples: [{ labels: '{objective="errors"}', value: 1 }],
          },
        ],
      };
      const file = {
        rules: renderRuleFile({ name: "none", rules: [] }),
        step: 60,
        tests: [test],
      };
      const { passed, output } = await runTests(promtool ?? "", [file]);
      assert.deepEqual(passed, [true], output);
    });
  }
});

function fileOf({ rules, series, step = 15, at, record, gives }: WorkedNumbers): TestFile {
  return {
    rules: renderRuleFile({ name: "recordings", rules }),
    step,
    tests: [
      {
        interval: `${step}s`,
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: Object.entries(gives).flatMap(([labels, value]) => [
          {
            // Within rounding, as rates are sums of fractions.
            expr: `abs(${record}{${labels}} - ${value}) < bool 1e-9`,
            eval_time: at,
            exp_samples: [{ labels: `{${labels}}`, value: 1 }],
          },
          {
            expr: `count(${record})`,
            eval_time: at,
            exp_samples: [{ labels: "{}", value: Object.keys(gives).length }],
          },
        ]),
      },
    ],
  };
}
