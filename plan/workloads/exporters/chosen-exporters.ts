import type { ExporterSettings } from "../../settings/exporters-schema";
import { hostGateway } from "../../targets/host-gateway";
import type { Program } from "../workload";
import { blackboxExporter } from "./blackbox-exporter";
import { cadvisor } from "./cadvisor";
import { dcgmExporter } from "./dcgm-exporter";
import type { Exporter, WatchedDeployment } from "./exporter";
import { gaudiExporter } from "./gaudi-exporter";
import { nodeExporter } from "./node-exporter";
import { redisExporter } from "./redis-exporter";

/** Where exporters would run, and next to what. */
export interface Surroundings {
  /**
   * Absent: containers are started, in which every exporter runs. Present: host processes, of which
   * only those can be started that were found.
   */
  readonly hostPrograms?: { readonly nodeExporter?: Program };
  /** Containers that may have nothing of the machine they run on: those of a cluster. */
  readonly withoutHostAccess?: true;
  /** Absent: no ChatQnA is known, or none is real (recorded bodies have no Redis behind them). */
  readonly watched?: WatchedDeployment;
  /** Jobs of the user's own targets: who scrapes such an exporter already gets no second one. */
  readonly ownJobs?: readonly string[];
}

/**
 * The exporters of a stack, in a fixed order: those that the settings leave on, that the platform
 * can run and that have something to measure. Qdrant and Milvus have metrics of their own and need
 * none.
 */
export function chosenExporters(
  settings: ExporterSettings,
  { hostPrograms, withoutHostAccess, watched, ownJobs = [] }: Surroundings,
): readonly Exporter[] {
  const { node, redis, blackbox, dcgm, gaudi } = settings;
  const chosen = (choice: Choice): readonly Exporter[] => {
    const { enabled, otherwise = true, make } = choice;
    const exporter = (enabled ?? otherwise) ? make() : undefined;
    if (exporter === undefined) return [];
    const isScraped = exporter.targets.some(({ job }) => ownJobs.includes(job));
    return enabled === undefined && isScraped ? [] : [exporter];
  };
  if (hostPrograms !== undefined) {
    const program = hostPrograms.nodeExporter;
    if (program === undefined) return [];
    return chosen({ ...node, make: () => nodeExporter({ program, port: node.port }) });
  }
  const overTheNetwork: readonly Choice[] = [
    { ...redis, make: () => redisExporter(redis, watched) },
    { ...blackbox, make: () => blackboxExporter(blackbox, watched) },
  ];
  if (withoutHostAccess === true) return overTheNetwork.flatMap(chosen);
  return [
    { ...node, make: () => nodeExporter() },
    { ...settings.cadvisor, make: () => cadvisor(settings.cadvisor) },
    ...overTheNetwork,
    { ...dcgm, otherwise: hasGpus(watched), make: () => dcgmExporter() },
    { ...gaudi, make: () => gaudiExporter(gaudi) },
  ].flatMap(chosen);
}

interface Choice {
  /** What the settings say. */
  readonly enabled?: boolean | undefined;
  /** What holds where they say nothing; true unless said. */
  readonly otherwise?: boolean;
  readonly make: () => Exporter | undefined;
}

/** Docker refuses to start a container with GPUs that its host has not, so only beside the ChatQnA. */
function hasGpus(watched: WatchedDeployment | undefined): boolean {
  if (watched?.deployment.hardware !== "nvidia") return false;
  const { reach } = watched;
  return reach.via === "compose" || (reach.via === "host" && reach.host === hostGateway);
}
