import type { RowSource } from "../layout";
import { graph } from "../panels";
import { bytesOnDisk, droppedAlerts, ofPrometheus, rateOfPrometheus } from "./metrics";

const legend = "{{instance}}";
const ofQueries = 'handler=~"/api/v1/query.*"';
const noRules = "there is no rule to evaluate";

export const prometheus: RowSource = {
  title: "Prometheus",
  collapsed: false,
  panels: [
    graph(
      {
        title: "Series over time",
        description:
          "Series in memory. They leave it two to three hours after their last sample, so a restart of a deployment shows as a step up.",
        unit: "short",
        width: 8,
      },
      [{ expr: ofPrometheus("prometheus_tsdb_head_series"), legend }],
    ),
    graph(
      {
        title: "Memory",
        description: "Memory that Prometheus holds. It follows the number of series, and queries.",
        unit: "bytes",
        width: 8,
      },
      [{ expr: ofPrometheus("process_resident_memory_bytes"), legend }],
    ),
    graph(
      {
        title: "Processors",
        description: "Processors that Prometheus keeps busy.",
        unit: "short",
        width: 8,
      },
      [{ expr: rateOfPrometheus("process_cpu_seconds_total"), legend }],
    ),
    graph(
      {
        title: "Disk",
        description:
          "What Prometheus keeps, and the most it may keep, if its settings say so. The log may stand above it.",
        unit: "bytes",
        width: 8,
      },
      [
        { expr: bytesOnDisk, legend: "kept {{instance}}" },
        {
          expr: `${ofPrometheus("prometheus_tsdb_retention_limit_bytes")} > 0`,
          legend: "limit {{instance}}",
          mayBeEmpty: "no limit is set",
        },
      ],
    ),
    graph(
      {
        title: "Time of queries",
        description:
          "Time to answer the queries of boards and people, p99. Buckets are 0.1, 0.2, 0.4, 1, 3 s and so on.",
        unit: "s",
        width: 8,
      },
      [
        {
          expr: `histogram_quantile(0.99, sum by (instance, le) (${rateOfPrometheus("prometheus_http_request_duration_seconds_bucket", ofQueries)}))`,
          legend,
        },
      ],
      { idle: "nobody asked" },
    ),
    graph(
      {
        title: "Time of rules",
        description:
          "Time that the slowest group of rules took, of its interval. At 100 % evaluations are missed.",
        unit: "percentunit",
        width: 8,
      },
      [
        {
          expr: `max by (instance) (${ofPrometheus("prometheus_rule_group_last_duration_seconds")} / ${ofPrometheus("prometheus_rule_group_interval_seconds")})`,
          legend,
          mayBeEmpty: noRules,
        },
      ],
    ),
  ],
};

export const details: RowSource = {
  title: "Prometheus details",
  collapsed: true,
  panels: [
    graph(
      {
        title: "Failures",
        description:
          "Compactions that failed, damaged logs, and alerts that reached no Alertmanager, per second. Good is 0.",
        unit: "ops",
        width: 8,
      },
      [
        {
          expr: rateOfPrometheus("prometheus_tsdb_compactions_failed_total"),
          legend: "compactions {{instance}}",
        },
        {
          expr: rateOfPrometheus("prometheus_tsdb_wal_corruptions_total"),
          legend: "damaged logs {{instance}}",
        },
        {
          expr: droppedAlerts,
          legend: "alerts {{instance}}",
        },
      ],
    ),
    graph(
      {
        title: "Evaluations missed",
        description: "Evaluations of a group of rules left out because the one before still ran.",
        unit: "ops",
        width: 8,
      },
      [
        {
          expr: rateOfPrometheus("prometheus_rule_group_iterations_missed_total"),
          legend: "{{rule_group}}",
          mayBeEmpty: noRules,
        },
      ],
    ),
    graph(
      {
        title: "Series created",
        description: "New series per second.",
        unit: "suffix: /s",
        width: 8,
      },
      [{ expr: rateOfPrometheus("prometheus_tsdb_head_series_created_total"), legend }],
    ),
  ],
};
