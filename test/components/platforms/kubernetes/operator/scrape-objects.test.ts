import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Manifest } from "../../../../../components/platforms/kubernetes/manifest";
import { type Raw, clusterSettings, objectsOf, planOf } from "../clusters";
import { type Fields, at, list } from "../policies";
import { checkSchema } from "../schemas";

const deployments = fc.constantFrom<object>(
  { via: "helm", release: "1.4", namespace: "chat" },
  { via: "helm", release: "1.0", engine: "tgi", helmRelease: "rag" },
  { via: "helm", release: "1.4", vectorStore: "milvus" },
  { via: "helm", release: "1.3", services: { llm: { address: "mine.default.svc:80" } } },
  { via: "manifests", release: "1.0", engine: "tgi", hardware: "gaudi" },
  { via: "gmc", release: "1.2", engine: "tgi", namespace: "chat" },
);

const settings = fc.record({
  kubernetes: fc.record(
    {
      mode: fc.constant("operator"),
      discovery: fc.constantFrom("services", "pods"),
      operator: fc.record({ release: fc.constantFrom("monitoring", "prometheus-stack") }),
    },
    { requiredKeys: ["mode", "discovery"] },
  ),
  targets: fc.record({
    chatqna: deployments,
    static: fc.shuffledSubarray<object>([
      { job: "tgi", addresses: ["one.default.svc:80", "another.default.svc:80"] },
      { job: "t.g.i", component: "llm", address: "third.default.svc.cluster.local:80" },
      { job: "node", component: "host", addresses: ["10.0.0.7:9100", "10.0.0.8:9100"] },
    ]),
  }),
  prometheus: fc.record({ scrapeInterval: fc.constantFrom("5s", "30s") }),
});

const isScraping = ({ kind }: Manifest) => /^(PodMonitor|ServiceMonitor|ScrapeConfig)$/.test(kind);

const endpointsOf = (manifest: Manifest): readonly Fields[] =>
  [
    ...list(at(manifest, "spec", "podMetricsEndpoints")),
    ...list(at(manifest, "spec", "endpoints")),
  ].map((endpoint) => endpoint);

function forAll(check: (objects: readonly Manifest[], raw: Raw) => void): void {
  fc.assert(
    fc.property(settings, (raw) => {
      check(objectsOf(clusterSettings(raw)).filter(isScraping), raw);
    }),
    { numRuns: 60 },
  );
}

describe("what an operator scrapes", () => {
  it("is what the CRDs take, under names of its own and the label it is selected by", () => {
    forAll((objects, raw) => {
      for (const manifest of objects) checkSchema(manifest);
      const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      assert.equal(new Set(names).size, names.length, names.join("\n"));
      const release = at(raw, "kubernetes", "operator", "release") ?? "prometheus-stack";
      for (const { metadata } of objects) assert.equal(metadata.labels["release"], release);
    });
  });

  it("is every target once", () => {
    forAll((objects, raw) => {
      const scraped = objects.flatMap((manifest) => [
        ...endpointsOf(manifest).map(() => 1),
        ...list(at(manifest, "spec", "staticConfigs")).map(
          (group) => (group["targets"] as readonly string[]).length,
        ),
      ]);
      const { targets } = planOf(clusterSettings(raw));
      assert.equal(
        scraped.reduce((sum, count) => sum + count, 0),
        targets.length,
      );
    });
  });

  it("is as often as the settings say, and says nothing of a port that only newer CRDs know", () => {
    forAll((objects, raw) => {
      for (const endpoint of objects.flatMap(endpointsOf)) {
        assert.equal(endpoint["interval"], at(raw, "prometheus", "scrapeInterval"));
        assert.ok(!("portNumber" in endpoint) && !("targetPort" in endpoint));
      }
    });
  });

  it("is found by its pods where the settings ask for it, and only there", () => {
    forAll((objects, raw) => {
      const kinds = new Set(objects.map(({ kind }) => kind));
      assert.equal(kinds.has("PodMonitor"), at(raw, "kubernetes", "discovery") === "pods");
    });
  });
});
