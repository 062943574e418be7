import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildBoard } from "../../../dashboards/board";
import { type Board, boards } from "../../../dashboards/boards";
import { queriesOf, variablesOf } from "../../../dashboards/dashboard-json";
import { isObject, textOf } from "../../../dashboards/json";
import { measuredServers } from "../../../plan/targets/metrics/catalogue";
import { stackRules } from "../../../rules/stack-rules";
import { fullStack } from "../../rules/stacks";
import { variableExpression } from "../contract/filled-query";
import { KnownMetrics, knownToBoard } from "./known-metrics";

/** What the panels and variables of a board ask for in vain, each with its place. */
function findingsOf(board: Board): readonly string[] {
  const dashboard = buildBoard(board.source);
  const panels = knownToBoard(board);
  // A variable may name other servers, to leave them out.
  const variables = new KnownMetrics(measuredServers);
  return [
    ...queriesOf(dashboard).flatMap(({ title, refId, expr }) =>
      panels.findings(expr).map((finding) => `panel "${title}", query ${refId}: ${finding}`),
    ),
    ...variablesOf(dashboard).flatMap(({ name, query }) => {
      const text = isObject(query) ? textOf(query["query"]) : undefined;
      return text === undefined
        ? []
        : variables
            .findings(variableExpression(text))
            .map((finding) => `variable ${textOf(name) ?? ""}: ${finding}`);
    }),
  ];
}

describe("queries, read with Prometheus' own grammar, ask only for what the catalogue has", () => {
  for (const board of boards) {
    it(board.source.uid, () => {
      assert.ok(queriesOf(buildBoard(board.source)).length > 5, "too few queries found");
      const findings = findingsOf(board).map((finding) => `${board.source.uid}: ${finding}`);
      assert.deepEqual(findings, []);
    });
  }

  it("rules", () => {
    const rules = stackRules(fullStack()).flatMap((group) => group.rules);
    const recorded = rules.flatMap((rule) => ("record" in rule ? [rule.record] : []));
    const known = new KnownMetrics(measuredServers, recorded);
    const findings = rules.flatMap((rule) =>
      known
        .findings(rule.expr)
        .map((finding) => `${"alert" in rule ? rule.alert : rule.record}: ${finding}`),
    );
    assert.ok(rules.length > 50, `only ${rules.length} rules found`);
    assert.deepEqual(findings, []);
  });
});

describe("a query that asks for something else", () => {
  const known = new KnownMetrics(measuredServers);
  const cases: readonly (readonly [what: string, expr: string, finding: RegExp])[] = [
    ["another metric", "sum(rate(tgi_queue_length[5m]))", /^tgi_queue_length is no metric of Text/],
    ["a counter's old name", "vllm:num_preemptions", /^vllm:num_preemptions is no metric/],
    ["no name", '{job="tgi"}', /^a selector without a name/],
    ["another label", 'tgi_queue_size{model="a"}', /^tgi_queue_size has no label model$/],
    [
      "another value",
      'tgi_batch_inference_count{method="encode"}',
      /^tgi_batch_inference_count has no method like encode, but prefill, decode$/,
    ],
    [
      "a bucket that is not there",
      'te_request_duration_bucket{le="3"}',
      /^te_request_duration_bucket has no le like 3, but/,
    ],
    [
      "a label of another server",
      "sum by (job, engine) (tgi_queue_size)",
      /^none of tgi_queue_size has a label engine$/,
    ],
    [
      "a label of the Python server beside vLLM's",
      'http_requests_total{model_name="a"} or vllm:num_requests_running{handler="a"}',
      /^vllm:num_requests_running has no label handler$/,
    ],
  ];
  for (const [what, expr, finding] of cases) {
    it(`is found: ${what}`, () => {
      assert.ok(
        known.findings(expr).some((one) => finding.test(one)),
        `found only: ${known.findings(expr).join("; ")}`,
      );
    });
  }

  it("is no finding where it asks for what there is, by regular expression or with a made label", () => {
    for (const expr of [
      'sum by (job, le) (rate(te_request_duration_bucket{job=~"$job", le!="+Inf"}[$__rate_interval]))',
      'redis_commands_total{cmd=~"(?i)ft[.]search"}',
      'sum by (card) (label_replace(tgi_queue_size, "card", "$1", "instance", "(.*)"))',
      "vllm:gpu_cache_usage_perc or vllm:kv_cache_usage_perc",
    ]) {
      assert.deepEqual(known.findings(expr), [], expr);
    }
  });

  it("is refused where it is no PromQL, with its place", () => {
    assert.throws(
      () => known.findings("sum(rate(tgi_queue_size[5m])"),
      /no PromQL at character \d+/,
    );
  });
});
