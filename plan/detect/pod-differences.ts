import type { ExistingDeployment } from "../targets/deployment-problems";
import type { Hardware, Release } from "../targets/deployment";
import type { PodFacts } from "./container-facts";
import type { Differences } from "./differences";
import type { Match } from "./match-containers";

/** The container in the pods of each service, by the service's name in the catalogue. */
export type PodContainers = ReadonlyMap<string, string>;

/** What tells deployments in a cluster apart whose services have the same names. */
export function podDifferences(
  { deployment }: ExistingDeployment,
  matches: readonly Match[],
  expectedContainers: PodContainers,
): Pick<Differences, "charts" | "hardware" | "podContainers"> {
  const placed = matches.flatMap(({ service, container: { pods } }) =>
    pods === undefined ? [] : [{ service, pods }],
  );
  if (placed.length === 0) return { charts: 0, hardware: 0, podContainers: 0 };
  const accelerators = new Set(placed.flatMap(({ pods }) => pods.accelerator ?? []));
  const expected = acceleratorOf(deployment.hardware);
  return {
    charts: placed.filter(({ pods }) => isOfOtherChart(pods, deployment.release)).length,
    hardware: Number(expected === undefined ? accelerators.size > 0 : !accelerators.has(expected)),
    podContainers: placed.filter(
      ({ service, pods }) =>
        pods.containers.length > 0 &&
        !pods.containers.includes(expectedContainers.get(service.name) ?? ""),
    ).length,
  };
}

function acceleratorOf(hardware: Hardware): PodFacts["accelerator"] {
  return hardware === "gaudi" || hardware === "nvidia" || hardware === "rocm"
    ? hardware
    : undefined;
}

/** The values files of 1.5 are for the chart of 1.4, the newest. */
function isOfOtherChart({ chartRelease }: PodFacts, release: Release): boolean {
  return chartRelease !== undefined && chartRelease !== (release === "1.5" ? "1.4" : release);
}
