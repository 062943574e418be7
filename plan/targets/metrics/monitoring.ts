import { type MeasuredServer, counter, gauge, histogram, summary } from "./family";
import { processFamilies } from "./process";

const group = { rule_group: ["rules.yml;rules"] };
const queryDurations = [0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120];

export const prometheus: MeasuredServer = {
  name: "prometheus",
  title: "Prometheus",
  source:
    "the `/metrics` of Prometheus 2.42, scraped by the contract tests; the size of the log, absent there, stands in the source of 2.52",
  versions: ["2.42", "3.16"],
  labels: [],
  families: [
    gauge("prometheus_build_info", "constant 1", { labels: { version: ["2.42.0"] } }),
    gauge("prometheus_ready", "yes or no"),
    counter("prometheus_tsdb_head_samples_appended_total", "samples"),
    gauge("prometheus_tsdb_head_series", "series"),
    counter("prometheus_tsdb_head_series_created_total", "series"),
    gauge("prometheus_tsdb_storage_blocks_bytes", "bytes"),
    gauge("prometheus_tsdb_wal_storage_size_bytes", "bytes", { since: "2.52" }),
    gauge("prometheus_tsdb_retention_limit_bytes", "bytes"),
    counter("prometheus_tsdb_compactions_failed_total", "compactions"),
    counter("prometheus_tsdb_wal_corruptions_total", "corruptions"),
    counter("prometheus_tsdb_wal_writes_failed_total", "writes"),
    counter("prometheus_tsdb_reloads_failures_total", "reloads"),
    gauge("prometheus_tsdb_head_chunks_storage_size_bytes", "bytes", { since: "3.16" }),
    gauge("prometheus_config_last_reload_successful", "yes or no"),
    gauge("prometheus_config_last_reload_success_timestamp_seconds", "unix time"),
    gauge("prometheus_rule_group_last_duration_seconds", "seconds", { labels: group }),
    gauge("prometheus_rule_group_interval_seconds", "seconds", { labels: group }),
    counter("prometheus_rule_evaluation_failures_total", "evaluations", { labels: group }),
    counter("prometheus_rule_group_iterations_missed_total", "evaluations", { labels: group }),
    histogram("prometheus_http_request_duration_seconds", "seconds", queryDurations, {
      labels: { handler: ["/api/v1/query"] },
      appears: "with the first query",
    }),
    gauge("prometheus_engine_queries", "queries"),
    summary("prometheus_engine_query_duration_seconds", "seconds", {
      labels: { slice: ["inner_eval"], quantile: ["0.5", "0.9", "0.99"] },
    }),
    counter("prometheus_notifications_dropped_total", "alerts", { until: "3.16" }),
    counter("prometheus_notifications_dropped_total", "alerts", {
      labels: { alertmanager: ["http://127.0.0.1:9093/api/v2/alerts"] },
      since: "3.16",
      appears: "with an Alertmanager",
    }),
    ...processFamilies,
  ],
};

/** What Prometheus itself writes for each target that it scrapes. */
export const scraping: MeasuredServer = {
  name: "scraping",
  title: "Prometheus, on each scrape",
  source: "prometheus.io/docs/concepts/jobs_instances",
  versions: ["2.42"],
  labels: [],
  families: [
    gauge("up", "yes or no"),
    gauge("scrape_duration_seconds", "seconds"),
    gauge("scrape_samples_scraped", "samples"),
    gauge("scrape_samples_post_metric_relabeling", "samples"),
    gauge("scrape_series_added", "series"),
  ],
};

/** What Prometheus itself writes for each alert. */
export const rules: MeasuredServer = {
  name: "rules",
  title: "Prometheus, on each evaluation",
  source: "prometheus.io/docs/prometheus/latest/configuration/alerting_rules",
  versions: ["2.42"],
  labels: [],
  families: [
    gauge("ALERTS", "constant 1", {
      labels: {
        alertname: ["TargetDown"],
        alertstate: ["pending", "firing"],
        severity: ["critical", "warning", "info", "none"],
      },
      appears: "with the first alert",
    }),
  ],
};

export const blackbox: MeasuredServer = {
  name: "blackbox-exporter",
  title: "blackbox_exporter",
  source: "prometheus/blackbox_exporter prober/ at v0.28; nothing recorded",
  versions: ["0.28"],
  labels: [],
  families: [
    gauge("probe_success", "yes or no"),
    gauge("probe_ssl_earliest_cert_expiry", "unix time", { appears: "with a page behind TLS" }),
  ],
};
