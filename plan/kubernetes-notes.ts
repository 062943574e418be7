import { agentNotes } from "./agent-notes";
import type { Settings } from "./settings/settings";

/** What a user of platform kubernetes should know and cannot see in the objects. */
export function kubernetesNotes(settings: Settings): readonly string[] {
  return [
    ...reachNotes(settings),
    ...storageNotes(settings),
    ...databaseNotes(settings),
    ...agentNotes(settings),
  ];
}

function reachNotes({ kubernetes, prometheus, grafana }: Settings): readonly string[] {
  const forward = (service: string, port: number) =>
    `kubectl -n ${kubernetes.namespace} port-forward service/${service} ${port}`;
  const isForwarded = grafana.enabled && kubernetes.expose === undefined;
  return [
    `To reach from this machine: ${[
      ...(isForwarded ? [forward("grafana", grafana.port)] : []),
      forward("prometheus", prometheus.port),
    ].join(" and ")}`,
  ];
}

function storageNotes({ kubernetes: { storage } }: Settings): readonly string[] {
  return storage.keep
    ? ["The claims of Prometheus stay when the stack is destroyed (kubernetes.storage.keep)."]
    : [];
}

function databaseNotes({ grafana }: Settings): readonly string[] {
  if (!grafana.enabled || !grafana.persistent) return [];
  return [
    "Grafana's database is kept (grafana.persistent): a changed grafana.adminPassword takes no effect " +
      "on it. Set it in Grafana too: kubectl exec grafana-0 -- grafana cli admin reset-admin-password",
  ];
}
