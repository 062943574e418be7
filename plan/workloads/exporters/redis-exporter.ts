import type { ExporterSettings } from "../../settings/exporters-schema";
import {
  type Exporter,
  type WatchedDeployment,
  exporterTarget,
  exporterWorkload,
  mebibytes,
  serviceAddress,
  wget,
} from "./exporter";

const port = 9121;

/**
 * Redis and the indexes of its search module, which hold the documents' vectors. Undefined where
 * there is no Redis to measure.
 *
 * Source: github.com/oliver006/redis_exporter v1.88.0: main.go (flags), Dockerfile (user 59000; the
 * plain tag is an image from scratch, in which no health command can run, hence `-alpine`).
 */
export function redisExporter(
  settings: ExporterSettings["redis"],
  watched: WatchedDeployment | undefined,
): Exporter | undefined {
  const address = settings.address ?? redisOf(watched);
  if (address === undefined) return undefined;
  const workload = exporterWorkload({
    name: "redis-exporter",
    container: {
      image: { repository: "docker.io/oliver006/redis_exporter", tag: "v1.88.0-alpine" },
      user: "59000:59000",
      memoryBytes: mebibytes(64),
      healthCommand: wget(port, "/health"),
      reachesTargets: true,
      calls: [address],
    },
    args: [
      `--redis.addr=redis://${address}`,
      ["--web.listen-address=", { ref: "listen", port: "web" }],
      "--include-modules-metrics",
      // The size of the indexes; `--check-search-indexes` is a filter on them that is `.*` anyway.
      "--include-search-indexes-metrics",
      // A histogram for each command and, of the exporter itself, what tells nothing about Redis.
      "--exclude-latency-histogram-metrics",
      "--redis-only-metrics",
      // Longer than this no scrape waits; an exporter that gives up first can say why.
      "--connection-timeout=3s",
    ],
    port,
    readinessPath: "/health",
  });
  return {
    workload,
    targets: [
      exporterTarget(workload, {
        job: "prometheus-redis-exporter",
        component: "vectorstore",
        port,
      }),
    ],
  };
}

function redisOf(watched: WatchedDeployment | undefined): string | undefined {
  if (watched?.deployment.vectorStore !== "redis") return undefined;
  return serviceAddress(watched, "vectorstore")?.address;
}
