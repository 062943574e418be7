import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { hostPortsOf, servicesOf, targetsOf } from "../../../plan/targets/catalogue";
import type { Deployment } from "../../../plan/targets/deployment";
import { existing, reachVia, xeon15 } from "./arbitrary-deployment";

/**
 * What is wrong in the prometheus.yaml that OPEA ships (GenAIExamples
 * ChatQnA/docker_compose/intel/cpu/xeon/prometheus.yaml@v1.5) must not come back.
 */
describe("defects of OPEA's scrape configuration", () => {
  const jobsOf = (change: Partial<Deployment>) =>
    targetsOf({ ...xeon15, ...change }, { via: "compose" }).map(({ job }) => job);
  const addressOf = (job: string, change: Partial<Deployment>) =>
    targetsOf({ ...xeon15, ...change }, { via: "compose" }).find((one) => one.job === job)?.address;

  it("tgi and vllm are never both scraped: one of them is always down", () => {
    for (const { deployment, via } of existing) {
      const jobs = targetsOf(deployment, reachVia(via)).map(({ job }) => job);
      assert.ok(!(jobs.includes("tgi") && jobs.includes("vllm")), JSON.stringify(deployment));
    }
    assert.deepEqual([jobsOf({})[0], jobsOf({ engine: "tgi" })[0]], ["vllm", "tgi"]);
  });

  it("a remote LLM is not scraped under the name of a local one", () => {
    assert.ok(!jobsOf({ engine: "remote" }).some((job) => job === "vllm" || job === "tgi"));
  });

  it("host port 9090, which guardrails publish, is known to be taken", () => {
    const guarded: Deployment = { ...xeon15, hardware: "gaudi", guardrails: true };
    assert.deepEqual(
      hostPortsOf(guarded).filter(({ port }) => port === 9090),
      [{ port: 9090, container: "guardrails-gaudi-server" }],
    );
    assert.deepEqual(
      hostPortsOf(xeon15).filter(({ port }) => port === 9090),
      [],
    );
  });

  it("no deployment publishes a host port twice", () => {
    for (const { deployment } of existing.filter(({ via }) => via === "compose")) {
      const ports = hostPortsOf(deployment).map(({ port }) => port);
      assert.equal(new Set(ports).size, ports.length, JSON.stringify(deployment));
    }
  });

  it("the reranker is scraped wherever there is one, and not in the variants without", () => {
    assert.ok(jobsOf({}).includes("tei-reranking"));
    assert.ok(!jobsOf({ rerank: false }).includes("tei-reranking"));
  });

  it("container names of the Redis variant are not hard-wired for other stores", () => {
    const names = (["qdrant", "milvus", "pinecone", "mariadb", "opengauss"] as const).map(
      (vectorStore) => [
        addressOf("retriever", { vectorStore }),
        addressOf(`dataprep-${vectorStore}-service`, { vectorStore }),
      ],
    );
    assert.deepEqual(names, [
      ["retriever-qdrant-server:7000", "dataprep-qdrant-server:5000"],
      ["retriever-milvus-server:7000", "dataprep-milvus-server:5000"],
      ["retriever-pinecone-server:7000", "dataprep-pinecone-server:5000"],
      ["retriever-mariadb-vector:7000", "dataprep-mariadb-vector:5000"],
      ["retriever-opengauss-server:7000", "dataprep-opengauss-server:5000"],
    ]);
  });

  it("Qdrant and Milvus are scraped", () => {
    assert.equal(addressOf("qdrant", { vectorStore: "qdrant" }), "qdrant-vector-db:6333");
    assert.equal(addressOf("milvus", { vectorStore: "milvus" }), "milvus-standalone:9091");
  });

  it("guardrails and their LLM are scraped", () => {
    const guarded = { hardware: "gaudi", guardrails: true } as const;
    assert.equal(addressOf("guardrails", guarded), "guardrails-gaudi-server:9090");
    assert.equal(addressOf("vllm-guardrails", guarded), "vllm-guardrails-server:80");
  });

  it("FAQ and text generation are scraped", () => {
    assert.equal(addressOf("llm-faqgen", { faqgen: true }), "llm-faqgen-server:9000");
    assert.ok(jobsOf({ engine: "openai" }).includes("llm-textgen"));
  });

  it("what serves no metrics is known, and never a target", () => {
    const without = servicesOf(xeon15).filter(({ metrics }) => !metrics);
    assert.deepEqual(
      without.map(({ name, software }) => `${name} ${software}`),
      ["vectorstore redis", "ui opea-ui", "nginx nginx"],
    );
    const elsewhere = servicesOf({ ...xeon15, vectorStore: "pinecone" });
    assert.ok(elsewhere.some(({ software }) => software === "pinecone"));
    const laptop = servicesOf({ ...xeon15, hardware: "aipc", engine: "ollama" });
    assert.ok(laptop.some(({ software, metrics }) => software === "ollama" && !metrics));
  });
});
