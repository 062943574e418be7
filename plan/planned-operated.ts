import type { Circumstances, Plan } from "./plan";
import { planContent } from "./planned-grafana";
import { planRules } from "./planned-rules";
import type { Settings } from "./settings/settings";
import { targetsInCluster } from "./targets/discovered-targets";

/** What makes a Prometheus and a Grafana that are there already see the ChatQnA. */
export function planOperated(settings: Settings, { stack, dashboards }: Circumstances): Plan {
  const targets = targetsInCluster(settings);
  const content = settings.grafana.enabled
    ? planContent(settings, targets, dashboards, undefined)
    : undefined;
  return {
    stack,
    platform: settings.platform,
    workloads: [],
    targets,
    // The rules on a Prometheus itself are about one of ours, of whose size the settings tell.
    rules: planRules(settings, targets, content).filter(({ name }) => name !== "prometheus"),
    ...(content !== undefined && { content }),
    notes: [],
  };
}
