import type { DiscoveredService, Target } from "../targets/target";
import type { YamlValue } from "../workloads/yaml-text";
import type { ScrapeJob } from "./scrape-job";

/**
 * Asks the API server for the pods behind the job's services, in their namespaces and by the
 * services' names, and gives their series the labels that they have on every platform.
 */
export function podDiscovery(job: ScrapeJob): Record<string, YamlValue> {
  const found = job.targets.flatMap((target) =>
    target.discovered === undefined ? [] : [{ target, service: target.discovered }],
  );
  if (found.length === 0) return {};
  return {
    kubernetes_sd_configs: found.map(({ service: { service, namespace } }) => ({
      role: "endpointslice",
      namespaces: { names: [namespace] },
      selectors: [{ role: "endpointslice", label: `kubernetes.io/service-name=${service}` }],
    })),
    relabel_configs: [
      servedPortRule,
      ...found.flatMap(({ service }) => portRule(service)),
      ...found.flatMap(({ target, service }) => labelRules(target, service)),
      // The pod says more than its address, and lives as long.
      {
        source_labels: [`${meta}_pod_name`, `${meta}_endpointslice_port`],
        separator: ":",
        regex: "(.+:\\d+)",
        target_label: "instance",
      },
    ],
  };
}

const meta = "__meta_kubernetes";

const servedPortRule = {
  comment: "Ports that the pods have beside those of the service are found as well.",
  value: { source_labels: [`${meta}_endpointslice_port`], regex: ".+", action: "keep" },
} as const;

/** Drops the pod's other ports. A service of another name is none of it. */
function portRule({ service, podPort }: DiscoveredService): readonly YamlValue[] {
  if (podPort === undefined) return [];
  return [
    {
      comment: `Of the ports of ${service}, one has the metrics.`,
      value: { source_labels: [`${meta}_endpointslice_port`], regex: `${podPort}`, action: "keep" },
    },
  ];
}

function labelRules(target: Target, { service, namespace }: DiscoveredService) {
  const labels = {
    component: target.component,
    ...(target.container !== undefined && { container: target.container }),
    namespace: target.namespace ?? namespace,
    ...target.labels,
    ...(target.metricsPath !== "/metrics" && { __metrics_path__: target.metricsPath }),
    ...(target.scheme !== "http" && { __scheme__: target.scheme }),
  };
  return Object.entries(labels).map(([name, value]) => ({
    source_labels: [`${meta}_namespace`, `${meta}_service_name`],
    regex: `${namespace};${service}`,
    target_label: name,
    replacement: value,
  }));
}
