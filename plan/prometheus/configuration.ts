import type { Text } from "../workloads/workload";
import type { DroppedMetric } from "./dropped-metrics";
import { podDiscovery } from "./pod-discovery";
import type { RemoteWriteSettings } from "../settings/remote-write";
import { remoteWriteConfig } from "./remote-write";
import { type ScrapeJob, staticConfigs } from "./scrape-job";
import { type PrometheusVersion, has } from "./version";
import { type YamlValue, renderYaml } from "../workloads/yaml-text";

/** Everything `prometheus.yml` is made of. Durations and sizes in Prometheus' own notation. */
export interface PrometheusConfiguration {
  readonly version: PrometheusVersion;
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
  readonly evaluationInterval: string;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly limits: ScrapeLimits;
  readonly jobs: readonly ScrapeJob[];
  readonly self: SelfScrape;
  /** `host:port` of who is told of firing alerts. */
  readonly alertmanager?: Text;
  /**
   * The external label that differs between equal servers, which alerts must not have: Alertmanager
   * would take those of two for two.
   */
  readonly replicaLabel?: string;
  readonly drop: readonly DroppedMetric[];
  readonly ruleFiles: readonly string[];
  readonly remoteWrite: readonly RemoteWriteSettings[];
}

/** What one scrape may bring at the most; a target over it counts as down, and says why. */
export interface ScrapeLimits {
  readonly bodySize: string;
  readonly samples: number;
  readonly labels: number;
  readonly labelNameLength: number;
  readonly labelValueLength: number;
}

/** How Prometheus scrapes itself, which needs an account where it asks everybody for one. */
export interface SelfScrape {
  readonly address: Text;
  /** Its own label, where the address is not what people know it by. */
  readonly instance?: string;
  readonly scheme: "http" | "https";
  readonly username?: string;
  /** Relative to `prometheus.yml`. */
  readonly passwordFile?: string;
  /** Whom it takes for itself over TLS; absent: whom the system's authorities vouch for. */
  readonly trust?: "anyone" | { readonly caFile: string };
}

/** The text of `prometheus.yml`. Equal configurations give equal bytes. */
export function renderConfiguration(configuration: PrometheusConfiguration): Text {
  return renderYaml({
    comment: "Written by the monitoring stack from its settings; changes here are overwritten.",
    value: {
      global: {
        scrape_interval: configuration.scrapeInterval,
        scrape_timeout: configuration.scrapeTimeout,
        evaluation_interval: configuration.evaluationInterval,
        external_labels: configuration.externalLabels,
      },
      ...(configuration.alertmanager !== undefined && {
        alerting: {
          ...(configuration.replicaLabel !== undefined && {
            alert_relabel_configs: [{ action: "labeldrop", regex: configuration.replicaLabel }],
          }),
          alertmanagers: [
            { static_configs: [{ targets: [{ filled: configuration.alertmanager }] }] },
          ],
        },
      }),
      rule_files: configuration.ruleFiles,
      scrape_configs: [
        selfScrapeConfig(configuration),
        ...configuration.jobs.map((job) => scrapeConfig(job, configuration)),
      ],
      ...(configuration.remoteWrite.length > 0 && {
        remote_write: configuration.remoteWrite.map((remote) =>
          remoteWriteConfig(remote, configuration.version),
        ),
      }),
    },
  });
}

function selfScrapeConfig(configuration: PrometheusConfiguration): YamlValue {
  const { self } = configuration;
  return {
    job_name: "prometheus",
    ...(self.scheme === "https" && { scheme: "https" }),
    ...limits(configuration),
    ...(self.username !== undefined && {
      basic_auth: { username: self.username, password_file: self.passwordFile },
    }),
    ...(self.trust !== undefined && { tls_config: tlsConfig(self.trust) }),
    static_configs: [
      {
        targets: [{ filled: self.address }],
        labels: {
          component: "monitoring",
          ...(self.instance !== undefined && { instance: self.instance }),
        },
      },
    ],
  };
}

function tlsConfig(trust: NonNullable<SelfScrape["trust"]>): YamlValue {
  return trust === "anyone" ? { insecure_skip_verify: true } : { ca_file: trust.caFile };
}

function scrapeConfig(job: ScrapeJob, configuration: PrometheusConfiguration): YamlValue {
  const drop = configuration.drop.filter((metric) => concerns(metric, job));
  return {
    job_name: job.job,
    ...limits(configuration),
    ...(has(configuration.version, "fallbackScrapeProtocol") && {
      fallback_scrape_protocol: "PrometheusText0.0.4",
    }),
    ...staticTargets(job),
    ...podDiscovery(job),
    ...(drop.length > 0 && {
      metric_relabel_configs: drop.map((metric) => ({
        comment: metric.reason,
        value: { source_labels: ["__name__"], regex: metric.regex, action: "drop" },
      })),
    }),
  };
}

function staticTargets({ job, targets }: ScrapeJob): Record<string, YamlValue> {
  const named = targets.filter(({ discovered }) => discovered === undefined);
  if (named.length === 0) return {};
  return {
    static_configs: staticConfigs({ job, targets: named }).map((group) => ({
      targets: group.targets,
      labels: group.labels,
    })),
  };
}

function concerns(metric: DroppedMetric, job: ScrapeJob): boolean {
  return job.targets.some((target) => metric.components.includes(target.component));
}

function limits({ version, limits }: PrometheusConfiguration): Record<string, YamlValue> {
  return {
    body_size_limit: limits.bodySize,
    sample_limit: limits.samples,
    label_limit: limits.labels,
    label_name_length_limit: limits.labelNameLength,
    label_value_length_limit: limits.labelValueLength,
    ...(has(version, "keepDroppedTargets") && { keep_dropped_targets: 100 }),
  };
}
