/** A Prometheus release, and what of our configuration it understands. */
export interface PrometheusVersion {
  readonly major: number;
  readonly minor: number;
}

/** The oldest release we render for: what Debian 12 ships. */
export const oldestSupported: PrometheusVersion = { major: 2, minor: 42 };

/**
 * The one table of what came when (prometheus CHANGELOG.md). What a release lacks is left out for
 * it; what every supported release has does not stand here.
 */
const since = {
  /** A target with a missing or odd Content-Type is parsed as text, not refused (2.x always did). */
  fallbackScrapeProtocol: { major: 3, minor: 0 },
  /** Reads `prometheus.yml` again by itself, behind a feature flag at first, … */
  autoReloadFeature: { major: 3, minor: 0 },
  /** … the rule files as well, … */
  autoReloadRules: { major: 3, minor: 4 },
  /** … and at last by a flag of its own. */
  autoReloadFlag: { major: 3, minor: 12 },
  /** `promtool check ready`. */
  readinessClient: { major: 2, minor: 44 },
  /** External labels may name environment variables without a feature flag. */
  expandsExternalLabels: { major: 3, minor: 0 },
  /** Caps what the service discovery page remembers of targets that relabelling dropped. */
  keepDroppedTargets: { major: 2, minor: 47 },
  /** Remote write leaves out samples that are older. */
  sampleAgeLimit: { major: 2, minor: 50 },
  /** The agent mode is chosen by a flag, no longer by a feature flag. */
  agentFlag: { major: 3, minor: 0 },
} as const satisfies Record<string, PrometheusVersion>;

export type PrometheusFeature = keyof typeof since;

export function has(version: PrometheusVersion, feature: PrometheusFeature): boolean {
  return !isOlder(version, since[feature]);
}

export function isOlder(a: PrometheusVersion, b: PrometheusVersion): boolean {
  return a.major < b.major || (a.major === b.major && a.minor < b.minor);
}

/** Reads `2.52.0`, `v2.52.0`, `2.42.0+ds`. Undefined for what is no version. */
export function parsePrometheusVersion(text: string): PrometheusVersion | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.|\+|-|$)/.exec(text);
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}
