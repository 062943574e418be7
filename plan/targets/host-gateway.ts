import { isThisMachine, splitAddress } from "../settings/address";
import type { Target } from "./target";

/** The name under which a container reaches the machine that its Docker daemon runs on. */
export const hostGateway = "host.docker.internal";

/**
 * The targets as a container reaches them: its own `localhost` is the container itself, so the
 * host's is named instead. The label `instance` follows the address.
 */
export function throughHostGateway(targets: readonly Target[]): {
  readonly targets: readonly Target[];
  /** How many are reached through the gateway. */
  readonly rewritten: number;
} {
  const reachable = targets.map((target) => {
    const { host, port } = splitAddress(target.address);
    if (host === undefined || port === undefined || !isThisMachine(host)) return target;
    return { ...target, address: `${hostGateway}:${port}` };
  });
  const rewritten = reachable.filter((target, index) => target !== targets[index]).length;
  return { targets: reachable, rewritten };
}
