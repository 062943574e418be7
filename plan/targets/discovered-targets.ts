import { serviceOfAddress } from "./cluster-address";
import type { Target } from "./target";

/**
 * The targets with those of the namespace found by their pods. What stands elsewhere keeps its
 * address: the API server is asked for one namespace only.
 */
export function byPods(targets: readonly Target[], namespace: string): readonly Target[] {
  return targets.map((target) => {
    const service = serviceOfAddress(target.address);
    if (service?.namespace !== namespace) return target;
    // OPEA's own services have one port, under another number than their pods'. Those of the vector
    // stores have several, under the same number.
    const podPort = target.component === "vectorstore" ? { podPort: service.port } : {};
    return { ...target, discovered: { service: service.service, namespace, ...podPort } };
  });
}
