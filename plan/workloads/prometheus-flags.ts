import { type PrometheusVersion, has } from "../prometheus/version";
import type { HostProcess, PrometheusPlan } from "./prometheus";
import type { Text } from "./workload";

/** Where samples are kept, how long, and how they leave. */
export function storageFlags({ settings, version, thanos }: PrometheusPlan): readonly Text[] {
  if (settings.agent) {
    return [
      ...(has(version, "agentFlag") ? ["--agent"] : []),
      ["--storage.agent.path=", { ref: "storage", storage: "data" }],
      flushDeadline,
    ];
  }
  return [
    ["--storage.tsdb.path=", { ref: "storage", storage: "data" }],
    `--storage.tsdb.retention.time=${settings.retention.time}`,
    `--storage.tsdb.retention.size=${settings.retention.size}`,
    ...(thanos?.objectStorage === undefined ? [] : uncompacted),
    ...(settings.remoteWrite.length === 0 ? [] : [flushDeadline]),
  ];
}

/** Blocks that Prometheus had made one of are not uploaded: Thanos' compactor does that, in the storage. */
const uncompacted = [
  "--storage.tsdb.min-block-duration=2h",
  "--storage.tsdb.max-block-duration=2h",
];

/**
 * Its default of a minute is longer than the grace before it is killed: a receiver that does not
 * answer at the end would cost the database its clean shutdown.
 */
const flushDeadline = "--storage.remote.flush-deadline=10s";

/** An option that stands twice is refused, so this one and auto-reload's must not meet: 2.x has none. */
export function featureFlags(plan: PrometheusPlan): readonly Text[] {
  const { settings, version } = plan;
  const features = [
    ...(settings.agent && !has(version, "agentFlag") ? ["agent"] : []),
    ...(isReplicated(plan) && !has(version, "expandsExternalLabels")
      ? ["expand-external-labels"]
      : []),
  ];
  return features.length === 0 ? [] : [`--enable-feature=${features.join(",")}`];
}

export function assetsFlags({ webAssets }: HostProcess): readonly Text[] {
  return webAssets === undefined ? [] : [`--web.local-assets=${webAssets}`];
}

/** Nobody can signal a process in a container from outside. The default interval is 30 s. */
export function autoReloadFlags(version: PrometheusVersion): readonly Text[] {
  if (!has(version, "autoReloadFeature")) return [];
  const flag = has(version, "autoReloadFlag")
    ? "--config.auto-reload"
    : "--enable-feature=auto-reload-config";
  return [flag, "--config.auto-reload-interval=5s"];
}

export function isReplicated({ replicas = 1 }: Pick<PrometheusPlan, "replicas">): boolean {
  return replicas > 1;
}
