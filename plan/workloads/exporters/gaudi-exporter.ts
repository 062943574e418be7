import type { ExporterSettings } from "../../settings/exporters-schema";
import {
  type Exporter,
  bashGet,
  exporterTarget,
  exporterWorkload,
  mebibytes,
  nobody,
} from "./exporter";

/** Its own default. */
const port = 41611;

/**
 * Intel Gaudi cards. OPEA and Intel run it privileged, with all of `/dev`. Here it is given each
 * card's control device; what else it needs is in `/sys`, which every container may read.
 *
 * Source: docs.habana.ai "Prometheus Metric Exporter" (port, flag, path); the tag is that of
 * GenAIExamples ChatQnA/docker_compose/intel/hpu/gaudi/compose.telemetry.yaml after v1.5. It is made
 * for the driver of release 1.22, which OPEA 1.5's own images ask for.
 */
export function gaudiExporter({ cards }: ExporterSettings["gaudi"]): Exporter {
  const workload = exporterWorkload({
    name: "gaudi-exporter",
    container: {
      image: {
        repository: "vault.habana.ai/gaudi-metric-exporter/metric-exporter",
        tag: "1.22.2-32",
      },
      user: nobody,
      memoryBytes: mebibytes(256),
      tmpfs: ["/tmp"],
      healthCommand: bashGet(port, "/metrics"),
      hostAccess: {
        mounts: [],
        devices: Array.from({ length: cards }, (_, card) => ({
          path: `/dev/accel/accel_controlD${card}`,
          reason: `The control device of card ${card}: it tells the card's state and runs nothing on it.`,
        })),
      },
    },
    args: ["--port", String(port)],
    port,
    readinessPath: "/metrics",
  });
  return {
    workload,
    targets: [
      exporterTarget(workload, {
        job: "prometheus-gaudi-exporter",
        component: "accelerator",
        port,
      }),
    ],
  };
}
