import type { Manifest } from "../../../../../components/platforms/kubernetes/manifest";
import { type Fields, at, list } from "../policies";

/** What a ServiceMonitor is found by, which is the choice of who runs the operator. */
export type Role = "endpoints" | "endpointslice";

/**
 * The scrape configurations that the operator makes of monitors: its own relabelings, and then
 * those of the monitor. Source: prometheus-operator 0.85 pkg/prometheus/promcfg.go.
 */
export function renderedByOperator(
  monitors: readonly Manifest[],
  role: Role,
  apiServer: string,
): readonly object[] {
  return monitors.flatMap((monitor) => {
    const isPods = monitor.kind === "PodMonitor";
    const endpoints = list(at(monitor, "spec", isPods ? "podMetricsEndpoints" : "endpoints"));
    return endpoints.map((endpoint, position) => ({
      job_name: `${isPods ? "pod" : "service"}Monitor/${monitor.metadata.name}/${position}`,
      kubernetes_sd_configs: [
        {
          api_server: apiServer,
          role: isPods ? "pod" : role,
          namespaces: { names: at(monitor, "spec", "namespaceSelector", "matchNames") },
        },
      ],
      scrape_interval: endpoint["interval"],
      scrape_timeout: endpoint["scrapeTimeout"],
      metrics_path: endpoint["path"],
      scheme: endpoint["scheme"],
      relabel_configs: [
        ...(isPods ? ofPods(monitor) : ofServices(monitor, endpoint, role)),
        ...list(endpoint["relabelings"]).map(inSnakeCase),
      ],
    }));
  });
}

const meta = "__meta_kubernetes";
const running = {
  action: "drop",
  source_labels: [`${meta}_pod_phase`],
  regex: "(Failed|Succeeded)",
};

function ofPods(monitor: Manifest): readonly object[] {
  return [
    running,
    ...selected(monitor, "pod"),
    { source_labels: [`${meta}_namespace`], target_label: "namespace" },
    { source_labels: [`${meta}_pod_container_name`], target_label: "container" },
    { source_labels: [`${meta}_pod_name`], target_label: "pod" },
    { target_label: "job", replacement: `monitoring/${monitor.metadata.name}` },
  ];
}

function ofServices(monitor: Manifest, endpoint: Fields, role: Role): readonly object[] {
  const prefix = role === "endpoints" ? "endpoint" : "endpointslice";
  const { port } = endpoint;
  return [
    ...selected(monitor, "service"),
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

function selected(monitor: Manifest, what: "pod" | "service"): readonly object[] {
  const labels = (at(monitor, "spec", "selector", "matchLabels") ?? {}) as Fields;
  return Object.entries(labels).map(([name, value]) => {
    const label = name.replaceAll(/[^a-zA-Z0-9_]/g, "_");
    return {
      action: "keep",
      source_labels: [`${meta}_${what}_label_${label}`, `${meta}_${what}_labelpresent_${label}`],
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
