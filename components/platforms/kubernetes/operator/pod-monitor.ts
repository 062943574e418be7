import type { Settings } from "../../../../plan/settings/settings";
import type { PodsBehind } from "../../../../plan/targets/pods-behind";
import type { DiscoveredService, Target } from "../../../../plan/targets/target";
import type { Manifest } from "../manifest";
import { dropped, fixedLabels, keep, limits, objectName, scrape } from "./endpoint";
import type { Operated } from "./shape";

const meta = "__meta_kubernetes";

/**
 * Every pod of a target, with the labels that it has where a Prometheus of ours finds it.
 *
 * It names no port. OPEA's container has one, whose name differs from chart to chart and whose number
 * is another than the service's; of a vector store's, a relabeling keeps one. Older operators would
 * refuse `portNumber`, and newer ones warn of `targetPort`; a relabeling all of them understand.
 */
export function podMonitor(
  target: Target,
  { namespace, podPort }: DiscoveredService,
  { labels: podLabels, container }: PodsBehind,
  settings: Settings,
  { place, labels }: Operated,
): Manifest {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: objectName(target.job), namespace: place.namespace, labels },
    spec: {
      namespaceSelector: { matchNames: [namespace] },
      selector: { matchLabels: podLabels },
      podMetricsEndpoints: [
        {
          ...scrape(target, settings),
          relabelings: [
            keep([`${meta}_pod_container_name`], container),
            ...(podPort === undefined
              ? []
              : [keep([`${meta}_pod_container_port_number`], String(podPort))]),
            ...fixedLabels(target, namespace),
            {
              action: "replace",
              sourceLabels: [`${meta}_pod_name`, `${meta}_pod_container_port_number`],
              separator: ":",
              regex: "(.+:\\d+)",
              targetLabel: "instance",
            },
          ],
          ...dropped(target, settings),
        },
      ],
      ...limits(settings),
    },
  };
}
