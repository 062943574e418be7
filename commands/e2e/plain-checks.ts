import { eventually, expectSame } from "./checks";
import { claimsIn, objectsIn, podsIn } from "./cluster-state";
import type { Cluster, ScratchNamespaces } from "./cluster-under-test";
import type { Kubectl } from "./kubectl";
import { RenderedStack, changedBetween } from "./rendered-stack";
import { expectAnswers, expectRights } from "./rights";

/** Seconds for what a controller does. */
const soon = 60;

/** Of the settings of Prometheus. */
export type Change = "nothing" | "a label of its series" | "its scrape interval";

/** What has other content after it. */
export const changedObjects: Readonly<Record<Change, readonly string[]>> = {
  nothing: [],
  "a label of its series": ["ConfigMap/prometheus"],
  "its scrape interval": [
    "ConfigMap/grafana-provisioning",
    "ConfigMap/prometheus",
    "ConfigMap/prometheus-rules",
    "StatefulSet/grafana",
  ],
};

/** Every part of plain mode that needs nothing beside Kubernetes itself. */
export function plainSettings(
  { monitoring, chatqna }: ScratchNamespaces,
  change: Change = "nothing",
) {
  return {
    platform: "kubernetes",
    kubernetes: {
      namespace: monitoring,
      replicas: 2,
      discovery: "pods",
      access: [{ namespace: "ingress-nginx" }],
      expose: { host: "grafana.example" },
      thanos: { access: [{ namespace: "thanos" }] },
    },
    targets: { chatqna: { via: "helm", release: "1.4", namespace: chatqna } },
    prometheus: {
      scrapeInterval: change === "its scrape interval" ? "20s" : "15s",
      ...(change === "a label of its series" && { externalLabels: { cluster: "e2e" } }),
    },
    grafana: { adminPassword: "unused-0123", secretKey: "unused-0123456789", persistent: true },
    alertmanager: { receivers: [{ name: "oncall", webhook: { url: "http://hook.example/" } }] },
  };
}

/** Claims in a namespace of somebody else's, which the stack keeps. */
function keptSettings(namespaces: ScratchNamespaces) {
  const { kubernetes, ...settings } = plainSettings(namespaces);
  const { replicas, access, discovery } = kubernetes;
  const namespace = namespaces.kept;
  const storage = { keep: true };
  return { ...settings, kubernetes: { namespace, replicas, access, discovery, storage } };
}

export async function checkPlain(cluster: Cluster): Promise<void> {
  const { kubectl, namespaces, checks, podSeconds } = cluster;
  const { monitoring } = namespaces;
  const stack = new RenderedStack(kubectl, plainSettings(namespaces));
  await stack.prepare();
  await checks.expect("the API server takes every object, without a warning", () => stack.apply());
  await checks.expect("the namespace lets no careless pod in", () =>
    expectRefusal(kubectl, monitoring),
  );
  await checks.expect("every pod gets in under restricted, and is ready", () =>
    eventually(podSeconds, () => expectReady(kubectl, stack)),
  );
  await checks.expect("every claim is bound to a volume", () =>
    eventually(soon, () => expectBound(kubectl, monitoring, [...kept, ...others])),
  );
  await checks.expect("Prometheus' account has the rights to look for pods, and no others", () =>
    expectRights(cluster),
  );
  await checks.expect("kubectl auth can-i says the same", () => expectAnswers(cluster));
  await checkChanges(cluster);
  await checkDeletion(cluster);
}

async function checkChanges(cluster: Cluster): Promise<void> {
  const { kubectl, namespaces, checks, podSeconds } = cluster;
  const applied = async (change: Change, rolled: readonly string[]) => {
    const stack = new RenderedStack(kubectl, plainSettings(namespaces, change));
    const [versions, pods] = [await stack.versions(), await podsIn(kubectl, namespaces.monitoring)];
    await stack.apply();
    expectSame("changed", changedBetween(versions, await stack.versions()), changedObjects[change]);
    const rollout = async () => {
      await expectReady(kubectl, stack);
      const now = await podsIn(kubectl, namespaces.monitoring);
      const stayed = new Set(now.map(({ uid }) => uid));
      const gone = pods.filter(({ uid }) => !stayed.has(uid));
      expectSame("pods that started anew", [...new Set(gone.map((pod) => pod.of))], rolled);
    };
    await eventually(rolled.length === 0 ? 0 : podSeconds, rollout);
  };
  await checks.expect("a second apply changes nothing", () => applied("nothing", []));
  await checks.expect("what Prometheus reloads starts no pod anew", () =>
    applied("a label of its series", []),
  );
  await checks.expect("what Grafana reads at its start starts its pod anew, and no other", () =>
    applied("its scrape interval", ["grafana"]),
  );
}

async function checkDeletion(cluster: Cluster): Promise<void> {
  const { kubectl, namespaces, checks } = cluster;
  const { monitoring, chatqna } = namespaces;
  const raw = plainSettings(namespaces);
  const { kubernetes } = raw;
  const within = { ...raw, kubernetes: { ...kubernetes, createNamespace: false } };
  await checks.expect(
    "deleted without its namespace, it leaves nothing in it, no claim either",
    async () => {
      await new RenderedStack(kubectl, within).delete();
      await eventually(soon, async () => {
        expectSame("left", await objectsIn(kubectl, monitoring), []);
        expectSame("left", await objectsIn(kubectl, chatqna), []);
      });
    },
  );
  await checks.expect("deleted, its namespace is gone, and no finalizer holds it", () =>
    new RenderedStack(kubectl, raw).delete(),
  );
}

/** What `storage.keep` is for: of all claims, those with the data of Prometheus. */
export async function checkKept(cluster: Cluster): Promise<void> {
  const { kubectl, namespaces, checks, podSeconds } = cluster;
  const { kept: namespace } = namespaces;
  const stack = new RenderedStack(kubectl, keptSettings(namespaces));
  await stack.prepare();
  await stack.apply();
  await eventually(podSeconds, () => expectBound(kubectl, namespace, [...kept, ...others]));
  await checks.expect(
    "with storage.keep, deletion leaves Prometheus' claims, and nothing else",
    async () => {
      await stack.delete();
      await eventually(soon, async () => {
        const left = kept.map((name) => `persistentvolumeclaim/${name}`);
        expectSame("left", await objectsIn(kubectl, namespace), left);
        await expectBound(kubectl, namespace, kept);
      });
    },
  );
}

/** Of two replicas of Prometheus, and of the other servers with storage. */
const kept = ["data-prometheus-0", "data-prometheus-1"];
const others = ["data-alertmanager-0", "data-grafana-0"];
/** What a stack claims. */
export const claimCount = kept.length + others.length;

export async function expectReady(kubectl: Kubectl, { servers }: RenderedStack): Promise<void> {
  for (const { kind, name, namespace, replicas } of servers) {
    const pods = (await podsIn(kubectl, namespace)).filter((pod) => pod.of === name);
    const ready = pods.filter(({ isReady }) => isReady);
    if (ready.length !== replicas || pods.length !== replicas) {
      throw new Error(`${name}: ${ready.length} of ${pods.length} pods are ready, not ${replicas}`);
    }
    // The controllers have seen the last change, and have nothing left to do.
    const args = ["rollout", "status", `${kind}/${name}`, "--namespace", namespace];
    await kubectl.run([...args, "--timeout=1s"]);
  }
}

async function expectBound(
  kubectl: Kubectl,
  namespace: string,
  expected: readonly string[],
): Promise<void> {
  const claims = [...(await claimsIn(kubectl, namespace))];
  const found = claims.map(([name, isBound]) => `${name}${isBound ? "" : " (not bound)"}`);
  expectSame("claims", found, expected);
}

async function expectRefusal(kubectl: Kubectl, namespace: string): Promise<void> {
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "careless", namespace },
    spec: { containers: [{ name: "careless", image: "careless" }] },
  };
  const args = ["create", "--dry-run=server", "--filename=-"];
  await eventually(soon, async () => {
    const { code, stderr } = await kubectl.attempt(args, JSON.stringify(pod));
    if (code === 0 || !stderr.includes('violates PodSecurity "restricted')) {
      throw new Error(`A careless pod was not refused by Pod Security: ${stderr}`);
    }
  });
}
