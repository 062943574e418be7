import type { Manifest } from "../../../../../components/platforms/kubernetes/manifest";
import { type Fields, at, list } from "../policies";

/** What a ServiceMonitor is found by, which is the choice of who runs the operator. */
export type Role = "endpoints" | "endpointslice";

/**
 * The scrape configurations that the operator makes of what finds pods: its own relabelings, and then
 * those of the object. Source: prometheus-operator 0.85 pkg/prometheus/promcfg.go.
 */
export function renderedByOperator(
  objects: readonly Manifest[],
  role: Role,
  apiServer: string,
): readonly object[] {
  return objects.flatMap((object) =>
    object.kind === "ServiceMonitor"
      ? [ofMonitor(object, role, apiServer)]
      : ofScrapeConfig(object, apiServer),
  );
}

function ofMonitor(monitor: Manifest, role: Role, apiServer: string): object {
  const [endpoint = {}] = list(at(monitor, "spec", "endpoints"));
  const names = at(monitor, "spec", "namespaceSelector", "matchNames");
  return {
    job_name: `ServiceMonitor/${monitor.metadata.name}`,
    kubernetes_sd_configs: [{ api_server: apiServer, role, namespaces: { names } }],
    metrics_path: endpoint["path"],
    scheme: endpoint["scheme"],
    relabel_configs: [
      ...ofServices(monitor, endpoint, role),
      ...list(endpoint["relabelings"]).map(inSnakeCase),
    ],
  };
}

function ofScrapeConfig(object: Manifest, apiServer: string): readonly object[] {
  const sources = list(at(object, "spec", "kubernetesSDConfigs"));
  if (sources.length === 0) return [];
  const inLowerCase = (selector: Fields) => ({
    ...selector,
    role: String(selector["role"]).toLowerCase(),
  });
  return [
    {
      job_name: `ScrapeConfig/${object.metadata.name}`,
      kubernetes_sd_configs: sources.map((source) => ({
        ...inLowerCase(source),
        api_server: apiServer,
        selectors: list(source["selectors"]).map(inLowerCase),
      })),
      relabel_configs: list(at(object, "spec", "relabelings")).map(inSnakeCase),
    },
  ];
}

const meta = "__meta_kubernetes";
const running = {
  action: "drop",
  source_labels: [`${meta}_pod_phase`],
  regex: "(Failed|Succeeded)",
};

function ofServices(monitor: Manifest, endpoint: Fields, role: Role): readonly object[] {
  const prefix = role === "endpoints" ? "endpoint" : "endpointslice";
  const { port } = endpoint;
  return [
    ...selected(monitor),
    ...(port === undefined
      ? []
      : [{ action: "keep", source_labels: [`${meta}_${prefix}_port_name`], regex: port }]),
    { source_labels: [`${meta}_namespace`], target_label: "namespace" },
    { source_labels: [`${meta}_service_name`], target_label: "service" },
    { source_labels: [`${meta}_pod_name`], target_label: "pod" },
    { source_labels: [`${meta}_pod_container_name`], target_label: "container" },
    running,
    { source_labels: [`${meta}_service_name`], target_label: "job" },
  ];
}

function selected(monitor: Manifest): readonly object[] {
  const labels = (at(monitor, "spec", "selector", "matchLabels") ?? {}) as Fields;
  return Object.entries(labels).map(([name, value]) => {
    const label = name.replaceAll(/[^a-zA-Z0-9_]/g, "_");
    return {
      action: "keep",
      source_labels: [`${meta}_service_label_${label}`, `${meta}_service_labelpresent_${label}`],
      regex: `(${String(value)});true`,
    };
  });
}

function inSnakeCase(relabeling: Fields): object {
  return Object.fromEntries(
    Object.entries(relabeling).map(([key, value]) => [
      key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
