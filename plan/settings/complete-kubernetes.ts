import type { ExposeSettings, KubernetesSettings, ThanosSettings } from "./kubernetes";
import type { ParsedSettings } from "./schema";

type Parsed = ParsedSettings["kubernetes"];

export function completeKubernetes(parsed: Parsed): KubernetesSettings {
  const { mode = "plain", kubeconfig, context, storage, expose, thanos, operator } = parsed;
  const isPlain = mode === "plain";
  return {
    mode,
    // kube-prometheus-stack is most often installed into `monitoring`, where its Grafana looks.
    namespace: parsed.namespace ?? (isPlain ? "chatqna-monitoring" : "monitoring"),
    createNamespace: parsed.createNamespace ?? isPlain,
    ...(kubeconfig !== undefined && { kubeconfig }),
    ...(context !== undefined && { context }),
    replicas: parsed.replicas ?? 1,
    discovery: parsed.discovery ?? "services",
    storage: {
      ...(storage.class !== undefined && { class: storage.class }),
      keep: storage.keep ?? false,
    },
    access: parsed.access ?? [],
    ...(expose !== undefined && { expose: completeExpose(expose) }),
    ...(thanos !== undefined && { thanos: completeThanos(thanos) }),
    operator: {
      release: operator.release ?? "prometheus-stack",
      dashboardLabel: operator.dashboardLabel ?? "grafana_dashboard",
      folderAnnotation: operator.folderAnnotation ?? "grafana_folder",
    },
  };
}

function completeThanos(parsed: NonNullable<Parsed["thanos"]>): ThanosSettings {
  const { objectStorage, ...plain } = parsed;
  return { ...plain, ...(objectStorage !== undefined && { objectStorage }) };
}

function completeExpose(parsed: NonNullable<Parsed["expose"]>): ExposeSettings {
  const { host, ingressClass, tlsSecret, gateway } = parsed;
  if (gateway !== undefined) {
    const [namespace = "", name = ""] = gateway.split("/");
    return { host, by: { kind: "gateway", namespace, name } };
  }
  return {
    host,
    by: {
      kind: "ingress",
      ...(ingressClass !== undefined && { class: ingressClass }),
      ...(tlsSecret !== undefined && { tlsSecret }),
    },
  };
}
