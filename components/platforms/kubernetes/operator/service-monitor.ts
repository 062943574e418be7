import type { Settings } from "../../../../plan/settings/settings";
import type { DiscoveredService, Target } from "../../../../plan/targets/target";
import type { Json, Manifest } from "../manifest";
import { dropped, fixed, fixedLabels, keep, limits, objectName, scrape } from "./endpoint";
import type { Operated } from "./shape";

/** A subchart of OPEA's helm chart, as its release has it. */
export interface Chart {
  readonly release: string;
  readonly chart: string;
}

/**
 * The chart labels its Services, and calls their port after itself.
 * Source: GenAIInfra helm-charts/common/*, templates/servicemonitor.yaml and service.yaml at v1.4.
 */
export function chartMonitor(
  target: Target,
  { release, chart }: Chart,
  settings: Settings,
  own: Operated,
): Manifest {
  return serviceMonitor(target, settings, own, {
    namespace: target.namespace ?? "default",
    selector: {
      matchLabels: { "app.kubernetes.io/name": chart, "app.kubernetes.io/instance": release },
    },
    endpoint: {
      port: chart,
      relabelings: [
        fixed("job", target.job),
        fixed("component", target.component),
        ...Object.entries(target.labels ?? {}).map(([name, value]) => fixed(name, value)),
      ],
    },
  });
}

const meta = "__meta_kubernetes";

/**
 * Every pod behind a service of which only the name is known, with the labels that it has where a
 * Prometheus of ours finds it. The operator asks for endpoints or for endpoint slices, as its
 * Prometheus says: each rule fits both.
 */
export function namedServiceMonitor(
  target: Target,
  { service, namespace, podPort }: DiscoveredService,
  settings: Settings,
  own: Operated,
): Manifest {
  return serviceMonitor(target, settings, own, {
    namespace,
    selector: {},
    endpoint: {
      relabelings: [
        keep([`${meta}_service_name`], service),
        // Ports that the pods have beside those of the service are found as well.
        {
          action: "keep",
          sourceLabels: [`${meta}_endpoint_port_protocol`, `${meta}_endpointslice_port_protocol`],
          regex: ";?TCP;?",
        },
        ...(podPort === undefined ? [] : [keep(["__address__"], `.+:${podPort}`)]),
        ...fixedLabels(target, namespace),
        {
          action: "replace",
          sourceLabels: [`${meta}_pod_name`, "__address__"],
          separator: ";",
          regex: "(.+);.+:(\\d+)",
          targetLabel: "instance",
          replacement: "$1:$2",
        },
      ],
    },
  });
}

interface Found {
  readonly namespace: string;
  readonly selector: Json;
  readonly endpoint: Readonly<Record<string, Json>>;
}

function serviceMonitor(
  target: Target,
  settings: Settings,
  { place, labels }: Operated,
  { namespace, selector, endpoint }: Found,
): Manifest {
  const { port, ...rest } = endpoint;
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: { name: objectName(target.job), namespace: place.namespace, labels },
    spec: {
      namespaceSelector: { matchNames: [namespace] },
      selector,
      endpoints: [
        {
          ...(port !== undefined && { port }),
          ...scrape(target, settings),
          ...rest,
          ...dropped(target, settings),
        },
      ],
      ...limits(settings),
    },
  };
}
