import type { Probe, Target } from "../targets/target";
import type { YamlText } from "../workloads/yaml-text";

/** The targets that share a `job` label, in the order in which they were planned. */
export interface ScrapeJob {
  readonly job: string;
  readonly targets: readonly Target[];
}

export function scrapeJobs(targets: readonly Target[]): readonly ScrapeJob[] {
  const byJob = new Map<string, Target[]>();
  for (const target of targets) {
    const known = byJob.get(target.job);
    if (known === undefined) byJob.set(target.job, [target]);
    else known.push(target);
  }
  return [...byJob].map(([job, members]) => ({ job, targets: members }));
}

/** `host:port`, as text or as a hole that the platform fills. */
export type Address = string | YamlText;

export interface StaticConfig {
  readonly targets: readonly Address[];
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * One group for each set of equal labels. The path and the scheme of a target are labels too
 * (`__metrics_path__`, `__scheme__`), so that services of one job may differ in them. So are
 * the parameters of a probe (`__param_<name>`) and its `instance`, which no relabelling is needed for.
 */
export function staticConfigs(job: ScrapeJob): readonly StaticConfig[] {
  const groups = new Map<string, { targets: Address[]; labels: Record<string, string> }>();
  for (const target of job.targets) {
    const labels = targetLabels(target);
    const key = JSON.stringify(labels);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { targets: [addressOf(target)], labels });
    else group.targets.push(addressOf(target));
  }
  return [...groups.values()];
}

function addressOf({ address, servedBy }: Target): Address {
  return servedBy === undefined ? address : { filled: [{ ref: "reach", ...servedBy }] };
}

function targetLabels(target: Target): Record<string, string> {
  return {
    component: target.component,
    ...(target.container !== undefined && { container: target.container }),
    ...(target.namespace !== undefined && { namespace: target.namespace }),
    ...target.labels,
    // Where the platform finds a workload of this stack is nobody's concern who reads an alert.
    ...(target.servedBy !== undefined && { instance: target.address }),
    ...(target.probe !== undefined && probeLabels(target.probe)),
    ...(target.metricsPath !== "/metrics" && { __metrics_path__: target.metricsPath }),
    ...(target.scheme !== "http" && { __scheme__: target.scheme }),
  };
}

function probeLabels({ module, url }: Probe): Record<string, string> {
  return { instance: url, __param_module: module, __param_target: url };
}
