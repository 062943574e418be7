import { isIP, isIPv6 } from "node:net";
import type { PodsOfNamespace } from "../../../plan/settings/kubernetes";
import { splitAddress } from "../../../plan/settings/address";
import { serviceOfAddress } from "../../../plan/targets/cluster-address";
import { reachedWorkloads } from "../../../plan/workloads/reached-workloads";
import type { Sidecar, Workload } from "../../../plan/workloads/workload";
import { type Json, type Manifest, type Place, podSelector, stackLabels } from "./manifest";

/** For all pods of the stack: nothing in, nothing out but questions for names. */
export function stackPolicies(place: Place): readonly Manifest[] {
  return [
    policy("default-deny", place, {
      podSelector: { matchLabels: stackLabels(place) },
      policyTypes: ["Ingress", "Egress"],
    }),
    policy("names", place, {
      podSelector: { matchLabels: stackLabels(place) },
      policyTypes: ["Egress"],
      // To anybody: a cluster's resolver may be a pod, a daemon of the node, an address of the cloud.
      egress: [{ ports: [port(53, "UDP"), port(53)] }],
    }),
  ];
}

/**
 * Who reaches a workload, and what it reaches: its own references say it.
 * @param outside pods that may reach it from other namespaces
 */
export function workloadPolicy(
  workload: Workload,
  workloads: readonly Workload[],
  place: Place,
  outside: readonly PodsOfNamespace[],
): Manifest {
  const { sidecars = [] } = workload;
  const callers = workloads.filter(
    (other) => other !== workload && reachedWorkloads(other).has(workload.name),
  );
  const peers: readonly Json[] = [
    ...callers.map(({ name }) => ({ podSelector: { matchLabels: podSelector(name, place) } })),
    ...outside.map(podsOf),
  ];
  return policy(workload.name, place, {
    podSelector: { matchLabels: podSelector(workload.name, place) },
    policyTypes: ["Ingress", "Egress"],
    ingress: [
      ...(peers.length === 0
        ? []
        : [{ from: peers, ports: workload.ports.map(({ number }) => port(number)) }]),
      ...sidecars.flatMap(servedFrom),
    ],
    egress: [
      ...egressWithin(workload, workloads, place),
      ...[...(workload.container?.calls ?? []), ...sidecars.flatMap(({ calls }) => calls)]
        .map(egressTo)
        .filter(isFirst),
      // The API server is no pod, and its address is the cluster's to choose.
      ...(workload.container?.discovery === undefined ? [] : [{ ports: [port(443), port(6443)] }]),
    ],
  });
}

function servedFrom({ ports, serves }: Sidecar): readonly Json[] {
  if (serves.to.length === 0) return [];
  const served = ports.filter(({ name }) => name === serves.port);
  return [{ from: serves.to.map(podsOf), ports: served.map(({ number }) => port(number)) }];
}

function egressWithin(
  workload: Workload,
  workloads: readonly Workload[],
  place: Place,
): readonly Json[] {
  const reached = reachedWorkloads(workload);
  return workloads
    .filter(({ name }) => name !== workload.name && reached.has(name))
    .map(({ name, ports }) => ({
      to: [{ podSelector: { matchLabels: podSelector(name, place) } }],
      ports: ports.map(({ number }) => port(number)),
    }));
}

function egressTo(address: string): Json {
  const { host = "*", port: number = "" } = splitAddress(address);
  const service = serviceOfAddress(address);
  // The policy sees the pods behind a service, which listen on ports of their own.
  if (service !== undefined) return { to: [namespaceOf(service.namespace)] };
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  const ports = [port(Number(number))];
  if (isIP(bare) === 0) return { ports };
  return { to: [{ ipBlock: { cidr: `${bare}/${isIPv6(bare) ? 128 : 32}` } }], ports };
}

function isFirst(rule: Json, position: number, rules: readonly Json[]): boolean {
  const text = JSON.stringify(rule);
  return rules.findIndex((other) => JSON.stringify(other) === text) === position;
}

function podsOf({ namespace, podLabels }: PodsOfNamespace): Json {
  const peer = namespaceOf(namespace);
  return Object.keys(podLabels).length === 0
    ? peer
    : { ...peer, podSelector: { matchLabels: podLabels } };
}

function namespaceOf(name: string) {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}

function port(number: number, protocol: "TCP" | "UDP" = "TCP"): Json {
  return { protocol, port: number };
}

function policy(name: string, place: Place, spec: Json): Manifest {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace: place.namespace, labels: stackLabels(place) },
    spec,
  };
}
