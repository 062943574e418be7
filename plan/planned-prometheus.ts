import type { Settings } from "./settings/settings";
import type { Target } from "./targets/target";

/** What Prometheus' workload follows from on every platform. */
export function prometheusPlan(settings: Settings, stack: string, targets: readonly Target[]) {
  const { environment, prometheus } = settings;
  return {
    settings: prometheus,
    targets,
    tellsAlertmanager: settings.alertmanager !== undefined,
    externalLabels: { stack, env: environment, ...prometheus.externalLabels },
  };
}
