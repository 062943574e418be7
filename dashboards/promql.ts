/** Matchers beside those of the board's variables, as PromQL writes them: `method="decode"`. */
export type Matcher = string;

/** The series of a metric that the board's `job` and `instance` variables choose. */
export function selected(metric: string, ...matchers: readonly Matcher[]): string {
  return `${metric}{${['job=~"$job"', 'instance=~"$instance"', ...matchers].join(", ")}}`;
}

/** Per second. `$__rate_interval` spans at least four scrapes, so that one missed scrape is no gap. */
export function rate(metric: string, ...matchers: readonly Matcher[]): string {
  return `rate(${selected(metric, ...matchers)}[$__rate_interval])`;
}

export function sumOfRates(metric: string, ...matchers: readonly Matcher[]): string {
  return `sum(${rate(metric, ...matchers)})`;
}

/** The mean of a histogram or summary. Nothing rather than 0/0 while nothing is observed. */
export function mean(metric: string, ...matchers: readonly Matcher[]): string {
  const observed = sumOfRates(`${metric}_count`, ...matchers);
  return `${sumOfRates(`${metric}_sum`, ...matchers)} / (${observed} > 0)`;
}

/** A quantile of a histogram whose buckets are the same on every replica. */
export function quantile(q: number, metric: string, ...matchers: readonly Matcher[]): string {
  return `histogram_quantile(${q}, sum by (le) (${rate(`${metric}_bucket`, ...matchers)}))`;
}

/** A quantile of a histogram whose buckets follow launch flags, so that replicas cannot be summed. */
export function quantileByInstance(q: number, metric: string): string {
  return `histogram_quantile(${q}, sum by (instance, le) (${rate(`${metric}_bucket`)}))`;
}

/** How many observations fell into each bucket: what a heatmap draws. */
export function observationsByBucket(metric: string, ...matchers: readonly Matcher[]): string {
  const series = selected(`${metric}_bucket`, ...matchers);
  return `sum by (le) (increase(${series}[$__rate_interval]))`;
}
