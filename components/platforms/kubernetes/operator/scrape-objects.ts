import { scrapeJobs, staticConfigs } from "../../../../plan/prometheus/scrape-job";
import type { Settings } from "../../../../plan/settings/settings";
import { serviceOfAddress } from "../../../../plan/targets/cluster-address";
import { helmChartOf } from "../../../../plan/targets/kubernetes";
import type { Target } from "../../../../plan/targets/target";
import type { Json, Manifest } from "../manifest";
import { dropped, fixed, limits, objectName } from "./endpoint";
import { podMonitor } from "./pod-monitor";
import { type Chart, chartMonitor, namedServiceMonitor } from "./service-monitor";
import type { Operated } from "./shape";

/**
 * Who is scraped. Where the settings ask for pods, a PodMonitor finds those whose labels are known,
 * and a ServiceMonitor those behind any other service of the ChatQnA's namespace. Else the helm chart
 * labels its Services, so that a ServiceMonitor finds them and every pod behind them. All others are
 * named by their addresses in a ScrapeConfig. Series carry the labels that they have on every platform.
 */
export function scrapeObjects(
  targets: readonly Target[],
  settings: Settings,
  own: Operated,
): readonly Manifest[] {
  const objects = scrapeJobs(targets).flatMap(({ job, targets: members }) => {
    const found = members.map((target) => monitorOf(target, settings, own));
    const others = members.filter((_, position) => found[position] === undefined);
    return [
      ...found.filter((monitor) => monitor !== undefined),
      ...(others.length === 0 ? [] : [scrapeConfig({ job, targets: others }, settings, own)]),
    ];
  });
  return distinctlyNamed(objects);
}

/** Undefined where only its address says where it is. */
function monitorOf(target: Target, settings: Settings, own: Operated): Manifest | undefined {
  const { discovered } = target;
  if (discovered?.pods !== undefined) {
    return podMonitor(target, discovered, discovered.pods, settings, own);
  }
  if (discovered !== undefined) return namedServiceMonitor(target, discovered, settings, own);
  const chart = chartOf(target, settings);
  return chart === undefined ? undefined : chartMonitor(target, chart, settings, own);
}

/** The subchart of the helm release whose Service a target is; undefined for any other address. */
function chartOf({ address }: Target, { targets: { chatqna } }: Settings): Chart | undefined {
  const service = serviceOfAddress(address);
  if (chatqna?.access.via !== "helm" || service === undefined) return undefined;
  const { release, namespace } = chatqna.access;
  if (service.namespace !== namespace) return undefined;
  const chart = helmChartOf(release, service.service);
  return chart === undefined || hasOwnPortNames(chart) ? undefined : { release, chart };
}

/** Charts that are not OPEA's call their ports otherwise than themselves. */
function hasOwnPortNames(chart: string): boolean {
  return ["redis-vector-db", "qdrant", "milvus"].includes(chart);
}

function scrapeConfig(
  { job, targets }: { readonly job: string; readonly targets: readonly Target[] },
  settings: Settings,
  { place, labels }: Operated,
): Manifest {
  const { scrapeInterval, scrapeTimeout } = settings.prometheus;
  const [first] = targets;
  return {
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "ScrapeConfig",
    metadata: { name: objectName(job), namespace: place.namespace, labels },
    spec: {
      scrapeInterval,
      scrapeTimeout,
      staticConfigs: staticConfigs({ job, targets }).map((group): Json => ({
        targets: group.targets.map(String),
        labels: group.labels,
      })),
      relabelings: [fixed("job", job)],
      ...(first !== undefined && dropped(first, settings)),
      ...limits(settings),
    },
  };
}

/** Two services may share a job, and two jobs what is left of them in a name. */
function distinctlyNamed(objects: readonly Manifest[]): readonly Manifest[] {
  const taken = new Set<string>();
  return objects.map((manifest) => {
    const base = manifest.metadata.name;
    let name = base;
    for (let next = 2; taken.has(`${manifest.kind} ${name}`); next += 1) name = `${base}-${next}`;
    taken.add(`${manifest.kind} ${name}`);
    return name === base ? manifest : { ...manifest, metadata: { ...manifest.metadata, name } };
  });
}
