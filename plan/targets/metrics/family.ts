/** What Prometheus knows of a metric: how its value moves, and which series it has. */
export type MetricType = "counter" | "gauge" | "histogram" | "summary";

/** Names of labels, each with the values it takes, or some of them where they are the user's. */
export type Labels = Readonly<Record<string, readonly string[]>>;

export interface MetricFamily {
  /** As it is exposed, without `_bucket`, `_sum` and `_count`. */
  readonly name: string;
  readonly type: MetricType;
  /** Beside the labels that all metrics of the server have. */
  readonly labels: Labels;
  /** It does not have those labels: a library exports it, not the server's own code. */
  readonly ownLabelsOnly?: true;
  /** `seconds`, `bytes`, `tokens`: what one is. */
  readonly unit: string;
  /** The first release that has it; absent: every release of the server's `versions`. */
  readonly since?: string;
  /** The first release without it. */
  readonly until?: string;
  /** Upper bounds of a histogram, without the infinite one. */
  readonly buckets?: readonly number[];
  /** What sets the bounds, where a release does not fix them; `buckets` are then an example. */
  readonly bucketsFollow?: string;
  /** What has to happen before the server exports it; absent: it is there with the first request. */
  readonly appears?: string;
}

/** A label that a server puts on all its metrics. */
export interface CommonLabel {
  readonly name: string;
  readonly values: readonly string[];
  readonly since?: string;
}

/** A server that exports metrics, as far as a board or a rule reads them. */
export interface MeasuredServer {
  /** A slug. */
  readonly name: string;
  readonly title: string;
  /** Where the facts are from. */
  readonly source: string;
  /** Releases that differ in what they export, the oldest one we stand for first. */
  readonly versions: readonly [string, ...string[]];
  readonly labels: readonly CommonLabel[];
  readonly families: readonly MetricFamily[];
}

type Rest = Partial<Pick<MetricFamily, "labels" | "since" | "until" | "appears" | "bucketsFollow">>;

export function counter(name: string, unit: string, rest: Rest = {}): MetricFamily {
  return { labels: {}, ...rest, name, type: "counter", unit };
}

export function gauge(name: string, unit: string, rest: Rest = {}): MetricFamily {
  return { labels: {}, ...rest, name, type: "gauge", unit };
}

export function histogram(
  name: string,
  unit: string,
  buckets: readonly number[],
  rest: Rest = {},
): MetricFamily {
  return { labels: {}, ...rest, name, type: "histogram", unit, buckets };
}

/** Without quantiles in `labels` it has a sum and a count only. */
export function summary(name: string, unit: string, rest: Rest = {}): MetricFamily {
  return { labels: {}, ...rest, name, type: "summary", unit };
}

/** Families of a library, which know nothing of the server's own labels. */
export function ofLibrary(families: readonly MetricFamily[]): readonly MetricFamily[] {
  return families.map((family) => ({ ...family, ownLabelsOnly: true }));
}

/** What one release of a server exports. */
export function familiesOf(server: MeasuredServer, version: string): readonly MetricFamily[] {
  return server.families.filter(({ since, until }) => lies(version, { since, until }));
}

export function commonLabelsOf(server: MeasuredServer, version: string): Labels {
  const present = server.labels.filter(({ since }) => lies(version, { since }));
  return Object.fromEntries(present.map(({ name, values }) => [name, values]));
}

/** All labels of a family in one release, those that split it into series left out (`le`). */
export function labelsOf(server: MeasuredServer, version: string, family: MetricFamily): Labels {
  const common = family.ownLabelsOnly === true ? {} : commonLabelsOf(server, version);
  return { ...common, ...family.labels };
}

interface Range {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

function lies(version: string, { since, until }: Range): boolean {
  const started = since === undefined || compareVersions(version, since) >= 0;
  return started && (until === undefined || compareVersions(version, until) < 0);
}

/** By their numbers: 0.10 is newer than 0.9. Negative, 0 or positive. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(".").map((part) => parseInt(part, 10)));
  const parts = Math.max(left?.length ?? 0, right?.length ?? 0);
  for (let part = 0; part < parts; part++) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The names of a family's series: one, or those that a histogram or summary is split into. */
export function seriesNames({ name, type, labels }: MetricFamily): readonly string[] {
  switch (type) {
    case "counter":
    case "gauge":
      return [name];
    case "histogram":
      return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
    case "summary":
      return [...("quantile" in labels ? [name] : []), `${name}_sum`, `${name}_count`];
  }
}

/** Bounds that each are half as much more as the one before, multiplied up as Rust's servers do. */
export function halfMoreEach(start: number, count: number): readonly number[] {
  const bounds: number[] = [];
  for (let bound = start * 1.5; bounds.length < count; bound *= 1.5) bounds.push(bound);
  return bounds;
}
