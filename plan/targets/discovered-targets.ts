import type { Settings, TargetSettings } from "../settings/settings";
import { serviceOfAddress } from "./cluster-address";
import { plannedTargets } from "./planned-targets";
import { type PodsBehind, podsBehind } from "./pods-behind";
import type { Target } from "./target";

/** The targets of a stack in a cluster: those of the deployment by their pods, where it is asked for. */
export function targetsInCluster({ kubernetes, targets }: Settings): readonly Target[] {
  const planned = plannedTargets(targets);
  return kubernetes.discovery === "pods" ? byPods(planned, targets) : planned;
}

/**
 * The targets with those of the deployment's namespace found by their pods. What stands elsewhere
 * keeps its address: the API server is asked for one namespace only.
 */
function byPods(targets: readonly Target[], { chatqna }: TargetSettings): readonly Target[] {
  if (chatqna === undefined || !("namespace" in chatqna.access)) return targets;
  const { namespace } = chatqna.access;
  const known = podsBehind(chatqna.deployment, chatqna.access);
  return targets.map((target) => {
    const service = serviceOfAddress(target.address);
    if (service?.namespace !== namespace) return target;
    // OPEA's own services have one port, under another number than their pods'. Those of the vector
    // stores have several, under the same number.
    const podPort = target.component === "vectorstore" ? { podPort: service.port } : {};
    const pods: PodsBehind | undefined = known.get(target.address);
    return {
      ...target,
      discovered: {
        service: service.service,
        namespace,
        ...podPort,
        ...(pods !== undefined && { pods }),
      },
    };
  });
}
