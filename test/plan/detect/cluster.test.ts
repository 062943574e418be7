import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type ListedObject, namespacesOf } from "../../../plan/detect/cluster-facts";
import { proposeForCluster } from "../../../plan/detect/cluster-settings";
import { recogniseInCluster } from "../../../plan/detect/recognise-cluster";
import { parseSettings } from "../../../plan/settings/parse-settings";
import { targetsOf } from "../../../plan/targets/catalogue";
import type { ExistingDeployment } from "../../../plan/targets/deployment-problems";
import { inCluster, installedFrom, reachOf } from "./upstream-clusters";

function recognised(objects: readonly ListedObject[]) {
  const [namespace, other] = namespacesOf(objects);
  assert.ok(namespace !== undefined && other === undefined, "one namespace is looked at");
  return recogniseInCluster(namespace) ?? assert.fail("no ChatQnA was recognised");
}

function proposed(objects: readonly ListedObject[]) {
  return proposeForCluster(recognised(objects));
}

function titleOf({ deployment: { release, hardware }, via, file }: ExistingDeployment): string {
  return `${release} ${hardware} ${via} ${file}`;
}

function existingOf(title: string): ExistingDeployment {
  return inCluster.find((one) => titleOf(one) === title) ?? assert.fail(`There is no ${title}`);
}

/** What nothing in a cluster tells: EPYC runs what Xeon runs. */
function told({ hardware, ...deployment }: ExistingDeployment["deployment"]) {
  return { ...deployment, hardware: hardware === "epyc" ? "xeon" : hardware };
}

describe("recognising a ChatQnA in a cluster", () => {
  for (const existing of inCluster) {
    for (const installed of [{}, { release: "rag", namespace: "chat" }] as const) {
      const where = `${titleOf(existing)}${"namespace" in installed ? ", under other names" : ""}`;
      it(`${where}: it needs no override, and scrapes what the catalogue does`, () => {
        const objects = installedFrom(existing, installed);
        const { existing: nearest, missing, unplaced } = recognised(objects);
        const { chatqna, targets, notes } = proposed(objects);
        assert.deepEqual(told(nearest.deployment), told(existing.deployment));
        assert.equal(nearest.via, existing.via);
        assert.deepEqual([missing, unplaced, notes], [[], [], []]);
        assert.equal(chatqna["services"], undefined);
        assert.deepEqual(
          [...targets.values()].sort(),
          targetsOf(existing.deployment, reachOf(existing, installed))
            .map(({ address }) => address)
            .sort(),
        );
      });
    }
  }

  it("gives settings that are accepted, and name only what is not the default", () => {
    const chart = existingOf("1.4 gaudi helm guardrails-gaudi-values.yaml");
    const { chatqna } = proposed(installedFrom(chart, { release: "rag", namespace: "chat" }));
    assert.deepEqual(chatqna, {
      via: "helm",
      release: "1.4",
      hardware: "gaudi",
      engine: "vllm",
      vectorStore: "redis",
      guardrails: true,
      helmRelease: "rag",
      namespace: "chat",
    });
    const raw = { platform: "kubernetes", targets: { chatqna } };
    const parsed = parseSettings(raw, { stack: "test", isSecret: () => true });
    assert.ok(parsed.ok, JSON.stringify(parsed));
  });

  const chart = installedFrom(existingOf("1.4 xeon helm cpu-values.yaml"));
  /** With something else about what is called so: Service and Deployment. */
  const changed = (name: string, change: (object: ListedObject) => ListedObject) =>
    chart.map((object) => (object.metadata?.name === name ? change(object) : object));
  const kindOf = (kind: string, change: (spec: object) => object) => (object: ListedObject) =>
    object.kind === kind ? { ...object, spec: change(object.spec ?? {}) } : object;

  it("follows a service that has another name or port", () => {
    const renamed = changed("chatqna-vllm", (object) => ({
      ...object,
      metadata: { ...object.metadata, name: "llama" },
    }));
    const { chatqna, notes } = proposed(renamed);
    assert.deepEqual(chatqna["services"], {
      llm: { address: "llama.default.svc.cluster.local:80" },
    });
    assert.deepEqual(notes, []);
    const moved = changed(
      "chatqna-vllm",
      kindOf("Service", (spec) => ({ ...spec, ports: [{ port: 8000 }] })),
    );
    assert.deepEqual(proposed(moved).chatqna["services"], {
      llm: { address: "chatqna-vllm.default.svc.cluster.local:8000" },
    });
  });

  it("leaves out what is not there, and says so", () => {
    const { chatqna, notes } = proposed(
      chart.filter(({ metadata }) => metadata?.name !== "chatqna-retriever-usvc"),
    );
    assert.deepEqual(chatqna["services"], { retriever: { enabled: false } });
    assert.deepEqual(notes, [
      "retriever (chatqna-retriever-usvc) is not there, and will not be scraped.",
    ]);
  });

  it("keeps what is not ready, or outside of the cluster: it is to be seen as down", () => {
    const starting = changed("chatqna-vllm", (object) => ({ ...object, status: {} }));
    assert.equal(proposed(starting).chatqna["services"], undefined);
    const stateOf = (objects: readonly ListedObject[]) =>
      recognised(objects).matches.find(({ service }) => service.name === "llm")?.container.state;
    assert.equal(stateOf(starting), "0 of 1 pods ready");
    const outside = changed(
      "chatqna-vllm",
      kindOf("Service", () => ({ type: "ExternalName" })),
    ).filter(({ kind, metadata }) => kind !== "Deployment" || metadata?.name !== "chatqna-vllm");
    assert.equal(proposed(outside).chatqna["services"], undefined);
    assert.equal(stateOf(outside), "outside of the cluster");
  });

  it("asks for the pods where a service has several", () => {
    assert.equal(proposed(chart).discovery, undefined);
    const several = changed(
      "chatqna-vllm",
      kindOf("Deployment", (spec) => ({ ...spec, replicas: 4 })),
    );
    const { discovery, notes } = proposed(several);
    assert.equal(discovery, "pods");
    assert.deepEqual(notes, [
      "chatqna-vllm has 4 pods: with kubernetes.discovery: pods each of them is scraped.",
    ]);
  });

  it("says what decided, and which others nothing tells from it", () => {
    const unknown = { chartIsKnown: false };
    const { existing, because } = recognised(
      installedFrom(existingOf("1.3 gaudi helm gaudi-values.yaml"), unknown).map((object) =>
        object.kind === "Deployment" ? withoutTags(object) : object,
      ),
    );
    assert.equal(existing.deployment.release, "1.5");
    assert.match(because, /^The services are the same in 1.2 .*the newest was taken\.$/);
  });

  it("knows the release by the charts where the images have no tags", () => {
    const { existing, because } = recognised(
      installedFrom(existingOf("1.3 gaudi helm gaudi-values.yaml")).map((object) =>
        object.kind === "Deployment" ? withoutTags(object) : object,
      ),
    );
    assert.equal(existing.deployment.release, "1.3", because);
  });

  it("is not mistaken about what stands beside it, whatever it is called", () => {
    const name = fc.stringMatching(/^[a-z]{1,8}-x$/);
    fc.assert(
      fc.property(
        fc.array(name, { maxLength: 5 }),
        fc.integer({ min: 1, max: 5 }),
        (names, port) => {
          const others = names.map((other): ListedObject => ({
            kind: "Service",
            metadata: { name: other, namespace: "default" },
            spec: { ports: [{ port }] },
          }));
          const { chatqna, notes } = proposed([...others, ...chart]);
          assert.deepEqual(chatqna, proposed(chart).chatqna);
          assert.deepEqual(notes, []);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("is nothing without ChatQnA's own service", () => {
    const engines = chart.filter(({ metadata }) => metadata?.name !== "chatqna");
    const [namespace] = namespacesOf(engines);
    assert.ok(namespace !== undefined);
    assert.equal(recogniseInCluster(namespace), undefined);
  });
});

/** As images are that a registry of one's own rebuilt. */
function withoutTags(object: ListedObject): ListedObject {
  return JSON.parse(
    JSON.stringify(object).replaceAll(/"image":"([^":]+):[^"]*"/g, '"image":"$1"'),
  ) as ListedObject;
}
