import type { Matcher } from "../promql";

/** The series that the board's own variables for Prometheus choose. */
export function ofPrometheus(metric: string, ...matchers: readonly Matcher[]): string {
  const chosen = ['job=~"$prometheus_job"', 'instance=~"$prometheus_instance"', ...matchers];
  return `${metric}{${chosen.join(", ")}}`;
}

export function rateOfPrometheus(metric: string, ...matchers: readonly Matcher[]): string {
  return `rate(${ofPrometheus(metric, ...matchers)}[$__rate_interval])`;
}

const blocks = ofPrometheus("prometheus_tsdb_storage_blocks_bytes");
const log = ofPrometheus("prometheus_tsdb_wal_storage_size_bytes");

/** Blocks, and the log that a restart reads again: its size is not told by 2.42. */
export const bytesOnDisk = `${blocks} + (${log} or ${blocks} * 0)`;

/** By Alertmanager in release 3, which tells nothing where there is none: then none were dropped. */
export const droppedAlerts = [
  `sum by (instance) (${rateOfPrometheus("prometheus_notifications_dropped_total")})`,
  `sum by (instance) (${rateOfPrometheus("prometheus_tsdb_compactions_failed_total")} * 0)`,
].join(" or ");
