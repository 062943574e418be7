import { kubernetesNotes } from "./kubernetes-notes";
import type { Circumstances, Plan } from "./plan";
import { planContainerAlertmanager } from "./planned-alertmanager";
import { planPodExporters } from "./planned-exporters";
import { planGrafana } from "./planned-grafana";
import { prometheusPlan } from "./planned-prometheus";
import { planRules } from "./planned-rules";
import { parsePrometheusVersion } from "./prometheus/version";
import type { Settings } from "./settings/settings";
import { targetsInCluster } from "./targets/discovered-targets";
import { thanosTarget } from "./workloads/thanos";
import { prometheusWorkload } from "./workloads/prometheus";

/** Prometheus, Grafana and what belongs to them as pods of a cluster. */
export function planPods(settings: Settings, { stack, dashboards }: Circumstances): Plan {
  const { kubernetes } = settings;
  const exporters = planPodExporters(settings);
  const alertmanager = planContainerAlertmanager(settings);
  const targets = [
    ...targetsInCluster(settings),
    ...exporters.targets,
    ...alertmanager.targets,
    ...(kubernetes.thanos === undefined ? [] : [thanosTarget()]),
  ];
  const version = parsePrometheusVersion(settings.prometheus.version);
  if (version === undefined) throw new Error("The settings have no version of Prometheus.");
  const grafana = planGrafana(settings, targets, dashboards, "container");
  const rules = planRules(settings, targets, grafana.content);
  const prometheus = prometheusWorkload({
    ...prometheusPlan(settings, stack, targets),
    rules,
    runsAs: { kind: "container" },
    version,
    startAfter: [],
    replicas: kubernetes.replicas,
    ...(kubernetes.thanos !== undefined && { thanos: kubernetes.thanos }),
    keepsData: kubernetes.storage.keep,
  });
  return {
    stack,
    platform: settings.platform,
    workloads: [
      ...exporters.workloads,
      ...alertmanager.workloads,
      prometheus,
      ...grafana.workloads,
    ],
    targets,
    rules,
    ...(grafana.content !== undefined && { content: grafana.content }),
    notes: kubernetesNotes(settings),
  };
}
