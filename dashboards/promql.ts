/** Matchers beside those of the board's variables, as PromQL writes them: `method="decode"`. */
export type Matcher = string;

/** A metric by its name, or by the names it has had, the newest first: a server exports one or all. */
export type Metric = string | readonly string[];

/** The series of a metric that the board's `job` and `instance` variables choose. */
export function selected(metric: Metric, ...matchers: readonly Matcher[]): string {
  const all = ['job=~"$job"', 'instance=~"$instance"', ...matchers].join(", ");
  return eitherOf(metric, (name) => `${name}{${all}}`);
}

/** Per second. `$__rate_interval` spans at least four scrapes, so that one missed scrape is no gap. */
export function rate(metric: Metric, ...matchers: readonly Matcher[]): string {
  return eitherOf(metric, (name) => `rate(${selected(name, ...matchers)}[$__rate_interval])`);
}

/** Where a server exports several of the names, `or` takes the first: they differ in nothing else. */
function eitherOf(metric: Metric, write: (name: string) => string): string {
  return typeof metric === "string" ? write(metric) : `(${metric.map(write).join(" or ")})`;
}

export function suffixed(metric: Metric, suffix: string): Metric {
  return typeof metric === "string"
    ? `${metric}${suffix}`
    : metric.map((name) => `${name}${suffix}`);
}

/** Added up over all labels but some. */
export function sumBy(labels: readonly string[], expr: string): string {
  return labels.length === 0 ? `sum(${expr})` : `sum by (${labels.join(", ")}) (${expr})`;
}

export function sumOfRates(metric: Metric, ...matchers: readonly Matcher[]): string {
  return sumOfRatesBy([], metric, ...matchers);
}

export function sumOfRatesBy(
  labels: readonly string[],
  metric: Metric,
  ...matchers: readonly Matcher[]
): string {
  return sumBy(labels, rate(metric, ...matchers));
}

/** The mean of a histogram or summary. Nothing rather than 0/0 while nothing is observed. */
export function mean(metric: Metric, ...matchers: readonly Matcher[]): string {
  return meanBy([], metric, ...matchers);
}

export function meanBy(
  labels: readonly string[],
  metric: Metric,
  ...matchers: readonly Matcher[]
): string {
  const observed = sumOfRatesBy(labels, suffixed(metric, "_count"), ...matchers);
  return `${sumOfRatesBy(labels, suffixed(metric, "_sum"), ...matchers)} / (${observed} > 0)`;
}

/** A quantile of a histogram whose buckets are the same on every replica. */
export function quantile(q: number, metric: Metric, ...matchers: readonly Matcher[]): string {
  return quantileBy([], q, metric, ...matchers);
}

/** A quantile for each value of labels: of replicas, or of services that cannot be summed. */
export function quantileBy(
  labels: readonly string[],
  q: number,
  metric: Metric,
  ...matchers: readonly Matcher[]
): string {
  const buckets = sumOfRatesBy([...labels, "le"], suffixed(metric, "_bucket"), ...matchers);
  return `histogram_quantile(${q}, ${buckets})`;
}

/** How many observations fell into each bucket: what a heatmap draws. */
export function observationsByBucket(metric: Metric, ...matchers: readonly Matcher[]): string {
  const increases = eitherOf(suffixed(metric, "_bucket"), (name) => {
    return `increase(${selected(name, ...matchers)}[$__rate_interval])`;
  });
  return sumBy(["le"], increases);
}

/**
 * The share of observations up to an upper bound that is a bucket's. Prometheus 3 writes the bound of
 * a whole number with a fraction (`1.0`), older ones as the server does.
 */
export function shareWithin(
  bound: number,
  labels: readonly string[],
  metric: string,
  ...matchers: readonly Matcher[]
): string {
  const le = Number.isInteger(bound) ? `le=~"${bound}|${bound}\\\\.0"` : `le="${bound}"`;
  const within = sumOfRatesBy(labels, `${metric}_bucket`, le, ...matchers);
  return `${within} / (${sumOfRatesBy(labels, `${metric}_count`, ...matchers)} > 0)`;
}
