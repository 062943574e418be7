import type { DiscoveredService, Target } from "../targets/target";
import type { YamlValue } from "../workloads/yaml-text";
import type { ScrapeJob } from "./scrape-job";

/** How the API server is asked for the pods behind a job's services. */
export interface PodDiscovery {
  readonly services: readonly DiscoveredService[];
  /** What gives their series the labels that they have on every platform. */
  readonly rules: readonly PodRule[];
}

/** A relabelling, in the operator's spelling. */
export interface PodRule {
  readonly comment?: string;
  readonly sourceLabels: readonly string[];
  readonly separator?: string;
  readonly regex: string;
  readonly targetLabel?: string;
  readonly replacement?: string;
  readonly action?: "keep";
}

/** The role of a discovery that finds pods by the Service in front of them. */
export const serviceNameLabel = "kubernetes.io/service-name";

/** Undefined for a job none of whose targets is found by its pods. */
export function discoveryOf({ targets }: ScrapeJob): PodDiscovery | undefined {
  const found = targets.flatMap((target) =>
    target.discovered === undefined ? [] : [{ target, service: target.discovered }],
  );
  if (found.length === 0) return undefined;
  return {
    services: found.map(({ service }) => service),
    rules: [
      servedPortRule,
      ...found.flatMap(({ service }) => portRule(service)),
      ...found.flatMap(({ target, service }) => labelRules(target, service)),
      // The pod says more than its address, and lives as long.
      {
        sourceLabels: [`${meta}_pod_name`, `${meta}_endpointslice_port`],
        separator: ":",
        regex: "(.+:\\d+)",
        targetLabel: "instance",
      },
    ],
  };
}

/** The same as a part of a job in `prometheus.yml`. */
export function podDiscovery(job: ScrapeJob): Record<string, YamlValue> {
  const discovery = discoveryOf(job);
  if (discovery === undefined) return {};
  return {
    kubernetes_sd_configs: discovery.services.map(({ service, namespace }) => ({
      role: "endpointslice",
      namespaces: { names: [namespace] },
      selectors: [{ role: "endpointslice", label: `${serviceNameLabel}=${service}` }],
    })),
    relabel_configs: discovery.rules.map(asYaml),
  };
}

function asYaml(rule: PodRule): YamlValue {
  const { comment, sourceLabels, separator, regex, targetLabel, replacement, action } = rule;
  const value = {
    source_labels: sourceLabels,
    ...(separator !== undefined && { separator }),
    regex,
    ...(targetLabel !== undefined && { target_label: targetLabel }),
    ...(replacement !== undefined && { replacement }),
    ...(action !== undefined && { action }),
  };
  return comment === undefined ? value : { comment, value };
}

const meta = "__meta_kubernetes";

const servedPortRule: PodRule = {
  comment: "Ports that the pods have beside those of the service are found as well.",
  sourceLabels: [`${meta}_endpointslice_port`],
  regex: ".+",
  action: "keep",
};

/** Drops the pod's other ports. A service of another name is none of it. */
function portRule({ service, podPort }: DiscoveredService): readonly PodRule[] {
  if (podPort === undefined) return [];
  return [
    {
      comment: `Of the ports of ${service}, one has the metrics.`,
      sourceLabels: [`${meta}_endpointslice_port`],
      regex: `${podPort}`,
      action: "keep",
    },
  ];
}

function labelRules(target: Target, { service, namespace }: DiscoveredService): readonly PodRule[] {
  const labels = {
    component: target.component,
    ...(target.container !== undefined && { container: target.container }),
    namespace: target.namespace ?? namespace,
    ...target.labels,
    ...(target.metricsPath !== "/metrics" && { __metrics_path__: target.metricsPath }),
    ...(target.scheme !== "http" && { __scheme__: target.scheme }),
  };
  return Object.entries(labels).map(([name, value]) => ({
    sourceLabels: [`${meta}_namespace`, `${meta}_service_name`],
    regex: `${namespace};${service}`,
    targetLabel: name,
    replacement: value,
  }));
}
