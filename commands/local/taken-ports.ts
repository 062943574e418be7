import { join } from "node:path";
import { readDashboardTexts } from "../../components/dashboard-texts";
import { readPrograms, stackDirectory } from "../../components/platforms/process/programs";
import { PlanError } from "../../plan/plan-error";
import { type Plan, makePlan } from "../../plan/plan";
import type { Settings } from "../../plan/settings/settings";
import { obstaclesAt } from "../../providers/process/ports";
import { listRegistry } from "../../providers/process/registry";
import { UserError } from "../../toolchain/user-error";
import { localStack } from "./paths";

/**
 * Every port of the stack that another program holds, before anything is started. The engine would
 * find them too, but one after the other, with half of the stack already up.
 * @throws UserError
 */
export async function refuseTakenPorts(settings: Settings): Promise<void> {
  const registered = await listRegistry(join(stackDirectory(localStack), "registry"));
  const ours = new Set(registered.map(({ pid }) => pid));
  const plan = await planOf(settings);
  const ports = plan.workloads.flatMap((workload) =>
    workload.ports.map(({ bind, number }) => ({ address: bind, port: number })),
  );
  const obstacles = await obstaclesAt(ports, ours);
  if (obstacles.length === 0) return;
  throw new UserError(
    ["Stack local cannot start:", ...obstacles.map((obstacle) => `  ${obstacle}`), advice].join(
      "\n",
    ),
  );
}

const advice =
  "Stop the other program, or choose another port in Pulumi.local.yaml (docs/settings.md). If it is a\n" +
  "ChatQnA of yours, have it watched instead of simulated: targets.chatqna.via: host.";

async function planOf(settings: Settings): Promise<Plan> {
  try {
    const dashboards = await readDashboardTexts(settings.dashboards);
    return makePlan(settings, { stack: localStack, dashboards, programs: readPrograms() });
  } catch (error) {
    throw error instanceof PlanError ? new UserError(error.message) : error;
  }
}
