import { parseSize } from "../settings/quantity";
import type { ThanosSettings } from "../settings/kubernetes";
import type { Target } from "../targets/target";
import type { Sidecar, Text } from "./workload";

/** What its sidecar needs to know of the Prometheus that it stands beside. */
export interface BesidePrometheus {
  readonly scheme: "http" | "https";
  /** The file that tells a client of Prometheus how to show who it is, and those that it names. */
  readonly clientFiles: readonly string[];
}

const grpcPort = 10_901;
const httpPort = 10_902;
const storageFile = "/etc/thanos/storage.yml";

/**
 * Lets Thanos Query read Prometheus, and uploads its blocks. Source: thanos.io, components/sidecar.
 */
export function thanosSidecar(
  { version, memoryLimit, objectStorage, access }: ThanosSettings,
  { scheme, clientFiles }: BesidePrometheus,
): Sidecar {
  const [clientFile] = clientFiles;
  return {
    name: "thanos",
    image: { repository: "quay.io/thanos/thanos", tag: `v${version}` },
    args: [
      "sidecar",
      ["--tsdb.path=", { ref: "storage", storage: "data" }],
      [`--prometheus.url=${scheme}://`, { ref: "reach", workload: "prometheus", port: "web" }],
      ...(clientFile === undefined
        ? []
        : [["--prometheus.http-client-file=", { ref: "file", path: clientFile }] satisfies Text]),
      `--grpc-address=0.0.0.0:${grpcPort}`,
      `--http-address=0.0.0.0:${httpPort}`,
      ...(objectStorage === undefined ? [] : [`--objstore.config-file=${storageFile}`]),
    ],
    ports: [
      { name: "grpc", number: grpcPort },
      { name: "thanos", number: httpPort },
    ],
    files: clientFiles,
    storage: ["data"],
    secrets:
      objectStorage === undefined
        ? []
        : [{ secret: objectStorage.secretName, key: objectStorage.key, path: storageFile }],
    memoryBytes: parseSize(memoryLimit),
    readiness: { port: "thanos", path: "/-/ready", alive: "/-/healthy" },
    serves: { port: "grpc", to: access },
    calls: objectStorage === undefined ? [] : [objectStorage.endpoint],
  };
}

/** Whether uploads fail stands in its own metrics. */
export function thanosTarget(): Target {
  return {
    job: "thanos-sidecar",
    component: "monitoring",
    address: `prometheus:${httpPort}`,
    servedBy: { workload: "prometheus", port: "thanos" },
    metricsPath: "/metrics",
    scheme: "http",
  };
}
