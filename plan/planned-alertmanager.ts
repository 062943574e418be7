import { PlanError } from "./plan-error";
import type { NoProgram } from "./planned-grafana";
import type { AlertmanagerSettings, ReceiverSettings } from "./settings/alertmanager";
import type { Settings } from "./settings/settings";
import { urlThroughGateway } from "./targets/host-gateway";
import type { Target } from "./targets/target";
import { alertmanagerTarget, alertmanagerWorkload } from "./workloads/alertmanager";
import type { Program, Workload } from "./workloads/workload";

export interface AlertmanagerPlan {
  readonly workloads: readonly Workload[];
  readonly targets: readonly Target[];
}

const none: AlertmanagerPlan = { workloads: [], targets: [] };

/** @throws PlanError where somebody is to be told, and no Alertmanager was found */
export function planHostAlertmanager(
  { alertmanager: settings }: Settings,
  found: Program | NoProgram,
): AlertmanagerPlan {
  if (settings === undefined) return none;
  if ("missing" in found) {
    throw new PlanError(
      `alertmanager.receivers are to be told of alerts, but ${found.missing}\n` +
        "Or remove them: then alerts show in Prometheus and nobody is told.",
    );
  }
  return {
    workloads: [alertmanagerWorkload({ settings, runsAs: { kind: "process", program: found } })],
    targets: [alertmanagerTarget(settings, "process")],
  };
}

/** In a container. A webhook on `localhost` is on its host, not in it. */
export function planContainerAlertmanager({ alertmanager }: Settings): AlertmanagerPlan {
  if (alertmanager === undefined) return none;
  const settings: AlertmanagerSettings = {
    ...alertmanager,
    receivers: alertmanager.receivers.map(throughGateway),
  };
  const workload = alertmanagerWorkload({ settings, runsAs: { kind: "container" } });
  return { workloads: [workload], targets: [alertmanagerTarget(settings, "container")] };
}

function throughGateway(receiver: ReceiverSettings): ReceiverSettings {
  const { webhook } = receiver;
  if (typeof webhook?.url !== "string") return receiver;
  return { ...receiver, webhook: { ...webhook, url: urlThroughGateway(webhook.url) } };
}
