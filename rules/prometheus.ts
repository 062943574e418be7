import { type AlertingRule, type RuleGroup, board } from "./rule";
import type { WatchedStack } from "./watched-stack";

/** Of its limit. The runtime collects harder from there on, and is killed at the limit. */
const muchMemory = 0.9;

/** Of the volume, write-ahead log and head chunks included. */
const nearlyFull = 0.9;

/** Against the day before. Twice as many replicas are twice as many series, so not less. */
const growth = 1.5;

/** Below this many it does not matter how much more they became. */
const fewSeries = 20_000;

const self = 'component="monitoring"';

/** What Prometheus tells of itself. */
export function prometheusRules({ prometheus: limits }: WatchedStack): RuleGroup {
  const at = "Prometheus at {{ $labels.instance }}";
  const monitoring = board("chatqna-monitoring");
  const blocks = `prometheus_tsdb_storage_blocks_bytes{${self}}`;
  const alerts: readonly AlertingRule[] = [
    {
      alert: "PrometheusConfigReloadFailed",
      expr: `prometheus_config_last_reload_successful{${self}} == 0`,
      // A reload that fails is not repaired by waiting; the delay only skips a reload in flight.
      for: "1m",
      severity: "warning",
      when: "the last reload of Prometheus' configuration failed, for 1 minute",
      summary: "Prometheus runs on an old configuration",
      description:
        `${at} could not load its configuration or a rule file and ` +
        "goes on with the last one that was good: changed targets and rules are not in force.",
      runbook: "prometheus-config-reload-failed",
      board: monitoring,
    },
    {
      alert: "PrometheusRuleFailing",
      expr: `increase(prometheus_rule_evaluation_failures_total{${self}}[5m]) > 0`,
      // A reload may interrupt one evaluation; a rule that is wrong fails at each.
      for: "5m",
      severity: "critical",
      when: "the evaluation of a rule has failed again and again for 5 minutes",
      summary: "Rules cannot be evaluated",
      description: `${at} has failed to evaluate rules of {{ $labels.rule_group }} {{ printf "%.0f" $value }} times within 5 minutes. Alerts of that group may not fire.`,
      runbook: "prometheus-rule-failing",
      board: monitoring,
    },
    {
      alert: "PrometheusRulesLate",
      expr: `increase(prometheus_rule_group_iterations_missed_total{${self}}[10m]) > 0`,
      // One is missed when the machine is busy for a moment.
      for: "10m",
      severity: "warning",
      when: "evaluations of a group of rules have been skipped for 10 minutes, because one took longer than the interval",
      summary: "Rules take longer than the time between two evaluations",
      description: `${at} has skipped {{ printf "%.0f" $value }} evaluations of {{ $labels.rule_group }} within 10 minutes. Alerts of that group come late.`,
      runbook: "prometheus-rules-late",
      board: monitoring,
    },
    {
      alert: "PrometheusStorageFailing",
      expr: [
        "prometheus_tsdb_wal_writes_failed_total",
        "prometheus_tsdb_compactions_failed_total",
        "prometheus_tsdb_reloads_failures_total",
      ]
        .map((metric) => `increase(${metric}{${self}}[15m]) > 0`)
        .join("\nor "),
      // Nothing of it happens on a disk that is well.
      severity: "critical",
      when: "Prometheus could not write or compact its data within the last 15 minutes",
      summary: "Prometheus cannot write its data",
      description: `${at} failed to write or to compact its data {{ printf "%.0f" $value }} times within 15 minutes: the disk is full or broken. Samples are being lost.`,
      runbook: "prometheus-storage",
      board: monitoring,
    },
    {
      alert: "PrometheusVolumeNearlyFull",
      // Before 2.45 Prometheus does not say how big its log is.
      expr:
        `${blocks}\n` +
        ["prometheus_tsdb_wal_storage_size_bytes", "prometheus_tsdb_head_chunks_storage_size_bytes"]
          .map((metric) => `+ (${metric}{${self}} or 0 * ${blocks})\n`)
          .join("") +
        `> ${Math.floor(nearlyFull * limits.volumeBytes)}`,
      // Compaction takes room for some minutes and gives it back.
      for: "30m",
      severity: "warning",
      when: `Prometheus' data fill more than ${nearlyFull * 100} % of prometheus.volumeSize for 30 minutes`,
      summary: "Prometheus' volume is nearly full",
      description: `The data of ${at} are {{ $value | humanize1024 }}B, of the volume of ${binary(limits.volumeBytes)}. When it is full, samples are lost.`,
      runbook: "prometheus-storage",
      board: monitoring,
    },
    {
      alert: "PrometheusMemoryHigh",
      expr: `process_resident_memory_bytes{job="prometheus", ${self}} > ${Math.floor(muchMemory * limits.memoryBytes)}`,
      // Big queries come and go within a minute.
      for: "10m",
      severity: "warning",
      when: `Prometheus uses more than ${muchMemory * 100} % of prometheus.memoryLimit for 10 minutes`,
      summary: "Prometheus is close to its memory limit",
      description: `${at} uses {{ $value | humanize1024 }}B of the ${binary(limits.memoryBytes)} that it may use. Beyond that it is killed, and replays its log for minutes.`,
      runbook: "prometheus-memory-high",
      board: monitoring,
    },
    {
      alert: "PrometheusSeriesGrowing",
      expr:
        `prometheus_tsdb_head_series{${self}} / (prometheus_tsdb_head_series{${self}} offset 1d) > ${growth}\n` +
        `and prometheus_tsdb_head_series{${self}} > ${fewSeries}`,
      // The head is cut every two hours; replaced targets stand in it twice until then.
      for: "3h",
      severity: "warning",
      when: `there are more than ${growth} times as many series as a day before, and more than ${fewSeries}, for 3 hours`,
      summary: "There are many more series than yesterday",
      description: `${at} has {{ printf "%.1f" $value }} times as many series as a day ago. Memory grows with them; most often a label has begun to take ever new values.`,
      runbook: "prometheus-series-growing",
      board: monitoring,
    },
    {
      alert: "Watchdog",
      expr: "vector(1)",
      severity: "none",
      when: "always",
      summary: "Alerting works",
      description:
        "Always firing, by design: a receiver that stops hearing it knows that Prometheus, the " +
        "Alertmanager or the way between them is broken.",
      runbook: "watchdog",
    },
  ];
  return { name: "prometheus", rules: alerts };
}

/** `2 GiB`; what Prometheus writes as `1.8Gi` is followed by its own B. */
function binary(bytes: number): string {
  const prefixes = ["", "Ki", "Mi", "Gi", "Ti"];
  const power = Math.min(prefixes.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toPrecision(3))} ${prefixes[power] ?? ""}B`;
}
