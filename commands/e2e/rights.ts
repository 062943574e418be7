import { expectSame } from "./checks";
import type { Cluster } from "./cluster-under-test";
import type { Kubectl } from "./kubectl";

const looking = ["get", "list", "watch"];
const found = ["endpointslices.discovery.k8s.io", "pods", "services"];

/**
 * What Prometheus' account may do beyond an account that nobody gave anything: look for pods where the
 * ChatQnA is. By the API server's own list, so that nothing is missed that was not asked for.
 */
export async function expectRights({ kubectl, namespaces }: Cluster): Promise<void> {
  const { monitoring, chatqna } = namespaces;
  for (const namespace of [chatqna, monitoring, "kube-system"]) {
    const everybody = new Set(await rightsOf(kubectl, account(monitoring, "nobody"), namespace));
    const own = await rightsOf(kubectl, account(monitoring, "prometheus"), namespace);
    expectSame(
      `Prometheus' account may in ${namespace}`,
      own.filter((right) => !everybody.has(right)),
      namespace === chatqna
        ? found.flatMap((resource) => looking.map((verb) => `${verb} ${resource}`))
        : [],
    );
  }
}

/** The same, asked one by one as people ask. */
export async function expectAnswers({ kubectl, namespaces }: Cluster): Promise<void> {
  const { monitoring, chatqna } = namespaces;
  const as = account(monitoring, "prometheus");
  const rights = [
    ["list", "pods", chatqna, "yes"],
    ["watch", "endpointslices.discovery.k8s.io", chatqna, "yes"],
    ["list", "services", chatqna, "yes"],
    ["list", "secrets", chatqna, "no"],
    ["get", "configmaps", chatqna, "no"],
    ["delete", "pods", chatqna, "no"],
    ["create", "pods/exec", chatqna, "no"],
    ["list", "secrets", monitoring, "no"],
    ["list", "pods", monitoring, "no"],
    ["list", "pods", "kube-system", "no"],
    // Neither in all namespaces at once, nor what is in none.
    ["list", "pods", "", "no"],
    ["list", "nodes", "", "no"],
    ["list", "namespaces", "", "no"],
  ] as const;
  for (const [verb, resource, namespace, expected] of rights) {
    const where = namespace === "" ? ["--all-namespaces"] : ["--namespace", namespace];
    const { stdout } = await kubectl.attempt([
      "auth",
      "can-i",
      verb,
      resource,
      "--as",
      as,
      ...where,
    ]);
    const answer = stdout.trim().split("\n").at(-1) ?? "";
    if (answer !== expected) {
      const place = namespace === "" ? "everywhere" : `in ${namespace}`;
      throw new Error(`${as} may ${verb} ${resource} ${place}: ${answer}, not ${expected}`);
    }
  }
}

function account(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** As `verb resource.group`, with the names it is for. */
async function rightsOf(
  kubectl: Kubectl,
  user: string,
  namespace: string,
): Promise<readonly string[]> {
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectRulesReview",
    spec: { namespace },
  };
  const { stdout } = await kubectl.run(
    // It would have to read the cluster's schemas, which is no right of an account's.
    ["create", "--filename=-", "--output=json", "--validate=false", "--as", user],
    JSON.stringify(review),
  );
  const { status } = JSON.parse(stdout) as {
    readonly status: { readonly resourceRules: readonly ResourceRule[] };
  };
  return status.resourceRules.flatMap(({ verbs, apiGroups, resources, resourceNames = [] }) =>
    verbs.flatMap((verb) =>
      apiGroups.flatMap((group) =>
        resources.map((resource) =>
          [verb, group === "" ? resource : `${resource}.${group}`, ...resourceNames].join(" "),
        ),
      ),
    ),
  );
}

interface ResourceRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
}
