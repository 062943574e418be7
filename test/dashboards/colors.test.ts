import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { colorOfJob, colorsOf } from "../../dashboards/colors";
import { shadeOf } from "../../dashboards/draw/color";
import { fieldOf } from "../../dashboards/draw/field";
import type { Json } from "../../dashboards/json";

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

  /** As a panel with these legends draws a line: fixed or a shade of it, full or dashed. */
  const drawn = (legends: readonly string[], name: string): string => {
    const overrides = JSON.parse(JSON.stringify(colorsOf(legends))) as Json;
    const field = fieldOf({ fieldConfig: { defaults: {}, overrides } }, { name, refId: "A" });
    const dash = field.custom["lineStyle"] === undefined ? "" : ", dashed";
    return `${field.isShaded ? "shade of " : ""}${field.color ?? "palette"}${dash}`;
  };
  const blue = colorOfJob("tgi") ?? assert.fail("TGI has no colour");

  it("are fixed where each service has one line, and shades where it has several", () => {
    assert.equal(drawn(["{{job}}"], "tgi"), blue);
    assert.equal(drawn(["{{job}}"], "prometheus"), "palette");
    assert.equal(
      drawn(["{{job}} {{handler}}"], "tgi-guardrails /generate"),
      `shade of ${colorOfJob("guardrails") ?? ""}`,
    );
    assert.equal(
      drawn(["waiting {{job}}", "KV cache {{job}}"], "KV cache chatqna-vllm"),
      `shade of ${blue}`,
    );
    assert.equal(drawn(["{{job}} {{handler}}"], "other /v1/dataprep/ingest"), "palette");
  });

  it("are those of the quantile before those of the service", () => {
    const legends = ["p50 {{job}}", "p99 {{job}}"];
    const fixed = (name: string) => drawn(["p50", "p99"], name);
    assert.notEqual(fixed("p50"), fixed("p99"));
    assert.equal(drawn(legends, "p99 tei-embedding"), `shade of ${fixed("p99")}`);
    assert.equal(drawn(legends, "p50 tei-reranking"), `shade of ${fixed("p50")}`);
  });

  it("are the same red for what failed, whatever it says why", () => {
    const legends = ["succeeded", "failed: {{err}}"];
    assert.equal(drawn(legends, "failed: overloaded"), `shade of ${drawn(["failed"], "failed")}`);
  });

  it("are left to Grafana for replicas, where the second of a pair is dashed", () => {
    const legends = ["received {{instance}}", "sent {{instance}}"];
    assert.equal(drawn(legends, "received node:9100"), "palette");
    assert.equal(drawn(legends, "sent node:9100"), "palette, dashed");
    assert.equal(drawn(["{{instance}}"], "tgi:80"), "palette");
  });
});

describe("shades of a colour", () => {
  it("are eleven that differ, the colour itself the first", () => {
    const shades = Array.from({ length: 12 }, (_, index) => shadeOf("#123456", index));
    assert.equal(shades[0], "#123456");
    assert.equal(new Set(shades).size, 11);
    assert.equal(shades[11], shades[0]);
  });
});
