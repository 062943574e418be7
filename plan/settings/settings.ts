import type { TlsSettings } from "./tls";
import type { AlertmanagerSettings } from "./alertmanager";
import type { DroppedMetricName } from "../prometheus/dropped-metrics";
import type { ScenarioName } from "../../simulator/scenarios/scenario-names";
import type { ServiceOverrides } from "../targets/catalogue";
import type { Deployment, Reach } from "../targets/deployment";
import type { Target } from "../targets/target";
import type { ObjectiveSettings } from "./objectives";
import type { SecretKey } from "../workloads/workload";
import type { RemoteWriteSettings } from "./remote-write";
import type { ExporterSettings } from "./exporters-schema";
import type { KubernetesSettings } from "./kubernetes";

/** Where the servers of the stack run. */
export const platforms = ["process", "docker", "kubernetes"] as const;
export type Platform = (typeof platforms)[number];

/** How datasource, folders and dashboards come into Grafana. */
export const contentWays = ["api", "files"] as const;
export type ContentWay = (typeof contentWays)[number];

/**
 * Everything a user may set, checked and with every default filled in. Durations and sizes keep
 * the user's text, in Prometheus' notation; `quantity.ts` turns them into numbers.
 */
export interface Settings {
  readonly platform: Platform;
  readonly docker: DockerSettings;
  readonly kubernetes: KubernetesSettings;
  /** The external label `env`; the stack's name unless set. */
  readonly environment: string;
  readonly targets: TargetSettings;
  readonly prometheus: PrometheusSettings;
  readonly objectives: ObjectiveSettings;
  /** Absent where nobody is to be told of alerts. */
  readonly alertmanager?: AlertmanagerSettings;
  readonly grafana: GrafanaSettings;
  readonly exporters: ExporterSettings;
  readonly dashboards: readonly DashboardSettings[];
}

/** Means something on platform docker only. */
export interface DockerSettings {
  /** The daemon's URL; the one of the environment (`DOCKER_HOST`, the local socket) unless set. */
  readonly host?: string;
  /** A network made by somebody else, which what scrapes the targets joins. */
  readonly network?: string;
  /** The folder of the TLS certificates for a tcp:// host: ca.pem, cert.pem, key.pem. Absolute. */
  readonly certPath?: string;
  /** Arguments of ssh for an ssh:// host. */
  readonly sshOptions?: readonly string[];
}

/** A secret by its path in the settings. The value joins where resources are registered. */
export interface SecretReference {
  readonly secret: SecretKey;
}

export interface TargetSettings {
  readonly chatqna?: ChatQnASettings;
  readonly static: readonly StaticTargets[];
}

export interface ChatQnASettings {
  readonly deployment: Deployment;
  readonly access: Access;
  /** By service, what differs from the catalogue. */
  readonly services: ServiceOverrides;
}

/** How the services are reached, or what stands in for them. */
export type Access = Reach | Simulator | Replay;

/** A simulated ChatQnA, at the ports that the deployment publishes on its host. */
export interface Simulator {
  readonly via: "simulator";
  /** What happens to it from its start. */
  readonly scenario: ScenarioName;
  /** Questions a second in scenario `steady`; a share of what the deployment can do unless set. */
  readonly requestsPerSecond?: number;
  /** The IP address that it listens on. */
  readonly bind: string;
  /** Where the simulator itself is asked and told. */
  readonly controlPort: number;
}

/** Recorded bodies, served on loopback at the ports that the deployment publishes on its host. */
export interface Replay {
  readonly via: "replay";
  /** How fast the counters of every replayed service advance. */
  readonly requestsPerSecond: number;
}

/** Targets that the user names one by one. A job stands in one entry only. */
export interface StaticTargets extends Omit<Target, "address" | "labels"> {
  /** At least one, each `host:port`. */
  readonly addresses: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface PrometheusSettings {
  readonly version: string;
  readonly port: number;
  /** An IP address; an IPv6 one stands without brackets. */
  readonly bind: string;
  readonly scrapeInterval: string;
  /** At most the scrape interval. */
  readonly scrapeTimeout: string;
  /** At least the scrape interval. */
  readonly evaluationInterval: string;
  readonly retention: { readonly time: string; readonly size: string };
  readonly volumeSize: string;
  readonly memoryLimit: string;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly remoteWrite: readonly RemoteWriteSettings[];
  /** It scrapes and sends, and nothing else. */
  readonly agent: boolean;
  readonly authentication?: AuthenticationSettings;
  readonly tls?: TlsSettings;
  readonly limits: LimitSettings;
  readonly keep: readonly DroppedMetricName[];
}

export interface AuthenticationSettings {
  /** User name to bcrypt hash. */
  readonly users: Readonly<Record<string, SecretReference>>;
  /** One of the users: the account of our own probes and of the datasource. */
  readonly monitor: { readonly username: string; readonly password: SecretReference };
}

/** What one scrape may bring at the most. */
export interface LimitSettings {
  readonly bodySize: string;
  readonly samples: number;
  readonly labels: number;
  readonly labelNameLength: number;
  readonly labelValueLength: number;
}

export interface GrafanaSettings {
  readonly enabled: boolean;
  readonly version: string;
  readonly port: number;
  readonly bind: string;
  readonly memoryLimit: string;
  /** On docker: its database outlives its container. On process it always outlives the server. */
  readonly persistent: boolean;
  readonly content: ContentWay;
  /** Where the program reaches it; at its published port unless set. */
  readonly url?: string;
  readonly adminPassword?: SecretReference;
  /** Encrypts what Grafana keeps in its database. */
  readonly secretKey?: SecretReference;
}

/** A dashboard of somebody else. */
export interface DashboardSettings {
  /** A file relative to the project, or a URL, which then has a checksum. */
  readonly source: string;
  readonly sha256?: string;
  /** Unless set, a slug of its title. */
  readonly uid?: string;
  /** The title of its folder. */
  readonly folder: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly renameLabels: Readonly<Record<string, string>>;
  readonly rateInterval: boolean;
}
