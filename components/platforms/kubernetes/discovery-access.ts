import type { Workload } from "../../../plan/workloads/workload";
import { type Manifest, type Place, workloadLabels } from "./manifest";

/**
 * What a workload needs to ask the API server for pods and services: an account, and for each
 * namespace a Role that lets it read them there and nowhere else. Never a ClusterRole.
 */
export function discoveryAccess(workload: Workload, place: Place): readonly Manifest[] {
  const discovery = workload.container?.discovery;
  if (discovery === undefined) return [];
  const labels = workloadLabels(workload.name, place);
  const account: Manifest = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: workload.name, namespace: place.namespace, labels },
    automountServiceAccountToken: false,
  };
  return [account, ...discovery.namespaces.flatMap((namespace) => roleIn(namespace))];

  function roleIn(namespace: string): readonly Manifest[] {
    // In a namespace that is not ours, the name says whose it is.
    const metadata = { name: `${place.namespace}-${workload.name}`, namespace, labels };
    return [
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "Role",
        metadata,
        rules: [
          { apiGroups: [""], resources: ["pods", "services"], verbs: ["get", "list", "watch"] },
          {
            apiGroups: ["discovery.k8s.io"],
            resources: ["endpointslices"],
            verbs: ["get", "list", "watch"],
          },
        ],
      },
      {
        apiVersion: "rbac.authorization.k8s.io/v1",
        kind: "RoleBinding",
        metadata,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: metadata.name },
        subjects: [{ kind: "ServiceAccount", name: workload.name, namespace: place.namespace }],
      },
    ];
  }
}
