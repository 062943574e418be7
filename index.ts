// First of all: loads every module below four times as fast as the loader that Pulumi brings.
import "./toolchain/typescript.cjs";
import * as pulumi from "@pulumi/pulumi";
import { readCertificate } from "./components/certificate-files";
import { readDashboardTexts } from "./components/dashboard-texts";
import { MonitoringStack } from "./components/monitoring-stack";
import { dockerPlatform } from "./components/platforms/docker/docker-workload";
import type { Platform } from "./components/platforms/platform";
import { processPlatform } from "./components/platforms/process/process-workload";
import { readPrograms, stackDirectory } from "./components/platforms/process/programs";
import { settingsOfStack } from "./components/stack-settings";
import { PlanError } from "./plan/plan-error";
import { type Plan, makePlan } from "./plan/plan";
import { certificateKeySecret } from "./plan/prometheus/certificate";
import type { Settings } from "./plan/settings/settings";

/** The stack's outputs. One that has no value here is left out, or the engine would warn of it. */
export = async () => {
  const stack = pulumi.getStack();
  const { settings, secrets } = settingsOfStack(stack);
  const { plan, key } = await planOrMessage(stack, settings);
  const platform = platformOf(stack, settings);
  const monitoring = new MonitoringStack("monitoring", {
    plan,
    secrets: key === undefined ? secrets : { ...secrets, [certificateKeySecret]: key },
    platform,
  });
  return present({
    prometheusUrl: monitoring.prometheusUrl,
    prometheusAccess: monitoring.prometheusAccess,
    prometheusCaFile: settings.prometheus.tls?.caFile,
    alertmanagerUrl: monitoring.alertmanagerUrl,
    grafanaUrl: monitoring.grafanaUrl,
    grafanaAdminPassword: monitoring.grafanaAdminPassword,
    dashboards: plan.content?.dashboards.map(({ uid, title }) => ({ uid, title })),
    targets: plan.targets,
    notes: plan.notes,
  });
};

interface Planned {
  readonly plan: Plan;
  /** Of the certificate, where a container does not see its file. */
  readonly key?: pulumi.Output<string>;
}

/** What the user can mend is told without a stack trace. */
async function planOrMessage(stack: string, settings: Settings): Promise<Planned> {
  try {
    const dashboards = await readDashboardTexts(settings.dashboards);
    const { platform, prometheus } = settings;
    if (platform === "process") {
      return { plan: makePlan(settings, { stack, dashboards, programs: readPrograms() }) };
    }
    if (prometheus.tls === undefined) return { plan: makePlan(settings, { stack, dashboards }) };
    const { certificate, key } = await readCertificate(prometheus.tls);
    return {
      plan: makePlan(settings, { stack, dashboards, certificate }),
      key: pulumi.secret(key),
    };
  } catch (error) {
    throw error instanceof PlanError ? new pulumi.RunError(error.message) : error;
  }
}

function platformOf(stack: string, settings: Settings): Platform {
  switch (settings.platform) {
    case "process":
      return processPlatform(stackDirectory(stack));
    case "docker":
      return dockerPlatform({ stack, ...settings.docker });
  }
}

function present(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
