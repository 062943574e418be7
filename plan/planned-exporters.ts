import { PlanError } from "./plan-error";
import type { NoProgram } from "./planned-grafana";
import { isThisMachine } from "./settings/address";
import type { ExporterSettings } from "./settings/exporters-schema";
import type { ChatQnASettings, Settings, TargetSettings } from "./settings/settings";
import type { Reach } from "./targets/deployment";
import { addressThroughGateway, hostGateway, urlThroughGateway } from "./targets/host-gateway";
import type { Target } from "./targets/target";
import { chosenExporters } from "./workloads/exporters/chosen-exporters";
import type { Exporter, WatchedDeployment } from "./workloads/exporters/exporter";
import { nodeExporterJob } from "./workloads/exporters/node-exporter";
import type { Program, Workload } from "./workloads/workload";

export interface ExporterPlan {
  readonly workloads: readonly Workload[];
  readonly targets: readonly Target[];
}

/**
 * Exporters as processes of this machine: node_exporter, where it was found.
 * @throws PlanError where the settings insist on one that was not
 */
export function planHostExporters(
  { exporters, targets }: Settings,
  found: Program | NoProgram,
): ExporterPlan & { readonly notes: readonly string[] } {
  const ownJobs = jobsOf(targets);
  if (!("missing" in found)) {
    const chosen = chosenExporters(exporters, { hostPrograms: { nodeExporter: found }, ownJobs });
    return { ...planOf(chosen), notes: [] };
  }
  if (exporters.node.enabled === true) {
    throw new PlanError(
      `exporters.node.enabled is true, but ${found.missing}\n` +
        "Or leave the setting out: then the stack comes up without it, and says so.",
    );
  }
  const isMissed = exporters.node.enabled !== false && !ownJobs.includes(nodeExporterJob);
  return { workloads: [], targets: [], notes: isMissed ? [found.missing] : [] };
}

/** Exporters in containers. What they measure on `localhost` is on their host, not in them. */
export function planContainerExporters({ exporters, targets }: Settings): ExporterPlan & {
  /** How many addresses of the settings are reached through the host gateway. */
  readonly rewritten: number;
} {
  const { reachable, rewritten } = exportersThroughGateway(exporters);
  const watched = watchedThroughGateway(targets.chatqna);
  const chosen = chosenExporters(reachable, {
    ...(watched !== undefined && { watched }),
    ownJobs: jobsOf(targets),
  });
  return { ...planOf(chosen), rewritten };
}

/** Exporters in pods: those that only talk over the network. */
export function planPodExporters({ exporters, targets }: Settings): ExporterPlan {
  const watched = watchedThroughGateway(targets.chatqna);
  return planOf(
    chosenExporters(exporters, {
      withoutHostAccess: true,
      ...(watched !== undefined && { watched }),
      ownJobs: jobsOf(targets),
    }),
  );
}

/**
 * The deployment that exporters in containers measure a part of; undefined where there is none, or
 * something stands in for it that has neither pages nor a vector store.
 */
export function watchedThroughGateway(
  chatqna: ChatQnASettings | undefined,
): WatchedDeployment | undefined {
  if (chatqna === undefined) return undefined;
  const { deployment, access, services } = chatqna;
  if (access.via === "simulator" || access.via === "replay") return undefined;
  const overrides = Object.entries(services).map(([name, { enabled, address }]) => [
    name,
    { enabled, ...(address !== undefined && { address: addressThroughGateway(address) }) },
  ]);
  return {
    deployment,
    reach: reachThroughGateway(access),
    overrides: Object.fromEntries(overrides) as WatchedDeployment["overrides"],
  };
}

function reachThroughGateway(reach: Reach): Reach {
  return reach.via === "host" && isThisMachine(reach.host)
    ? { ...reach, host: hostGateway }
    : reach;
}

function exportersThroughGateway(exporters: ExporterSettings) {
  const { redis, blackbox } = exporters;
  const address = redis.address === undefined ? undefined : addressThroughGateway(redis.address);
  const urls = blackbox.urls.map(urlThroughGateway);
  const rewritten =
    (address === redis.address ? 0 : 1) +
    urls.filter((url, index) => url !== blackbox.urls[index]).length;
  return {
    reachable: { ...exporters, redis: { ...redis, address }, blackbox: { ...blackbox, urls } },
    rewritten,
  };
}

function planOf(exporters: readonly Exporter[]): ExporterPlan {
  return {
    workloads: exporters.map(({ workload }) => workload),
    targets: exporters.flatMap(({ targets }) => targets),
  };
}

function jobsOf(targets: TargetSettings): readonly string[] {
  return targets.static.map(({ job }) => job);
}
