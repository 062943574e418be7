import type { ExporterSettings } from "../../settings/exporters-schema";
import type { Hardware } from "../../targets/deployment";
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
  /** Absent: no ChatQnA is known, or none is real (recorded bodies have no Redis behind them). */
  readonly watched?: WatchedDeployment;
}

/**
 * The exporters of a stack, in a fixed order: those that the settings leave on, that the platform
 * can run and that have something to measure. Qdrant and Milvus have metrics of their own and need
 * none.
 */
export function chosenExporters(
  settings: ExporterSettings,
  { hostPrograms, watched }: Surroundings,
): readonly Exporter[] {
  const has = (hardware: Hardware): boolean => watched?.deployment.hardware === hardware;
  const { node, redis, blackbox, dcgm, gaudi } = settings;
  const inContainers = hostPrograms === undefined;
  const program = hostPrograms?.nodeExporter;
  const table: readonly [chosen: boolean, make: () => Exporter | undefined][] = [
    [node.enabled && (inContainers || program !== undefined), () => nodeExporter(node, program)],
    [settings.cadvisor.enabled && inContainers, () => cadvisor(settings.cadvisor)],
    [redis.enabled && inContainers, () => redisExporter(redis, watched)],
    [blackbox.enabled && inContainers, () => blackboxExporter(blackbox, watched)],
    [(dcgm.enabled ?? has("nvidia")) && inContainers, () => dcgmExporter(dcgm)],
    [(gaudi.enabled ?? has("gaudi")) && inContainers, () => gaudiExporter(gaudi)],
  ];
  return table.flatMap(([chosen, make]) => {
    const exporter = chosen ? make() : undefined;
    return exporter === undefined ? [] : [exporter];
  });
}
