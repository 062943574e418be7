import type { RuleGroup } from "./rule";

/** What Prometheus tells of itself. */
export function prometheusRules(): RuleGroup {
  return {
    name: "prometheus",
    rules: [
      {
        alert: "PrometheusConfigReloadFailed",
        expr: 'prometheus_config_last_reload_successful{component="monitoring"} == 0',
        // A reload that fails is not repaired by waiting; the delay only skips a reload in flight.
        for: "1m",
        severity: "warning",
        summary: "Prometheus runs on an old configuration",
        description:
          "Prometheus at {{ $labels.instance }} could not load its configuration or a rule file and " +
          "goes on with the last one that was good: changed targets and rules are not in force.",
        runbook: "prometheus-config-reload-failed",
      },
      {
        alert: "Watchdog",
        expr: "vector(1)",
        severity: "none",
        summary: "Alerting works",
        description:
          "Always firing, by design: a receiver that stops hearing it knows that Prometheus, the " +
          "Alertmanager or the way between them is broken.",
        runbook: "watchdog",
      },
    ],
  };
}
