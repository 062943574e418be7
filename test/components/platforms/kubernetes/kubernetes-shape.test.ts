import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { unawaited } from "../../../../components/platforms/kubernetes/kubernetes-workload";
import type { Manifest } from "../../../../components/platforms/kubernetes/manifest";
import type { Settings } from "../../../../plan/settings/settings";
import { clusterSettings, environments, objectsOf, shapeOf } from "./clusters";
import { has, isGiven, mountedSources } from "./mounted-sources";
import { type Fields, at, list, podFaults, podOf } from "./policies";
import { checkSchema } from "./schemas";

const group = <T extends object>(record: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(record, { requiredKeys: [] });

/** Settings of every kind that the shape depends on. */
const settings = fc
  .record({
    kubernetes: group({
      namespace: fc.constantFrom("monitoring", "watch"),
      createNamespace: fc.boolean(),
      replicas: fc.integer({ min: 1, max: 3 }),
      discovery: fc.constantFrom("services", "pods"),
      storage: group({ keep: fc.boolean(), class: fc.constant("fast") }),
      access: fc.constant([{ namespace: "ingress-nginx" }]),
      thanos: group({
        access: fc.constant([{ namespace: "thanos" }]),
        objectStorage: fc.constant({ secretName: "store", endpoint: "10.0.0.9:9000" }),
      }),
    }),
    targets: fc.constantFrom<object>(
      { chatqna: { via: "helm", release: "1.4", namespace: "chat" } },
      { chatqna: { via: "manifests", release: "1.0", engine: "tgi", hardware: "gaudi" } },
      { chatqna: { via: "gmc", release: "1.2", engine: "tgi" } },
      { chatqna: { via: "helm", release: "1.4", vectorStore: "qdrant" } },
    ),
    prometheus: group({
      version: fc.constantFrom("2.44.0", "2.52.0", "3.16.0"),
      port: fc.constantFrom(9090, 9095),
      memoryLimit: fc.constantFrom("512MiB", "1000MB"),
      tls: fc.constantFrom<object>(
        { secretName: "prometheus-tls" },
        { secretName: "public-tls", serverName: "prometheus.example", authority: "system" },
      ),
    }),
    grafana: group({ persistent: fc.boolean(), enabled: fc.boolean() }),
    alertmanager: fc.constantFrom<object>(
      {},
      { receivers: [{ name: "oncall", slack: { url: "https://hooks.example/hunter2" } }] },
    ),
  })
  .filter(({ kubernetes, targets }) => isPossible(kubernetes, targets));

function isPossible(kubernetes: object, targets: object): boolean {
  try {
    clusterSettings({ kubernetes, targets });
    return true;
  } catch {
    return false;
  }
}

function forAll(check: (objects: readonly Manifest[], chosen: Settings) => void): void {
  for (const environment of Object.values(environments)) {
    const chosen = environment();
    check(objectsOf(chosen), chosen);
  }
  fc.assert(
    fc.property(settings, (raw) => {
      const chosen = clusterSettings(raw);
      check(objectsOf(chosen), chosen);
    }),
    { numRuns: 40 },
  );
}

const describeObject = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;

describe("the objects of any settings", () => {
  it("are what the published schemas of their kinds take", () => {
    forAll((objects) => {
      for (const manifest of objects) {
        assert.doesNotThrow(() => {
          checkSchema(manifest);
        }, describeObject(manifest));
      }
    });
  });

  it("pass Pod Security restricted, and what linters ask beside it", () => {
    forAll((objects, chosen) => {
      const servers = objects.filter((manifest) => podOf(manifest) !== undefined);
      assert.ok(servers.length > 0 || chosen.kubernetes.mode === "operator", "no pods");
      for (const server of servers) {
        assert.deepEqual(podFaults(podOf(server) ?? {}), [], describeObject(server));
      }
    });
  });

  it("have no rule for the whole cluster, and no right but to look", () => {
    forAll((objects) => {
      assert.ok(objects.every(({ kind }) => !kind.startsWith("Cluster")));
      const verbs = objects
        .filter(({ kind }) => kind === "Role")
        .flatMap((role) => list(role["rules"]))
        .flatMap(({ verbs: allowed }) => allowed as readonly string[]);
      assert.ok(
        verbs.every((verb) => ["get", "list", "watch"].includes(verb)),
        verbs.join(" "),
      );
      const resources = objects
        .filter(({ kind }) => kind === "Role")
        .flatMap((role) => list(role["rules"]))
        .flatMap(({ resources: named }) => named as readonly string[]);
      assert.ok(!resources.includes("secrets"));
    });
  });

  it("have names of their own that Kubernetes takes", () => {
    forAll((objects) => {
      const names = objects.map(
        ({ kind, metadata: { namespace = "", name } }) => `${kind} ${namespace}/${name}`,
      );
      assert.equal(new Set(names).size, names.length, names.join("\n"));
      for (const { metadata } of objects) {
        assert.match(metadata.name, /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
        for (const value of Object.values(metadata.labels)) {
          assert.match(value, /^[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/);
        }
      }
    });
  });

  it("give every pod the files it mounts, and select it by its labels", () => {
    forAll((objects, chosen) => {
      for (const server of objects.filter((manifest) => podOf(manifest) !== undefined)) {
        const labels = at(server, "spec", "template", "metadata", "labels") as Fields;
        const selector = at(server, "spec", "selector", "matchLabels") as Fields;
        for (const [name, value] of Object.entries(selector)) assert.equal(labels[name], value);
        assert.ok(!("app.kubernetes.io/version" in selector), "a selector with a version");
        for (const source of mountedSources(server)) {
          assert.ok(
            has(objects, source) || isGiven(source, chosen),
            `${describeObject(server)} mounts ${JSON.stringify(source)}`,
          );
        }
      }
    });
  });

  it("let in and out only what a policy names", () => {
    forAll((objects, chosen) => {
      if (chosen.kubernetes.mode === "operator") return;
      const policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
      const deny = policies.find(({ metadata }) => metadata.name === "default-deny");
      assert.deepEqual(at(deny, "spec", "policyTypes"), ["Ingress", "Egress"]);
      assert.equal(at(deny, "spec", "ingress"), undefined);
      assert.equal(at(deny, "spec", "egress"), undefined);
      for (const { metadata } of objects.filter((manifest) => podOf(manifest) !== undefined)) {
        assert.ok(policies.some((policy) => policy.metadata.name === metadata.name));
      }
    });
  });

  it("are the same bytes each time, and hold no secret", () => {
    forAll((objects, chosen) => {
      const text = JSON.stringify(objects);
      assert.equal(JSON.stringify(objectsOf(chosen)), text);
      assert.ok(!text.includes("hunter2"), "a secret is in the objects");
    });
  });
});

describe("a stack in a cluster", () => {
  const named = (chosen: Settings, kind: string, name: string): Manifest => {
    const found = objectsOf(chosen).find(
      (manifest) => manifest.kind === kind && manifest.metadata.name === name,
    );
    assert.ok(found, `no ${kind} ${name}`);
    return found;
  };

  it("keeps Prometheus' claims exactly where the settings say so", () => {
    const retention = (keep: boolean) =>
      at(
        named(clusterSettings({ kubernetes: { storage: { keep } } }), "StatefulSet", "prometheus"),
        "spec",
        "persistentVolumeClaimRetentionPolicy",
        "whenDeleted",
      );
    assert.equal(retention(true), "Retain");
    assert.equal(retention(false), "Delete");
  });

  it("has a budget for disruptions, a spread and a name for each of several replicas", () => {
    const one = objectsOf(clusterSettings());
    assert.ok(one.every(({ kind }) => kind !== "PodDisruptionBudget"));
    const two = clusterSettings({ kubernetes: { replicas: 2 } });
    assert.equal(at(named(two, "PodDisruptionBudget", "prometheus"), "spec", "maxUnavailable"), 1);
    const server = named(two, "StatefulSet", "prometheus");
    assert.equal(at(server, "spec", "replicas"), 2);
    assert.equal(list(podOf(server)?.["topologySpreadConstraints"]).length, 1);
    const configuration = JSON.stringify(named(two, "ConfigMap", "prometheus")["data"]);
    assert.match(configuration, /replica: \$\{REPLICA\}/);
  });

  it("restarts for what is read at the start, and for nothing else", () => {
    const annotations = (raw: object, server: string) =>
      shapeOf(clusterSettings(raw as Readonly<Record<string, unknown>>)).workloads.find(
        ({ workload }) => workload.name === server,
      )?.server.spec.template.metadata.annotations;
    const slower = { prometheus: { scrapeInterval: "30s" } };
    assert.deepEqual(annotations(slower, "prometheus"), annotations({}, "prometheus"));
    const old = { prometheus: { version: "2.52.0" } };
    const oldSlower = { prometheus: { version: "2.52.0", scrapeInterval: "30s" } };
    assert.notDeepEqual(annotations(oldSlower, "prometheus"), annotations(old, "prometheus"));
    const exposed = {
      kubernetes: { expose: { host: "g.example" }, access: [{ namespace: "ingress-nginx" }] },
    };
    assert.notDeepEqual(annotations(exposed, "grafana"), annotations({}, "grafana"));
  });

  it("names pods behind services, the namespace that may be asked, and nobody else", () => {
    const pods = clusterSettings({
      kubernetes: { discovery: "pods" },
      targets: { chatqna: { via: "helm", release: "1.4", namespace: "chat" } },
    });
    const role = named(pods, "Role", "chatqna-monitoring-prometheus");
    assert.equal(role.metadata.namespace, "chat");
    const configuration = JSON.stringify(named(pods, "ConfigMap", "prometheus")["data"]);
    assert.match(configuration, /kubernetes\.io\/service-name=chatqna-vllm/);
    assert.equal(
      podOf(named(pods, "StatefulSet", "prometheus"))?.["automountServiceAccountToken"],
      true,
    );
    assert.ok(objectsOf(clusterSettings()).every(({ kind }) => kind !== "Role"));
  });

  it("reaches Grafana from the pods that are named, and from no others", () => {
    const from = (chosen: Settings) =>
      at(named(chosen, "NetworkPolicy", "grafana"), "spec", "ingress");
    assert.deepEqual(from(clusterSettings()), []);
    const access = [{ namespace: "ingress-nginx", podLabels: { app: "controller" } }];
    assert.deepEqual(from(clusterSettings({ kubernetes: { access } })), [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress-nginx" } },
            podSelector: { matchLabels: { app: "controller" } },
          },
        ],
        ports: [{ protocol: "TCP", port: 3000 }],
      },
    ]);
  });

  it("does not wait for the address of its Ingress, and waits for all else", () => {
    const chosen = clusterSettings({
      kubernetes: { access: [{ namespace: "infra" }], expose: { host: "grafana.example" } },
    });
    const skipping = objectsOf(chosen)
      .map(unawaited)
      .filter(({ metadata }) => metadata.annotations?.["pulumi.com/skipAwait"] === "true");
    assert.deepEqual(skipping.map(describeObject), ["Ingress grafana"]);
  });

  it("is reached through a Gateway as well", () => {
    const expose = { host: "grafana.example", gateway: "infra/public" };
    const access = [{ namespace: "infra" }];
    const route = named(
      clusterSettings({ kubernetes: { expose, access } }),
      "HTTPRoute",
      "grafana",
    );
    assert.deepEqual(at(route, "spec", "parentRefs"), [{ name: "public", namespace: "infra" }]);
    assert.deepEqual(at(route, "spec", "hostnames"), ["grafana.example"]);
  });

  it("says which ConfigMap is too large, and what to do", () => {
    const boards = clusterSettings();
    const shape = () => {
      const plan = objectsOf({
        ...boards,
        prometheus: {
          ...boards.prometheus,
          externalLabels: { note: "x".repeat(1024 ** 2) },
        },
      });
      return plan;
    };
    assert.throws(shape, /The ConfigMap prometheus would have 10\d\d KiB.*dashboards\[\]\.folder/s);
  });
});
