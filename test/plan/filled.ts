import { shapeProcesses } from "../../components/platforms/process/shape";
import type { Plan } from "../../plan/plan";

/** The files of a workload as they will lie on disk, a secret shown as `{key}`. */
export function filesOf(plan: Plan, workload: string): ReadonlyMap<string, string> {
  const shape = shapeProcesses(plan.workloads, "/stack").find(
    (candidate) => candidate.workload.name === workload,
  );
  if (shape === undefined) throw new Error(`The plan has no ${workload}`);
  return new Map(
    shape.files.map(({ name, content }) => [
      name,
      content.map((part) => (typeof part === "string" ? part : `{${part.secret}}`)).join(""),
    ]),
  );
}
