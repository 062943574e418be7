import type { Plan } from "../plan/plan";
import type { Settings } from "../plan/settings/settings";
import type { Platform } from "./platforms/platform";
import { stackDirectory } from "./platforms/process/programs";

/*
 * Of the platforms only the one in use is loaded, and with it what its provider's package brings.
 * Not in `index.ts`: what loads that leaves `import()` to Node, which takes no TypeScript.
 */

export async function platformOf(stack: string, settings: Settings): Promise<Platform> {
  switch (settings.platform) {
    case "process": {
      const { processPlatform } = await import("./platforms/process/process-workload.ts");
      return processPlatform(stackDirectory(stack));
    }
    case "docker": {
      const { dockerPlatform } = await import("./platforms/docker/docker-workload.ts");
      return dockerPlatform({ stack, ...settings.docker });
    }
    case "kubernetes": {
      const { kubernetesPlatform } = await import("./platforms/kubernetes/kubernetes-workload.ts");
      return kubernetesPlatform({ stack, ...settings.kubernetes });
    }
  }
}

/** For the operator that a cluster has: the objects it takes up, and no server. */
export async function watchByOperator(plan: Plan, settings: Settings): Promise<void> {
  const { OperatedMonitoring } = await import("./operated-monitoring.ts");
  new OperatedMonitoring("monitoring", { plan, settings });
}
