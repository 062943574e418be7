// First of all: loads every module below four times as fast as the loader that Pulumi brings.
import "./toolchain/typescript.cjs";
import * as pulumi from "@pulumi/pulumi";
import { MonitoringStack } from "./components/monitoring-stack";
import { dockerPlatform } from "./components/platforms/docker/docker-workload";
import type { Platform } from "./components/platforms/platform";
import { processPlatform } from "./components/platforms/process/process-workload";
import { readPrograms, stackDirectory } from "./components/platforms/process/programs";
import { settingsOfStack } from "./components/stack-settings";
import { PlanError } from "./plan/plan-error";
import { type Plan, makePlan } from "./plan/plan";

const stack = pulumi.getStack();
const { settings, secrets } = settingsOfStack(stack);
const plan = planOrMessage();
const monitoring = new MonitoringStack("monitoring", {
  plan,
  secrets,
  platform: platformOfStack(),
});

/** The stack's outputs. One that has no value here is left out, or the engine would warn of it. */
export = present({
  prometheusUrl: monitoring.prometheusUrl,
  prometheusAccess: monitoring.prometheusAccess,
  prometheusCaFile: settings.prometheus.tls?.caFile,
  grafanaUrl: monitoring.grafanaUrl,
  grafanaAdminPassword: monitoring.grafanaAdminPassword,
  targets: plan.targets,
  notes: plan.notes,
});

/** What the user can mend is told without a stack trace. */
function planOrMessage(): Plan {
  try {
    return makePlan(settings, {
      stack,
      ...(settings.platform === "process" && { programs: readPrograms() }),
    });
  } catch (error) {
    throw error instanceof PlanError ? new pulumi.RunError(error.message) : error;
  }
}

function platformOfStack(): Platform {
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
