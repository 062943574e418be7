import { stringify } from "yaml";
import type { Manifest } from "../../components/platforms/kubernetes/manifest";
import { eventually, expectSame } from "./checks";
import { objectsIn } from "./cluster-state";
import type { Cluster, ScratchNamespaces } from "./cluster-under-test";
import type { Kubectl } from "./kubectl";
import { crdsOfOperator } from "./operator-crds";
import { RenderedStack, changedBetween } from "./rendered-stack";

/** Every kind of object that operator mode has. */
export function operatorSettings({ operator, chatqna }: ScratchNamespaces) {
  return {
    platform: "kubernetes",
    kubernetes: { mode: "operator", namespace: operator, discovery: "pods" },
    targets: {
      chatqna: {
        ...{ via: "helm", release: "1.4", namespace: chatqna },
        services: { retriever: { address: `mine.${chatqna}.svc.cluster.local:7000` } },
      },
      static: [{ job: "qdrant", address: "vectors.chat.svc.cluster.local:6333" }],
    },
  };
}

/** For a cluster without an operator. */
export async function checkUnoperated({ kubectl, namespaces, checks }: Cluster): Promise<void> {
  const stack = new RenderedStack(kubectl, operatorSettings(namespaces));
  await checks.expect("without the operator's CRDs, kubectl says which kinds are missing", () =>
    expectMissingKinds(stack),
  );
}

/** For a cluster with its CRDs. */
export async function checkOperated({ kubectl, namespaces, checks }: Cluster): Promise<void> {
  const stack = new RenderedStack(kubectl, operatorSettings(namespaces));
  const crds = await crdsOfOperator(kubectl);
  await checks.expect("the operator's CRDs take every object, without a warning", () =>
    stack.apply(),
  );
  await checks.expect("and refuse one that is wrong", () => expectRefusal(kubectl, stack));
  await checks.expect(
    "every object for the operator is there, and a second apply changes none",
    async () => {
      const before = await stack.versions();
      expectSame("objects", [...before.keys()], stack.objects.manifests.map(nameOf));
      await stack.apply();
      expectSame("changed", changedBetween(before, await stack.versions()), []);
    },
  );
  await checks.expect(
    "deleted, it leaves nothing but the CRDs, which are not its own",
    async () => {
      await stack.delete();
      await eventually(60, async () => {
        expectSame("left", await objectsIn(kubectl, namespaces.operator), []);
      });
      const left = [...(await crdsOfOperator(kubectl))].map((crd) => crd.join(" "));
      expectSame(
        "CRDs",
        left,
        [...crds].map((crd) => crd.join(" ")),
      );
    },
  );
}

/** In the words that docs/prometheus-operator.md explains. */
async function expectMissingKinds(stack: RenderedStack): Promise<void> {
  const { code, stderr } = await stack.attempt();
  for (const kind of ["PodMonitor", "ServiceMonitor", "ScrapeConfig", "PrometheusRule"]) {
    if (code === 0 || !stderr.includes(`no matches for kind "${kind}"`)) {
      throw new Error(`kubectl does not say that there is no ${kind}: ${stderr}`);
    }
  }
}

async function expectRefusal(kubectl: Kubectl, stack: RenderedStack): Promise<void> {
  const endpointsOf = { ServiceMonitor: "endpoints", PodMonitor: "podMetricsEndpoints" } as const;
  for (const [kind, endpoints] of Object.entries(endpointsOf)) {
    const monitor = stack.objects.manifests.find((manifest) => manifest.kind === kind);
    const original = monitor?.["spec"] as Readonly<Record<string, readonly object[]>> | undefined;
    const wrong = original?.[endpoints]?.map((endpoint) => ({ ...endpoint, interval: "soon" }));
    const { code, stderr } = await kubectl.attempt(
      ["apply", "--server-side", "--dry-run=server", "--filename=-"],
      stringify({ ...monitor, spec: { ...original, [endpoints]: wrong } }),
    );
    if (code === 0 || !stderr.includes("interval")) {
      throw new Error(`A scrape interval "soon" of a ${kind} was not refused: ${stderr}`);
    }
  }
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}
