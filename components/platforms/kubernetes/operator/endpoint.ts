import { type DroppedMetric, droppedMetrics } from "../../../../plan/prometheus/dropped-metrics";
import type { Settings } from "../../../../plan/settings/settings";
import type { Target } from "../../../../plan/targets/target";
import type { Json } from "../manifest";

/** How often and where, as a ServiceMonitor and a PodMonitor say it. */
export function scrape({ metricsPath, scheme }: Target, { prometheus }: Settings) {
  return {
    path: metricsPath,
    scheme,
    interval: prometheus.scrapeInterval,
    scrapeTimeout: prometheus.scrapeTimeout,
  };
}

export function fixed(targetLabel: string, replacement: string): Json {
  return { action: "replace", targetLabel, replacement };
}

export function keep(sourceLabels: readonly string[], regex: string): Json {
  return { action: "keep", sourceLabels, regex };
}

/**
 * The labels of a target on every platform, over those that the operator gives. A monitor of
 * several pods has one container and one namespace, too.
 */
export function fixedLabels(target: Target, namespace: string): readonly Json[] {
  const labels = {
    job: target.job,
    component: target.component,
    ...(target.container !== undefined && { container: target.container }),
    namespace: target.namespace ?? namespace,
    ...target.labels,
  };
  return Object.entries(labels).map(([name, value]) => fixed(name, value));
}

/** Series that nothing of ours reads and that cost most, as on every platform. */
export function dropped({ component }: Target, { prometheus }: Settings): Record<string, Json> {
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

export function limits({ prometheus: { limits: most } }: Settings): Record<string, Json> {
  return {
    sampleLimit: most.samples,
    labelLimit: most.labels,
    labelNameLengthLimit: most.labelNameLength,
    labelValueLengthLimit: most.labelValueLength,
  };
}

/** A job may have what the name of an object may not. */
export function objectName(job: string): string {
  const name = job
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `chatqna-${name}`;
}
