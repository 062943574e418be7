import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { OpeaOptions } from "../../../simulator/metrics/opea/events";
import type { TeiOptions } from "../../../simulator/metrics/tei/events";
import type { VllmEvent } from "../../../simulator/metrics/vllm/events";
import { OpeaMetrics } from "../../../simulator/metrics/opea/opea-metrics";
import { TeiMetrics } from "../../../simulator/metrics/tei/tei-metrics";
import { TgiMetrics } from "../../../simulator/metrics/tgi/tgi-metrics";
import { VllmMetrics } from "../../../simulator/metrics/vllm/vllm-metrics";
import { recordedTgi } from "./tgi-history";
import { recordedVllm } from "./vllm-history";

/** What a body says of a series; undefined if it does not have it. */
function valueIn(body: string, series: string): string | undefined {
  return body
    .split("\n")
    .find((line) => line.startsWith(`${series} `))
    ?.slice(series.length + 1);
}

/** Versions of which no body was recorded: what their sources say. */
describe("versions that were not recorded", () => {
  it("TGI 2.0 has no HELP, and skipped tokens in a histogram", () => {
    const server = new TgiMetrics({ version: "2.0", ...recordedTgi, speculate: 2 });
    server.record({
      kind: "inference-finished",
      at: 0,
      method: "decode",
      requests: 3,
      skippedTokens: [2, 1],
      inferenceSeconds: 0.02,
      forwardSeconds: 0.015,
      decodeSeconds: 0.001,
      filterSeconds: 0.001,
    });
    const { body } = server.render(0);
    assert.doesNotMatch(body, /# HELP/);
    assert.match(body, /# TYPE tgi_request_skipped_tokens histogram/);
    const buckets = ["0", "1", "2", "+Inf"].map((le) =>
      valueIn(body, `tgi_request_skipped_tokens_bucket{le="${le}"}`),
    );
    assert.deepEqual(buckets, ["1", "2", "3", "3"]);
  });

  for (const version of ["1.5", "1.6", "1.7", "1.8", "1.9"] as const) {
    const counted = version === "1.5" || version === "1.6" ? ["2", undefined] : ["1", "1"];
    it(`TEI ${version} counts a served single input as ${counted[0] ?? ""} requests`, () => {
      const body = teiAfterOne(version, "/embed");
      assert.deepEqual(
        ["count", "success"].map((of) => valueIn(body, `te_request_${of}{method="single"}`)),
        counted,
      );
    });
  }

  it("TEI 1.9 counts a single /predict twice still", () => {
    assert.equal(valueIn(teiAfterOne("1.9", "/predict"), 'te_request_count{method="single"}'), "2");
  });

  it("OPEA 1.0 has no orchestrator metrics, 1.1 and 1.2 in every service, 1.3 on from first use", () => {
    const pending = (version: OpeaOptions["version"], service: OpeaOptions["service"]) =>
      valueIn(
        new OpeaMetrics({ version, service, startedAt: 0 }).render().body,
        "megaservice_request_pending",
      );
    assert.equal(pending("1.0", "megaservice"), undefined);
    assert.equal(pending("1.1", "retriever"), "0.0");
    assert.equal(pending("1.2", "megaservice"), "0.0");
    assert.equal(pending("1.3", "megaservice"), undefined);
    assert.equal(pending("1.5", "retriever"), undefined);
  });
});

describe("vLLM 0.6", () => {
  const step: VllmEvent = {
    kind: "step",
    at: 12,
    running: 0,
    waiting: 0,
    kvCacheUsage: 0,
    prefixCacheQueries: 0,
    prefixCacheHits: 0,
    outputs: {
      promptTokens: 10,
      cachedPromptTokens: 0,
      generationTokens: 1,
      preemptions: 0,
      firstTokenSeconds: [0.02],
      interTokenSeconds: [],
    },
  };
  const server = (): VllmMetrics =>
    new VllmMetrics({ version: "0.6", ...recordedVllm, startedAt: 0 });
  const of = `{model_name="${recordedVllm.model}"}`;

  it("knows its cache only, until it has been idle for ten seconds", () => {
    assert.deepEqual(
      server()
        .render(9)
        .body.match(/# TYPE \S+/g),
      ["# TYPE vllm:cache_config_info"],
    );
    const { body } = server().render(10);
    assert.equal(valueIn(body, `vllm:iteration_tokens_total_count${of}`), "1.0");
    assert.equal(valueIn(body, `vllm:num_requests_swapped${of}`), "0.0");
  });

  it("has families with their first value, and neither process nor HTTP metrics", () => {
    const vllm = server();
    vllm.record(step);
    vllm.record({
      kind: "request-finished",
      at: 12,
      reason: "length",
      promptTokens: 10,
      cachedPromptTokens: 0,
      generationTokens: 1,
      maxTokens: 1,
      preemptions: 0,
      totalSeconds: 0.02,
      queueSeconds: 0.001,
      prefillSeconds: 0.019,
      decodeSeconds: 0,
    });
    const { body } = vllm.render(12);
    assert.doesNotMatch(body, /process_|python_|http_|_created|time_per_output_token/);
    assert.equal(valueIn(body, `vllm:prompt_tokens_total${of}`), "10.0");
    assert.equal(valueIn(body, `vllm:time_to_first_token_seconds_count${of}`), "1.0");
    const length = `vllm:request_success_total{finished_reason="length",model_name="${recordedVllm.model}"}`;
    assert.equal(valueIn(body, length), "1.0");
    // One idle log at 10 s, one step at 12 s: sum before buckets, as values of other processes.
    assert.match(
      body,
      /iteration_tokens_total_sum\{[^}]*\} 11\.0\nvllm:iteration_tokens_total_bucket/,
    );
  });
});

function teiAfterOne(version: TeiOptions["version"], route: "/embed" | "/predict"): string {
  const server = new TeiMetrics({ version, task: "embed", maxInputLength: 512 });
  server.record({ kind: "request-received", at: 0, method: "single" });
  server.record({
    kind: "request-finished",
    at: 0,
    route,
    method: "single",
    tokenizationSeconds: 0.001,
    queueSeconds: 0.001,
    inferenceSeconds: 0.01,
    totalSeconds: 0.012,
  });
  return server.render(0).body;
}
