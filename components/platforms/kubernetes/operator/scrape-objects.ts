import { type DroppedMetric, droppedMetrics } from "../../../../plan/prometheus/dropped-metrics";
import {
  type PodDiscovery,
  type PodRule,
  discoveryOf,
  serviceNameLabel,
} from "../../../../plan/prometheus/pod-discovery";
import { type ScrapeJob, scrapeJobs, staticConfigs } from "../../../../plan/prometheus/scrape-job";
import type { Settings } from "../../../../plan/settings/settings";
import { serviceOfAddress } from "../../../../plan/targets/cluster-address";
import { helmServiceName, helmServices } from "../../../../plan/targets/kubernetes";
import type { Target } from "../../../../plan/targets/target";
import type { Json, Manifest } from "../manifest";
import type { Operated } from "./shape";

/**
 * Who is scraped. The helm chart labels its Services, so a ServiceMonitor finds them and every pod
 * behind them; all others are named by their addresses in a ScrapeConfig, whose series carry the
 * labels that they have on every platform.
 */
export function scrapeObjects(
  targets: readonly Target[],
  settings: Settings,
  own: Operated,
): readonly Manifest[] {
  return scrapeJobs(targets).flatMap(({ job, targets: members }) => {
    const found = members.flatMap((target) => {
      const chart = chartOf(target, settings);
      return chart === undefined ? [] : [serviceMonitor(target, chart, settings, own)];
    });
    const others = members.filter((target) => chartOf(target, settings) === undefined);
    return others.length === 0
      ? found
      : [...found, scrapeConfig({ job, targets: others }, settings, own)];
  });
}

interface Chart {
  readonly release: string;
  readonly chart: string;
}

/** The subchart of the helm release whose Service a target is; undefined for any other address. */
function chartOf({ address }: Target, { targets: { chatqna } }: Settings): Chart | undefined {
  const service = serviceOfAddress(address);
  if (chatqna?.access.via !== "helm" || service === undefined) return undefined;
  const { release, namespace } = chatqna.access;
  if (service.namespace !== namespace) return undefined;
  const row = helmServices.find(({ host }) => helmServiceName(release, host) === service.service);
  return row === undefined || hasOwnPortNames(row.host) ? undefined : { release, chart: row.host };
}

/** Charts that are not OPEA's call their ports otherwise than themselves. */
function hasOwnPortNames(chart: string): boolean {
  return ["redis-vector-db", "qdrant", "milvus"].includes(chart);
}

/** Source: GenAIInfra helm-charts/common/*, templates/servicemonitor.yaml and service.yaml at v1.4. */
function serviceMonitor(
  target: Target,
  { release, chart }: Chart,
  settings: Settings,
  { place, labels }: Operated,
): Manifest {
  const { scrapeInterval, scrapeTimeout } = settings.prometheus;
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: { name: `chatqna-${nameOf(target.job)}`, namespace: place.namespace, labels },
    spec: {
      namespaceSelector: { matchNames: [target.namespace ?? "default"] },
      selector: {
        matchLabels: {
          "app.kubernetes.io/name": chart,
          "app.kubernetes.io/instance": release,
        },
      },
      endpoints: [
        {
          port: chart,
          path: target.metricsPath,
          scheme: target.scheme,
          interval: scrapeInterval,
          scrapeTimeout,
          relabelings: [
            fixed("job", target.job),
            fixed("component", target.component),
            ...(target.discovered === undefined ? [] : [podInstance]),
            ...Object.entries(target.labels ?? {}).map(([name, value]) => fixed(name, value)),
          ],
          ...dropped(target, settings),
        },
      ],
      ...limits(settings),
    },
  };
}

function scrapeConfig(
  { job, targets }: { readonly job: string; readonly targets: readonly Target[] },
  settings: Settings,
  { place, labels }: Operated,
): Manifest {
  const { scrapeInterval, scrapeTimeout } = settings.prometheus;
  const [first] = targets;
  const discovery = discoveryOf({ job, targets });
  return {
    apiVersion: "monitoring.coreos.com/v1alpha1",
    kind: "ScrapeConfig",
    metadata: { name: `chatqna-${nameOf(job)}`, namespace: place.namespace, labels },
    spec: {
      scrapeInterval,
      scrapeTimeout,
      ...staticTargets({ job, targets }),
      ...podTargets(discovery),
      relabelings: [fixed("job", job), ...(discovery?.rules ?? []).map(asRelabeling)],
      ...(first !== undefined && dropped(first, settings)),
      ...limits(settings),
    },
  };
}

function staticTargets({ job, targets }: ScrapeJob): Record<string, Json> {
  const named = targets.filter(({ discovered }) => discovered === undefined);
  if (named.length === 0) return {};
  return {
    staticConfigs: staticConfigs({ job, targets: named }).map((group): Json => ({
      targets: group.targets.map(String),
      labels: group.labels,
    })),
  };
}

/**
 * In place of a PodMonitor, which finds pods by their labels and their ports' names: GMC and the
 * manifests have others in each release, and some ports have none. The Service's name stays.
 */
function podTargets(discovery: PodDiscovery | undefined): Record<string, Json> {
  if (discovery === undefined) return {};
  const role = "EndpointSlice";
  return {
    kubernetesSDConfigs: discovery.services.map(({ service, namespace }) => ({
      role,
      namespaces: { names: [namespace] },
      selectors: [{ role, label: `${serviceNameLabel}=${service}` }],
    })),
  };
}

/** A comment has no place in an object. */
function asRelabeling(rule: PodRule): Json {
  return Object.fromEntries(
    Object.entries<Json | undefined>({ ...rule, comment: undefined }).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

/** As plain mode calls a pod. By what the operator's two ways of finding it both tell. */
const podInstance: Json = {
  sourceLabels: ["__meta_kubernetes_pod_name", "__address__"],
  regex: "(.+);.+:(\\d+)",
  targetLabel: "instance",
  replacement: "$1:$2",
};

function fixed(targetLabel: string, replacement: string): Json {
  return { action: "replace", targetLabel, replacement };
}

function dropped({ component }: Target, { prometheus }: Settings): Record<string, Json> {
  const kept = new Set<string>(prometheus.keep);
  const all: readonly DroppedMetric[] = droppedMetrics;
  const rules = all.filter(
    ({ name, components }) => components.includes(component) && !kept.has(name),
  );
  if (rules.length === 0) return {};
  return {
    metricRelabelings: rules.map(({ regex }) => ({
      action: "drop",
      sourceLabels: ["__name__"],
      regex,
    })),
  };
}

function limits({ prometheus: { limits: most } }: Settings): Record<string, Json> {
  return {
    sampleLimit: most.samples,
    labelLimit: most.labels,
    labelNameLengthLimit: most.labelNameLength,
    labelValueLengthLimit: most.labelValueLength,
  };
}

/** A job may have what the name of an object may not. */
function nameOf(job: string): string {
  return job
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}
