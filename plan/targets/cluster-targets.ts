import type { Settings, TargetSettings } from "../settings/settings";
import { byPods } from "./discovered-targets";
import { plannedTargets } from "./planned-targets";
import type { Target } from "./target";

/** Those of the deployment by their pods, where the settings ask for it. */
export function clusterTargets({
  kubernetes,
  targets,
}: Pick<Settings, "kubernetes" | "targets">): readonly Target[] {
  const planned = plannedTargets(targets);
  const namespace = deploymentNamespace(targets);
  return kubernetes.discovery === "pods" && namespace !== undefined
    ? byPods(planned, namespace)
    : planned;
}

function deploymentNamespace({ chatqna }: TargetSettings): string | undefined {
  return chatqna !== undefined && "namespace" in chatqna.access
    ? chatqna.access.namespace
    : undefined;
}
