import type { PodsOfNamespace } from "../settings/kubernetes";

/**
 * A workload is one server of the monitoring stack (Prometheus, Grafana, an exporter), described
 * once and without a platform in mind. Each platform under `components/platforms/` shapes it into
 * what that platform runs: a host process, a container, a pod.
 *
 * Everything here is plain immutable data: no Pulumi, no network, no secret value.
 */
export interface Workload {
  /** Unique in a stack; the resources' names and the host names derive from it. */
  readonly name: string;
  /** What runs where the platform starts host processes. Absent: it cannot run as one. */
  readonly program?: Program;
  /** What runs where the platform starts containers. Absent: it cannot run in one. */
  readonly container?: Container;
  /** The command line after the program. Each item is one argument. */
  readonly args: readonly Text[];
  /** The environment, beyond the few variables every process needs. Never a secret. */
  readonly env: Readonly<Record<string, Text>>;
  /** Written before the workload starts, below its own configuration directory. */
  readonly files: readonly ConfigFile[];
  readonly ports: readonly Port[];
  readonly storage: readonly Storage[];
  readonly readiness: Readiness;
  /** How the program takes up a changed file of `onChange: "reload"` without a restart. */
  readonly reload?: Reload;
  /** Workloads that must be ready before this one starts. */
  readonly startAfter: readonly string[];
  /**
   * How many run side by side, each with its own storage and its own name in the environment
   * variable `REPLICA` ({@link replicaVariable}). One unless said; more than one in a cluster only.
   */
  readonly replicas?: number;
  /** Programs in the same pod. In a cluster only. */
  readonly sidecars?: readonly Sidecar[];
  /** Time between SIGTERM and SIGKILL: a TSDB or an SQLite file wants to be closed in peace. */
  readonly stopGraceSeconds: number;
}

/** A program beside a workload's own, which sees what is named of its files and storage. */
export interface Sidecar {
  readonly name: string;
  readonly image: Image;
  readonly args: readonly Text[];
  readonly ports: readonly { readonly name: string; readonly number: number }[];
  /** Those of the workload's files that it reads, at the same paths. */
  readonly files: readonly string[];
  /** Those of the workload's storages that it writes to. */
  readonly storage: readonly string[];
  /** Keys of Secrets that somebody else made, as files at absolute paths. */
  readonly secrets: readonly KeyOfSecret[];
  readonly memoryBytes: number;
  /** GETs that answer 2xx: once it can do its work, and for as long as it lives. */
  readonly readiness: { readonly port: string; readonly path: string; readonly alive: string };
  /** The port by which pods of other namespaces find every replica. */
  readonly serves: { readonly port: string; readonly to: readonly PodsOfNamespace[] };
  /** As {@link Container.calls}. */
  readonly calls: readonly string[];
}

/** A key of a Secret that somebody else made, as a file. */
export interface KeyOfSecret {
  readonly secret: string;
  readonly key: string;
  readonly path: string;
}

/** The environment variable that tells a replica its own name, where there are several. */
export const replicaVariable = "REPLICA";

/** An executable of this machine. */
export interface Program {
  /** As people know it, for messages: "prometheus". */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  /** Arguments that come before the workload's own: the script of an interpreter. */
  readonly leadingArgs?: readonly string[];
  readonly version: string;
}

/** An image, and what the program in it needs of the host and expects of its file system. */
export interface Container {
  readonly image: Image;
  /** `uid:gid`, never root; the one exception is cAdvisor where it may read Docker's socket. */
  readonly user: string;
  /** Where the workload's files are mounted, read-only: `/etc/prometheus`. */
  readonly configDirectory: string;
  /** Where each storage is mounted, by its name. */
  readonly storagePaths: Readonly<Record<string, string>>;
  /** Writable directories in memory, as the rest of the root is read-only. */
  readonly tmpfs: readonly string[];
  readonly memoryBytes: number;
  /** Ends with 0 once the readiness answers: a command that this very image can run. */
  readonly healthCommand: readonly Text[];
  /** Files beside the workload's own, relative to the same directory. In a cluster only. */
  readonly keysOfSecrets?: readonly KeyOfSecret[];
  /** It takes up whatever lies in its folders, where others read the files they are told to. */
  readonly readsFolders?: true;
  /** It reaches the targets: by the host's name, and on the network that the settings name. */
  readonly reachesTargets?: true;
  /** Where it asks a cluster's API server for pods and services. Absent: it asks for nothing. */
  readonly discovery?: { readonly namespaces: readonly string[] };
  /**
   * `host:port` of what it calls outside of the stack, `*` where the host is a secret: a policy that
   * lets nothing out but what is named must name them.
   */
  readonly calls?: readonly string[];
  /** What a container should not need; each with its reason. Only exporters have any. */
  readonly hostAccess?: HostAccess;
}

export interface Image {
  /** `docker.io/prom/prometheus`. */
  readonly repository: string;
  readonly tag: string;
  /** `sha256:…`: pins what the tag means. */
  readonly digest?: string;
}

export interface HostAccess {
  readonly mounts: readonly HostMount[];
  readonly devices: readonly { readonly path: string; readonly reason: string }[];
  /** Why it must see the host's processes. Absent: it does not. */
  readonly hostPid?: string;
  /**
   * Why it must be given the NVIDIA GPUs (`docker run --gpus all`), which no device path alone does:
   * the driver's libraries come with them. Absent: it is not.
   */
  readonly gpus?: string;
}

/** A directory or file of the host, seen read-only. */
export interface HostMount {
  readonly hostPath: string;
  readonly containerPath: string;
  readonly reason: string;
  /** Why what the host mounts below it later must be seen too. Absent: it is not. */
  readonly laterMounts?: string;
}

/**
 * Text with holes that only the platform can fill: where a file lies, where a port listens, where
 * another workload is reached. Secrets are holes too, filled at registration and nowhere else.
 */
export type Text = string | readonly (string | Reference)[];

export type Reference =
  /** The place of one of the workload's own files, or of its whole configuration directory (""). */
  | { readonly ref: "file"; readonly path: string }
  /** The place of one of the workload's own storages. */
  | { readonly ref: "storage"; readonly storage: string }
  /** `address:port` on which one of the workload's own ports listens; in a container, every address. */
  | { readonly ref: "listen"; readonly port: string }
  /** `host:port` at which another workload (or the workload itself) is reached. */
  | { readonly ref: "reach"; readonly workload: string; readonly port: string }
  /** A secret by its key in the settings: `grafana.adminPassword`. */
  | { readonly ref: "secret"; readonly key: SecretKey };

/** The path of a secret in the settings, dotted: `prometheus.monitorPassword`. */
export type SecretKey = string;

export interface ConfigFile {
  /** Relative to the workload's configuration directory, with `/`: `rules/targets.yml`. */
  readonly path: string;
  readonly content: Text;
  /** A file with a secret in it is readable by its owner only, and hidden in previews and state. */
  readonly secret: boolean;
  /**
   * What a changed content asks for. `restart` where the program cannot read the file again,
   * `nothing` where it reads the file at each use.
   */
  readonly onChange: "reload" | "restart" | "nothing";
}

export interface Port {
  readonly name: string;
  /** On the host and, where there is one, in the container. */
  readonly number: number;
  /** The address of the host it is bound to. Loopback unless the settings say otherwise. */
  readonly bind: string;
  /** In a container it is not published on the host: only the stack's own network reaches it. */
  readonly privateToStack?: true;
}

export interface Storage {
  readonly name: string;
  /** What is asked for where storage has a size. */
  readonly sizeBytes: number;
  /** Kept when the stack is destroyed: data that must outlive a benchmark, for example. */
  readonly keepOnDestroy: boolean;
}

/** A GET that answers 2xx once the workload can do its work. */
export interface Readiness {
  readonly port: string;
  readonly path: string;
  readonly scheme: "http" | "https";
  readonly timeoutSeconds: number;
  readonly credentials?: Credentials;
  /** Absolute path of the authority's certificate, where `scheme` is https and it is a private one. */
  readonly caFile?: string;
}

export interface Credentials {
  readonly username: string;
  readonly password: SecretKey;
}

/** A signal, and the metrics by which the program tells whether the reload went well. */
export interface Reload {
  readonly signal: "SIGHUP";
  readonly metricsPort: string;
  readonly metricsPath: string;
  /** Gauge: 1 after a reload that succeeded. */
  readonly successMetric: string;
  /** Gauge: Unix time of the last reload that succeeded. */
  readonly timestampMetric: string;
}
