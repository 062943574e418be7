import { measuresOf } from "../../rules/objectives/measures";
import { watchedStack } from "../watched-stack";
import { deploymentProblems } from "../targets/deployment-problems";
import { plannedTargets, reachOf } from "../targets/planned-targets";
import { completeSettings, accessOf, deploymentOf } from "./complete-settings";
import { statedLatencies } from "./complete-objectives";
import type { CrossFinding } from "./finding";
import { type LatencyName, latencyNames, percentiles } from "./objectives";
import { parseDuration } from "./quantity";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

export const objectiveChecks: readonly Check[] = [onePercentile, windowIsWithin, canBeMeasured];

function onePercentile({ objectives }: ParsedSettings): readonly CrossFinding[] {
  return latencyNames.flatMap((name) => {
    const stated = objectives[name];
    if (stated === undefined) return [];
    const keys = percentiles.filter((one) => stated[one] !== undefined);
    if (keys.length === 1) return [];
    const found =
      keys.length === 0 ? "states none of p90, p95 and p99" : `states ${keys.join(" and ")}`;
    return [
      {
        path: ["objectives", name],
        message: `is an objective that ${found}; one of them is judged. Write one, like p99: 2s.`,
        involves: [],
      },
    ];
  });
}

const day = 86_400_000;

function windowIsWithin({ objectives: { window } }: ParsedSettings): readonly CrossFinding[] {
  const length = parseDuration(window);
  if (length >= day && length <= 90 * day) return [];
  return [
    {
      path: ["objectives", "window"],
      message: `is ${window}; a window is from 1d to 90d. Shorter, a single bad hour is all of it; longer, nobody acts on it.`,
      involves: [],
    },
  ];
}

/** What the user states has to be watched; what only the preset states is left out where it cannot be. */
function canBeMeasured(settings: ParsedSettings): readonly CrossFinding[] {
  const stated = statedLatencies(settings.objectives);
  if (Object.keys(stated).length === 0 || !deploymentExists(settings)) return [];
  const complete = completeSettings(settings, "");
  const { unmeasured } = measuresOf(watchedStack(complete, plannedTargets(complete.targets)));
  return unmeasured.flatMap(({ objective, reason }) => finding(objective, reason, stated));
}

function finding(
  objective: LatencyName,
  reason: string,
  stated: ReturnType<typeof statedLatencies>,
): readonly CrossFinding[] {
  const own = stated[objective];
  if (own === undefined) return [];
  return [
    {
      path: ["objectives", objective, own.percentile],
      message: `is ${own.limit}, which no alert can watch here: ${reason}. Remove it, or change it.`,
      involves: [["targets"]],
    },
  ];
}

function deploymentExists({ targets: { chatqna } }: ParsedSettings): boolean {
  return (
    chatqna === undefined ||
    deploymentProblems(deploymentOf(chatqna), reachOf(accessOf(chatqna))).length === 0
  );
}
