import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { colorOfJob, colorsOf } from "../../dashboards/colors";

/** As docker compose, Helm charts and the catalogue of targets name them. */
const names: Readonly<Record<string, readonly string[]>> = {
  llm: ["vllm", "tgi", "chatqna-tgi", "chatqna-vllm", "llm-textgen"],
  guardrails: ["guardrails", "tgi-guardrails", "vllm-guardrails"],
  embedding: ["tei-embedding", "chatqna-tei", "embedding"],
  reranking: ["tei-reranking", "chatqna-teirerank", "reranking"],
  retriever: ["retriever", "chatqna-retriever-usvc"],
  dataprep: ["dataprep-redis-service", "chatqna-data-prep"],
  megaservice: ["chatqna-backend-server", "chatqna"],
  vectorstore: ["prometheus-redis-exporter", "qdrant", "milvus"],
};

describe("the colours of the boards", () => {
  it("are one for each service, whatever its job is called, and no two share one", () => {
    const colors = Object.entries(names).map(([service, jobs]) => {
      const found = new Set(jobs.map(colorOfJob));
      assert.equal(found.size, 1, `${service} has the colours ${[...found].join(", ")}`);
      return [...found][0];
    });
    assert.ok(!colors.includes(undefined));
    assert.equal(new Set(colors).size, colors.length);
  });

  it("are no service's for a job that is none", () => {
    assert.equal(colorOfJob("prometheus"), undefined);
    assert.equal(colorOfJob("cadvisor"), undefined);
  });

  it("are fixed for quantiles, and left to Grafana where a job has several lines", () => {
    assert.deepEqual(
      colorsOf(["p50", "p99"]).map(({ matcher }) => matcher.options),
      ["p50", "p99"],
    );
    assert.deepEqual(colorsOf(["p50 {{job}}", "p99 {{job}}"]), []);
    assert.deepEqual(colorsOf(["{{job}} {{instance}}"]), []);
    assert.ok(colorsOf(["{{job}}"]).length > 5);
  });
});
