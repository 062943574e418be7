import type { RuleGroup } from "../../rules/rule";
import { renderRuleFile } from "../../rules/rule-file";
import {
  type PrometheusConfiguration,
  type SelfScrape,
  renderConfiguration,
} from "../prometheus/configuration";
import type { Certificate } from "../prometheus/certificate";
import { droppedMetrics } from "../prometheus/dropped-metrics";
import { remoteWriteFiles } from "../prometheus/remote-write";
import { scrapeJobs } from "../prometheus/scrape-job";
import { type PrometheusVersion, has } from "../prometheus/version";
import { renderWebConfiguration } from "../prometheus/web-config";
import { addressOfUrl } from "../settings/address";
import { parseSize } from "../settings/quantity";
import type { ThanosSettings } from "../settings/kubernetes";
import type { PrometheusSettings } from "../settings/settings";
import type { Target } from "../targets/target";
import { alertmanagerName } from "./alertmanager";
import {
  assetsFlags,
  autoReloadFlags,
  featureFlags,
  isReplicated,
  storageFlags,
} from "./prometheus-flags";
import { caFileOf, certificateFiles, certificateKeys, webTls } from "./prometheus-tls";
import { type BesidePrometheus, thanosSidecar } from "./thanos";
import { probeFile, probesWithFile, prometheusContainer } from "./prometheus-container";
import {
  type ConfigFile,
  type Container,
  type Credentials,
  type Program,
  type Reload,
  type Text,
  type Workload,
  replicaVariable,
} from "./workload";

export interface PrometheusPlan {
  readonly settings: PrometheusSettings;
  readonly runsAs: HostProcess | { readonly kind: "container" };
  readonly version: PrometheusVersion;
  readonly targets: readonly Target[];
  readonly rules: readonly RuleGroup[];
  /** Whether the stack has an Alertmanager that is told of firing alerts. */
  readonly tellsAlertmanager: boolean;
  /** Where the settings' own files are out of its reach: their texts. */
  readonly certificate?: Certificate;
  /** Added to every series that leaves this Prometheus. */
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly startAfter: readonly string[];
  /** How many run side by side. Default one; more in a cluster only. */
  readonly replicas?: number;
  /** A sidecar beside it; in a cluster only. */
  readonly thanos?: ThanosSettings;
  /** Whether the data outlive the stack. Default false. */
  readonly keepsData?: boolean;
}

export interface HostProcess {
  readonly kind: "process";
  readonly program: Program;
  /** The web pages' files, where the program does not bring them along (Debian's package). */
  readonly webAssets?: string;
}

export function prometheusWorkload(plan: PrometheusPlan): Workload {
  const { settings, runsAs } = plan;
  const caFile = caFileOf(settings.tls);
  const protectedWeb = settings.authentication !== undefined || settings.tls !== undefined;
  return {
    name: "prometheus",
    ...(runsAs.kind === "process"
      ? { program: runsAs.program, reload: reloadBySignal }
      : {
          container: { ...prometheusContainer(settings), ...outsideOf(plan), ...keysOf(settings) },
        }),
    args: [
      ["--config.file=", { ref: "file", path: "prometheus.yml" }],
      ...storageFlags(plan),
      ["--web.listen-address=", { ref: "listen", port: "web" }],
      ...(protectedWeb ? [webConfigFlag] : []),
      ...featureFlags(plan),
      ...(runsAs.kind === "process" ? assetsFlags(runsAs) : autoReloadFlags(plan.version)),
    ],
    // A soft limit: the garbage collector works harder as the heap gets near it. Nine tenths, since
    // the runtime's own memory and the mapped index come on top.
    env: { GOMEMLIMIT: String(Math.floor(parseSize(settings.memoryLimit) * 0.9)) },
    files: [
      {
        path: "prometheus.yml",
        content: renderConfiguration(configurationOf(plan)),
        secret: false,
        onChange: onChangeOf("autoReloadFeature", plan),
      },
      ...plan.rules.map((group) => ({
        path: `rules/${group.name}.yml`,
        content: renderRuleFile(group),
        secret: false,
        onChange: onChangeOf("autoReloadRules", plan),
      })),
      ...secretFiles(plan),
      ...(runsAs.kind === "container" ? probeFiles(settings) : []),
    ],
    ports: [{ name: "web", number: settings.port, bind: settings.bind }],
    storage: [
      {
        name: "data",
        sizeBytes: parseSize(settings.volumeSize),
        keepOnDestroy: plan.keepsData === true,
      },
    ],
    readiness: {
      port: "web",
      path: "/-/ready",
      scheme: schemeOf(settings),
      // Replaying the write-ahead log of a big head block takes minutes, not seconds.
      timeoutSeconds: 120,
      ...(settings.authentication !== undefined && {
        credentials: monitorOf(settings.authentication),
      }),
      ...(caFile !== undefined && { caFile }),
    },
    startAfter: plan.startAfter,
    ...(plan.replicas !== undefined && { replicas: plan.replicas }),
    ...(plan.thanos !== undefined && {
      sidecars: [thanosSidecar(plan.thanos, besideOf(settings))],
    }),
    stopGraceSeconds: 30,
  };
}

/** What a sidecar needs to be let in. */
function besideOf(settings: PrometheusSettings): BesidePrometheus {
  return {
    scheme: schemeOf(settings),
    clientFiles: [
      ...probeFiles(settings).map(({ path }) => path),
      ...(settings.authentication === undefined ? [] : [monitorPasswordFile]),
    ],
  };
}

/** What of the stack it scrapes is reached as the platform says. */
function outsideOf({ settings, targets }: PrometheusPlan): Pick<Container, "calls" | "discovery"> {
  const outside = targets.filter(({ servedBy }) => servedBy === undefined);
  const called = [
    ...outside.map(({ address }) => address),
    ...settings.remoteWrite.map(({ url }) => addressOfUrl(url)),
  ];
  const namespaces = targets.flatMap(({ discovered }) => discovered?.namespace ?? []);
  return {
    calls: [...new Set(called)],
    ...(namespaces.length > 0 && { discovery: { namespaces: [...new Set(namespaces)] } }),
  };
}

function keysOf({ tls }: PrometheusSettings): Pick<Container, "keysOfSecrets"> {
  const keysOfSecrets = certificateKeys(tls);
  return keysOfSecrets.length === 0 ? {} : { keysOfSecrets };
}

const reloadBySignal: Reload = {
  signal: "SIGHUP",
  metricsPort: "web",
  metricsPath: "/metrics",
  successMetric: "prometheus_config_last_reload_successful",
  timestampMetric: "prometheus_config_last_reload_success_timestamp_seconds",
};

function onChangeOf(
  feature: "autoReloadFeature" | "autoReloadRules",
  { runsAs, version }: PrometheusPlan,
): ConfigFile["onChange"] {
  return runsAs.kind === "process" || has(version, feature) ? "reload" : "restart";
}

/** As Thanos and Mimir call what tells equal Prometheus servers apart. */
const replicaLabel = "replica";

const webConfigFlag: Text = ["--web.config.file=", { ref: "file", path: "web.yml" }];
const monitorPasswordFile = "secrets/monitor-password";

function configurationOf(plan: PrometheusPlan): PrometheusConfiguration {
  const { settings } = plan;
  const kept = new Set<string>(settings.keep);
  return {
    version: plan.version,
    scrapeInterval: settings.scrapeInterval,
    scrapeTimeout: settings.scrapeTimeout,
    evaluationInterval: settings.evaluationInterval,
    externalLabels: {
      ...plan.externalLabels,
      ...(isReplicated(plan) && { [replicaLabel]: `\${${replicaVariable}}` }),
    },
    ...(isReplicated(plan) && { replicaLabel }),
    limits: settings.limits,
    jobs: scrapeJobs(plan.targets),
    self: selfScrape(plan),
    ...(plan.tellsAlertmanager && {
      alertmanager: [{ ref: "reach", workload: alertmanagerName, port: "web" }],
    }),
    drop: droppedMetrics.filter(({ name }) => !kept.has(name)),
    ruleFiles: plan.rules.map((group) => `rules/${group.name}.yml`),
    remoteWrite: settings.remoteWrite,
  };
}

function selfScrape({ settings, runsAs }: PrometheusPlan): SelfScrape {
  const caFile = caFileOf(settings.tls);
  return {
    ...(runsAs.kind === "container"
      ? // In a container nobody else is at the loopback, so that it need not prove who it is there.
        {
          address: `127.0.0.1:${settings.port}`,
          instance: `prometheus:${settings.port}`,
          ...(settings.tls !== undefined && { trust: "anyone" }),
        }
      : {
          address: [{ ref: "reach", workload: "prometheus", port: "web" }],
          ...(caFile !== undefined && { trust: { caFile } }),
        }),
    scheme: schemeOf(settings),
    ...(settings.authentication !== undefined && {
      username: settings.authentication.monitor.username,
      passwordFile: monitorPasswordFile,
    }),
  };
}

/** Prometheus reads these again whenever it needs them, so a new password needs no reload. */
function secretFiles({ settings, certificate }: PrometheusPlan): readonly ConfigFile[] {
  const { authentication } = settings;
  const tls = webTls(settings.tls, certificate);
  const secretFile = (path: string, content: Text): ConfigFile => ({
    path,
    content,
    secret: true,
    onChange: "nothing",
  });
  const web = renderWebConfiguration({
    users: Object.fromEntries(
      Object.entries(authentication?.users ?? {}).map(([name, hash]) => [name, hash.secret]),
    ),
    ...(tls !== undefined && { tls }),
  });
  return [
    ...(authentication === undefined && tls === undefined ? [] : [secretFile("web.yml", web)]),
    ...certificateFiles(certificate),
    ...(authentication === undefined
      ? []
      : [secretFile(monitorPasswordFile, [secret(authentication.monitor.password.secret)])]),
    ...settings.remoteWrite.flatMap(remoteWriteFiles),
  ];
}

function probeFiles(settings: PrometheusSettings): readonly ConfigFile[] {
  return probesWithFile(settings) ? [probeFile(settings, monitorPasswordFile)] : [];
}

function secret(key: string) {
  return { ref: "secret", key } as const;
}

function monitorOf({ monitor }: NonNullable<PrometheusSettings["authentication"]>): Credentials {
  return { username: monitor.username, password: monitor.password.secret };
}

function schemeOf(settings: PrometheusSettings): "http" | "https" {
  return settings.tls === undefined ? "http" : "https";
}
