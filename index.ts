// First of all: loads every module below four times as fast as the loader that Pulumi brings.
import "./toolchain/typescript.cjs";
import * as pulumi from "@pulumi/pulumi";
import { readCertificate } from "./components/certificate-files";
import { platformOf, watchByOperator } from "./components/chosen-platform";
import { readDashboardTexts } from "./components/dashboard-texts";
import { MonitoringStack } from "./components/monitoring-stack";
import { readPrograms } from "./components/platforms/process/programs";
import { settingsOfStack } from "./components/stack-settings";
import { PlanError } from "./plan/plan-error";
import { type Plan, makePlan } from "./plan/plan";
import { certificateKeySecret } from "./plan/prometheus/certificate";
import { caFileOf } from "./plan/workloads/prometheus-tls";
import type { Settings } from "./plan/settings/settings";

/** The stack's outputs. One that has no value here is left out, or the engine would warn of it. */
export = async () => {
  try {
    return await program(pulumi.getStack());
  } catch (error) {
    // What the user can mend is told without a stack trace.
    throw error instanceof PlanError ? new pulumi.RunError(error.message) : error;
  }
};

async function program(stack: string): Promise<Record<string, unknown>> {
  const { settings, secrets } = settingsOfStack(stack);
  const { plan, key } = await planned(stack, settings);
  if (settings.platform === "kubernetes" && settings.kubernetes.mode === "operator") {
    return await operated(plan, settings);
  }
  const platform = await platformOf(stack, settings);
  const monitoring = new MonitoringStack("monitoring", {
    plan,
    secrets: key === undefined ? secrets : { ...secrets, [certificateKeySecret]: key },
    platform,
  });
  return present({
    prometheusUrl: monitoring.prometheusUrl,
    prometheusAccess: monitoring.prometheusAccess,
    prometheusCaFile: caFileOf(settings.prometheus.tls),
    alertmanagerUrl: monitoring.alertmanagerUrl,
    grafanaUrl: monitoring.grafanaUrl,
    grafanaAdminPassword: monitoring.grafanaAdminPassword,
    dashboards: boardsOf(plan),
    targets: plan.targets,
    notes: plan.notes,
  });
}

interface Planned {
  readonly plan: Plan;
  /** Of the certificate, where a container does not see its file. */
  readonly key?: pulumi.Output<string>;
}

async function planned(stack: string, settings: Settings): Promise<Planned> {
  const dashboards = await readDashboardTexts(settings.dashboards);
  const { platform, prometheus } = settings;
  if (platform === "process") {
    return { plan: makePlan(settings, { stack, dashboards, programs: readPrograms() }) };
  }
  if (prometheus.tls?.from !== "files") return { plan: makePlan(settings, { stack, dashboards }) };
  const { certificate, key } = await readCertificate(prometheus.tls);
  return {
    plan: makePlan(settings, { stack, dashboards, certificate }),
    key: pulumi.secret(key),
  };
}

/** Servers that are not ours have addresses and accounts of their own. */
async function operated(plan: Plan, settings: Settings): Promise<Record<string, unknown>> {
  await watchByOperator(plan, settings);
  return present({ dashboards: boardsOf(plan), targets: plan.targets, notes: plan.notes });
}

function boardsOf({ content }: Plan) {
  return content?.dashboards.map(({ uid, title }) => ({ uid, title }));
}

function present(outputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined));
}
