import { hostGateway } from "../../../plan/targets/host-gateway";
import type { Container, Text, Workload } from "../../../plan/workloads/workload";
import { workloadLabels } from "./labels";
import { publishedPorts } from "./published-ports";

/** The arguments of the server's container, as @pulumi/docker names them. */
export interface ServerShape {
  readonly command: readonly string[];
  readonly envs: readonly string[];
  readonly labels: readonly { readonly label: string; readonly value: string }[];
  readonly user: string;
  readonly ports: readonly PublishedPort[];
  readonly hosts: readonly { readonly host: string; readonly ip: string }[];
  /** Whether it joins the network of the ChatQnA, beside the stack's own. */
  readonly joinsTargets: boolean;
  readonly mounts: readonly HostMountShape[];
  readonly devices: readonly DeviceShape[];
  readonly pidMode: "host" | undefined;
  readonly gpus: "all" | undefined;
  readonly readOnly: true;
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly capabilities: { readonly drops: readonly ["ALL"] };
  readonly securityOpts: readonly ["no-new-privileges:true"];
  readonly ulimits: readonly [
    { readonly name: "nofile"; readonly soft: number; readonly hard: number },
  ];
  /** MiB. */
  readonly memory: number;
  /** MiB, memory included. Docker would allow twice the memory, and then differ at each refresh. */
  readonly memorySwap: number;
  readonly restart: "on-failure";
  readonly maxRetryCount: 5;
  readonly healthcheck: HealthcheckShape;
  readonly wait: true;
  /** Seconds. */
  readonly waitTimeout: number;
  /** Seconds that `docker stop` gives. */
  readonly stopTimeout: number;
  /** Seconds that the provider gives at delete; without it, it kills at once. */
  readonly destroyGraceSeconds: number;
}

export interface PublishedPort {
  readonly internal: number;
  readonly external: number;
  /** Always said: Docker's own default is every interface. */
  readonly ip: string;
  readonly protocol: "tcp";
}

/** Never writable. Unlike for a volume, Docker makes no directory where the host has none. */
export interface HostMountShape {
  readonly type: "bind";
  readonly source: string;
  readonly target: string;
  readonly readOnly: true;
  readonly bindOptions?: { readonly propagation: "rslave" };
}

export interface DeviceShape {
  readonly hostPath: string;
  readonly containerPath: string;
  readonly permissions: "rw";
}

/** Durations as Go prints them, or a refresh would show a difference. */
export interface HealthcheckShape {
  readonly tests: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  /** Failures within it do not count: a start may take as long as the readiness allows. */
  readonly startPeriod: string;
}

export interface Surroundings {
  readonly workload: Workload;
  readonly container: Container;
  readonly stack: string;
  /** Fills a text that may hold no secret: Docker shows it to all who may inspect. */
  readonly plain: (text: Text) => string;
}

export function shapeServer({ workload, container, stack, plain }: Surroundings): ServerShape {
  const { hostAccess } = container;
  const memory = Math.floor(container.memoryBytes / mebibyte);
  return {
    command: workload.args.map(plain),
    envs: Object.entries(workload.env).map(([name, text]) => `${name}=${plain(text)}`),
    labels: [
      { label: workloadLabels.stack, value: stack },
      { label: workloadLabels.workload, value: workload.name },
    ],
    user: container.user,
    ports: publishedPorts(workload).map(({ number, bind }) => ({
      internal: number,
      external: number,
      ip: bind,
      protocol: "tcp",
    })),
    hosts: container.reachesTargets === true ? [{ host: hostGateway, ip: "host-gateway" }] : [],
    joinsTargets: container.reachesTargets === true,
    mounts: (hostAccess?.mounts ?? []).map(({ hostPath, containerPath, laterMounts }) => ({
      type: "bind",
      source: hostPath,
      target: containerPath,
      readOnly: true,
      ...(laterMounts !== undefined && { bindOptions: { propagation: "rslave" } }),
    })),
    devices: (hostAccess?.devices ?? []).map(({ path }) => ({
      hostPath: path,
      containerPath: path,
      permissions: "rw",
    })),
    pidMode: hostAccess?.hostPid === undefined ? undefined : "host",
    gpus: hostAccess?.gpus === undefined ? undefined : "all",
    readOnly: true,
    tmpfs: Object.fromEntries(container.tmpfs.map((path) => [path, tmpfsOptions(container)])),
    capabilities: { drops: ["ALL"] },
    securityOpts: ["no-new-privileges:true"],
    ulimits: [{ name: "nofile", soft: openFiles, hard: openFiles }],
    memory,
    memorySwap: memory,
    restart: "on-failure",
    maxRetryCount: 5,
    healthcheck: {
      tests: ["CMD", ...container.healthCommand.map(plain)],
      interval: "5s",
      timeout: "5s",
      retries: 3,
      startPeriod: goDuration(workload.readiness.timeoutSeconds),
    },
    wait: true,
    waitTimeout: workload.readiness.timeoutSeconds,
    stopTimeout: workload.stopGraceSeconds,
    destroyGraceSeconds: workload.stopGraceSeconds,
  };
}

const mebibyte = 1024 ** 2;

/** Prometheus holds each of its blocks' files open; Docker's own limit may be 1024. */
const openFiles = 65_536;

/** It counts as memory of the container, so that a small limit is none too many. */
function tmpfsOptions({ user }: Container): string {
  const [uid = "0", gid = "0"] = user.split(":");
  return `rw,noexec,nosuid,nodev,size=128m,mode=0700,uid=${uid},gid=${gid}`;
}

/** `2m0s`, `1h0m5s`, `20s`. */
export function goDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${seconds % 60}s`;
  if (hours > 0) return `${hours}h${minutes}m${rest}`;
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}
