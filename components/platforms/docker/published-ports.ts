import type { Port, Workload } from "../../../plan/workloads/workload";

/** The ports that a workload has on the Docker host. */
export function publishedPorts({ ports }: Workload): readonly Port[] {
  return ports.filter(({ privateToStack }) => privateToStack !== true);
}
