import type { Kubectl } from "./kubectl";

/** Of kinds that come and go by themselves, and of what each namespace has from the start. */
const notLookedAt =
  /^(events?(\.|\/)|lease\.|endpoints\/|podmetrics\.|nodemetrics\.|configmap\/kube-root-ca\.crt$|serviceaccount\/default$)/;
/** Volumes are the cluster's: a provisioner removes its own when it gets to it. */
const ofCluster = /^(persistentvolume\/|volumeattachment\.|certificatesigningrequest\.)/;

/** Every object in a namespace but what it has from the start, as `kind.group/name`. */
export async function objectsIn(kubectl: Kubectl, namespace: string): Promise<readonly string[]> {
  const resources = await listable(kubectl, true);
  return names(kubectl, ["get", resources, "--namespace", namespace]);
}

/** Every object in no namespace: CRDs, cluster roles, namespaces, webhooks, classes and the like. */
export async function objectsOfCluster(kubectl: Kubectl): Promise<readonly string[]> {
  const resources = await listable(kubectl, false);
  const all = await names(kubectl, ["get", resources]);
  return all.filter((name) => !ofCluster.test(name));
}

async function listable(kubectl: Kubectl, inNamespace: boolean): Promise<string> {
  const args = ["api-resources", "--verbs=list", `--namespaced=${String(inNamespace)}`];
  const { stdout } = await kubectl.run([...args, "--output=name"]);
  return stdout
    .trim()
    .split("\n")
    .filter((name) => name !== "componentstatuses" && !name.startsWith("events"))
    .join(",");
}

async function names(kubectl: Kubectl, args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await kubectl.run([...args, "--output=name", "--ignore-not-found"]);
  return stdout
    .trim()
    .split("\n")
    .filter((name) => name !== "" && !notLookedAt.test(name))
    .sort();
}

export interface Pod {
  readonly name: string;
  /** The server it is of. */
  readonly of: string;
  readonly uid: string;
  readonly isReady: boolean;
}

/** Of our stacks. */
export async function podsIn(kubectl: Kubectl, namespace: string): Promise<readonly Pod[]> {
  const args = ["get", "pods", "--namespace", namespace];
  const found = (await kubectl.json([
    ...args,
    "--selector=app.kubernetes.io/part-of=chatqna-monitoring",
  ])) as { readonly items: readonly FoundPod[] };
  return found.items.map(({ metadata: { name, uid, labels }, status: { conditions = [] } }) => ({
    name,
    uid,
    of: labels["app.kubernetes.io/name"] ?? "",
    isReady: conditions.some(({ type, status }) => type === "Ready" && status === "True"),
  }));
}

interface FoundPod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
}

/** By its name, whether a claim is bound. */
export async function claimsIn(
  kubectl: Kubectl,
  namespace: string,
): Promise<ReadonlyMap<string, boolean>> {
  const found = (await kubectl.json(["get", "persistentvolumeclaims", "-n", namespace])) as {
    readonly items: readonly {
      readonly metadata: { readonly name: string };
      readonly status: { readonly phase?: string };
    }[];
  };
  return new Map(
    found.items.map(({ metadata: { name }, status }) => [name, status.phase === "Bound"]),
  );
}
