import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readPromql } from "../../dashboards/promql-syntax";
import { unknownIn } from "../../dashboards/unknown-series";
import { knownSeriesOf } from "../../plan/targets/metrics/known-series";
import { tgi } from "../../plan/targets/metrics/tgi";
import { vllm } from "../../plan/targets/metrics/vllm";

const known = knownSeriesOf([tgi, vllm]);

const wrong: readonly (readonly [expr: string, problem: string])[] = [
  ["rate(tgi_queue_sizes[5m])", "nothing exports tgi_queue_sizes"],
  ["vllm:num_preemptions", "nothing exports vllm:num_preemptions"],
  ["tgi_request_duration", "nothing exports tgi_request_duration"],
  ['tgi_request_failure{error="x"}', "tgi_request_failure: it has no label error"],
  ['tgi_request_failure{err="slow"}', 'tgi_request_failure: err is never "slow"'],
  ['tgi_request_failure{err=~"slow|.*"}', 'tgi_request_failure: err never matches "slow"'],
  ['tgi_request_failure{err!~".*"}', "tgi_request_failure: leaves no err over"],
  ['tgi_batch_forward_duration_sum{le="1"}', "tgi_batch_forward_duration_sum: it has no label le"],
  [
    'vllm:time_to_first_token_seconds_bucket{le=~"3|3\\\\.0"}',
    'vllm:time_to_first_token_seconds_bucket: le never matches "3"',
  ],
  ["sum by (pods) (tgi_queue_size)", "no series of the query has the label pods"],
  ["sum by (method) (tgi_queue_size)", "no series of the query has the label method"],
  ['{job="tgi"}', "selects without the name of a metric"],
];

const right: readonly string[] = [
  'sum by (err) (rate(tgi_request_failure{job=~"$job", err=~"over.*|validation"}[$__rate_interval]))',
  'vllm:e2e_request_latency_seconds_bucket{le=~"1|1\\\\.0"}',
  "tgi_queue_size * on (pod) group_left (namespace) tgi_batch_current_size",
  'sum by (shown) (label_replace(tgi_queue_size, "shown", "$1", "pod", "(.*)"))',
  "topk($n, tgi_queue_size offset $__interval) * $__range_s",
];

describe("what a query names and nothing exports", () => {
  for (const [expr, problem] of wrong) {
    it(`is found: ${expr}`, () => {
      assert.equal(unknownIn(expr, known)[0], problem);
    });
  }

  for (const expr of right) {
    it(`is not made up: ${expr}`, () => {
      const unknown = unknownIn(expr, known).filter((one) => !one.includes("grafana_variable"));
      assert.deepEqual(unknown, []);
    });
  }

  it("is a mistake in the PromQL, where there is one", () => {
    assert.match(
      unknownIn("sum(tgi_queue_size", known)[0] ?? "",
      /is no PromQL: something is missing/,
    );
  });
});

describe("what is read of a query", () => {
  it("is the function that takes a range", () => {
    const { selectors } = readPromql(
      "max_over_time(a[5m]) + rate(b[5m]) + c + sum_over_time(d[5m:1m])",
    );
    assert.deepEqual(
      selectors.map(({ metric, rangeOf }) => [metric, rangeOf]),
      [
        ["a", "max_over_time"],
        ["b", "rate"],
        ["c", undefined],
        ["d", undefined],
      ],
    );
  });
});
