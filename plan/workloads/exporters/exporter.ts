import { type ServiceOverrides, servicesOf } from "../../targets/catalogue";
import type { Deployment, Reach, ServiceName } from "../../targets/deployment";
import type { BystanderName, Service } from "../../targets/service";
import type { Target } from "../../targets/target";
import type { Container, Workload } from "../workload";

/** A server that makes something measurable which has no `/metrics` of its own. */
export interface Exporter {
  readonly workload: Workload;
  /** What Prometheus scrapes of it; a blackbox exporter has one for each page it probes. */
  readonly targets: readonly Target[];
}

/** The ChatQnA that an exporter may measure a part of, and how that part is reached from here. */
export interface WatchedDeployment {
  readonly deployment: Deployment;
  /** As the exporter's own platform reaches it: in a container, `localhost` is the container. */
  readonly reach: Reach;
  readonly overrides: ServiceOverrides;
}

/** Where one of the deployment's services is reached; undefined where it is not, or is disabled. */
export function serviceAddress(
  watched: WatchedDeployment,
  name: ServiceName | BystanderName,
): { readonly service: Service; readonly address: string } | undefined {
  const { deployment, reach, overrides } = watched;
  const service = servicesOf(deployment, reach).find((candidate) => candidate.name === name);
  const override = isOverridable(name, overrides) ? overrides[name] : undefined;
  const address = override?.address ?? service?.address;
  if (service === undefined || address === undefined || override?.enabled === false) {
    return undefined;
  }
  return { service, address };
}

function isOverridable(name: string, overrides: ServiceOverrides): name is ServiceName {
  return name in overrides;
}

/** What differs from exporter to exporter; the rest of the workload is the same for all. */
export interface ExporterParts extends Pick<Workload, "name" | "args"> {
  readonly program?: Workload["program"];
  readonly container?: ExporterContainer;
  readonly files?: Workload["files"];
  readonly port: number;
  /** Answers 2xx once the exporter serves. */
  readonly readinessPath: string;
  readonly reload?: Omit<NonNullable<Workload["reload"]>, "metricsPort">;
}

/** An image and what it needs; exporters keep nothing, so there is no storage. */
export type ExporterContainer = Omit<Container, "configDirectory" | "storagePaths" | "tmpfs"> &
  Partial<Pick<Container, "configDirectory" | "tmpfs">>;

/** Exporters have no user to serve: only Prometheus asks them. */
const loopback = "127.0.0.1";

export function exporterWorkload(parts: ExporterParts): Workload {
  const { name, args, program, container, files = [], port, readinessPath, reload } = parts;
  return {
    name,
    ...(program !== undefined && { program }),
    ...(container !== undefined && {
      container: { configDirectory: `/etc/${name}`, storagePaths: {}, tmpfs: [], ...container },
    }),
    args,
    env: {},
    files,
    // Published on the host, it would be in the way of the host's own exporters and of other stacks.
    ports: [{ name: "web", number: port, bind: loopback, privateToStack: true }],
    storage: [],
    readiness: { port: "web", path: readinessPath, scheme: "http", timeoutSeconds: 30 },
    ...(reload !== undefined && { reload: { ...reload, metricsPort: "web" } }),
    startAfter: [],
    // Nothing is lost with an exporter: it measures anew when it is asked.
    stopGraceSeconds: 5,
  };
}

/** The exporter's own `/metrics`. */
export function exporterTarget(
  workload: Workload,
  { job, component, port }: Pick<Target, "job" | "component"> & { readonly port: number },
): Target {
  return {
    job,
    component,
    address: `${workload.program === undefined ? workload.name : loopback}:${port}`,
    servedBy: { workload: workload.name, port: "web" },
    metricsPath: "/metrics",
    scheme: "http",
  };
}

/** For images with BusyBox: Alpine's, and those that the Prometheus project builds on its own. */
export function wget(port: number, path: string): Container["healthCommand"] {
  return ["wget", "-q", "--spider", `http://127.0.0.1:${port}${path}`];
}

/** For images with bash and neither wget nor curl: bash itself opens the connection. */
export function bashGet(port: number, path: string): Container["healthCommand"] {
  const ask = `printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3`;
  return [
    "bash",
    "-c",
    `exec 3<>/dev/tcp/127.0.0.1/${port} && ${ask} && [[ $status == *' 200 '* ]]`,
  ];
}

const mebibyte = 1024 * 1024;

export function mebibytes(count: number): number {
  return count * mebibyte;
}

/** `nobody`, which exists in every image or is a number that owns nothing. */
export const nobody = "65534:65534";
