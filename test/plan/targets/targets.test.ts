import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";

import { servicesOf, targetsOf } from "../../../plan/targets/catalogue";
import { reachKinds, serviceNames } from "../../../plan/targets/deployment";
import { componentOfJob, knownJobs } from "../../../plan/targets/jobs";
import { anyExisting, anyOverrides, existing, reachVia, xeon15 } from "./arbitrary-deployment";

const hostAndPort = /^(\[[0-9a-f:]+\]|[a-z0-9][a-z0-9.-]*):\d{2,5}$/;

describe("the targets of every deployment", () => {
  it("are unique by job and address, have a host and a port, and only the agreed fields", () => {
    for (const { deployment, via } of existing) {
      const targets = targetsOf(deployment, reachVia(via));
      const places = targets.map(({ job, address }) => `${job} ${address}`);
      const jobs = targets.map(({ job }) => job);
      assert.equal(new Set(places).size, places.length);
      assert.equal(new Set(jobs).size, jobs.length, `a job twice: ${jobs.join(", ")}`);
      for (const { job, component, address, metricsPath, scheme, container, ...more } of targets) {
        assert.match(address, hostAndPort);
        assert.equal(metricsPath, "/metrics");
        assert.equal(scheme, "http");
        assert.ok(container, `${job} has no container`);
        assert.equal(componentOfJob(job), component);
        assert.deepEqual(more, via === "host" || via === "compose" ? {} : { namespace: "opea" });
      }
    }
  });

  it("come in the order of the service names, the same each time", () => {
    for (const { deployment, via } of existing) {
      const services = servicesOf(deployment, reachVia(via));
      const named = services.flatMap(({ name }) => serviceNames.filter((known) => known === name));
      assert.deepEqual(
        named,
        serviceNames.filter((name) => named.includes(name)),
      );
      assert.deepEqual(
        targetsOf(deployment, reachVia(via)),
        targetsOf(structuredClone(deployment), reachVia(via)),
      );
    }
  });

  it("have the job, component and software of a service whatever the way to it", () => {
    const seen = new Map<string, string>();
    for (const { deployment, via } of existing) {
      for (const service of servicesOf(deployment, reachVia(via))) {
        if (!service.metrics) continue;
        const key = JSON.stringify([deployment, service.name]);
        const said = [service.job, service.component, service.software].join(" ");
        assert.equal(seen.get(key) ?? said, said, `${service.name} over ${via}`);
        seen.set(key, said);
      }
    }
    assert.ok(seen.size > 500, `only ${seen.size} services seen`);
  });

  it("are there for what the deployment has, and not for what it lacks", () => {
    for (const { deployment, via } of existing) {
      const measured = servicesOf(deployment, reachVia(via)).filter(({ metrics }) => metrics);
      const has = new Set<string>(measured.map(({ name }) => name));
      const { engine, vectorStore, rerank, guardrails, faqgen } = deployment;
      assert.equal(has.has("llm"), engine === "tgi" || engine === "vllm");
      assert.equal(has.has("textgen"), engine === "openai");
      assert.equal(has.has("vectorstore"), vectorStore === "qdrant" || vectorStore === "milvus");
      assert.equal(has.has("reranking"), rerank);
      assert.equal(has.has("guardrails"), guardrails);
      assert.equal(has.has("guardrails-llm"), guardrails);
      assert.equal(has.has("faqgen"), faqgen);
      assert.equal(has.has("megaservice"), via !== "gmc");
      for (const always of ["embedding", "retriever", "dataprep"]) assert.ok(has.has(always));
    }
  });

  it("follow the overrides and nothing else", () => {
    fc.assert(
      fc.property(anyExisting, anyOverrides, ({ deployment, via }, overrides) => {
        const expected = servicesOf(deployment, reachVia(via)).flatMap((service) => {
          if (!service.metrics || overrides[service.name]?.enabled === false) return [];
          return [[service.job, overrides[service.name]?.address ?? service.address]];
        });
        const targets = targetsOf(deployment, reachVia(via), overrides);
        assert.deepEqual(
          targets.map(({ job, address }) => [job, address]),
          expected,
        );
      }),
    );
  });

  it("put an IPv6 host in brackets", () => {
    const [llm] = targetsOf(xeon15, { via: "host", host: "fd00::7" });
    assert.equal(llm?.address, "[fd00::7]:9009");
  });

  it("are expanded, a thousand of them, in well under 50 ms", () => {
    const expand = () => {
      const start = performance.now();
      let count = 0;
      while (count < 1000) {
        for (const { deployment, via } of existing) {
          count += targetsOf(deployment, reachVia(via)).length;
          if (count >= 1000) break;
        }
      }
      return performance.now() - start;
    };
    // The best of a few: a busy machine must not fail the test, a slow algorithm must.
    const best = Math.min(...Array.from({ length: 10 }, expand));
    assert.ok(best < 50, `${best} ms`);
  });
});

describe("jobs", () => {
  it("of OPEA's prometheus.yaml are known by their component", () => {
    const opea = {
      prometheus: "monitoring",
      vllm: "llm",
      tgi: "llm",
      "tei-embedding": "embedding",
      "tei-reranking": "reranking",
      retriever: "retriever",
      "dataprep-redis-service": "dataprep",
      "chatqna-backend-server": "megaservice",
      "prometheus-node-exporter": "host",
      "prometheus-gaudi-exporter": "accelerator",
    };
    for (const [job, component] of Object.entries(opea)) {
      assert.equal(componentOfJob(job), component, job);
      assert.ok(knownJobs.includes(job), job);
    }
  });

  it("of the user's own naming have no component", () => {
    assert.equal(componentOfJob("my-model"), undefined);
    assert.equal(componentOfJob("constructor"), undefined);
  });
});

it("there is a deployment for each way to reach one", () => {
  const ways = new Set(existing.map(({ via }) => via));
  assert.deepEqual(
    reachKinds.filter((via) => !ways.has(via)),
    [],
  );
});
