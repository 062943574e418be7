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
    const address = addressThroughGateway(target.address);
    return address === target.address ? target : { ...target, address };
  });
  const rewritten = reachable.filter((target, index) => target !== targets[index]).length;
  return { targets: reachable, rewritten };
}

/** @param address `host:port` */
export function addressThroughGateway(address: string): string {
  const { host, port } = splitAddress(address);
  if (host === undefined || port === undefined || !isThisMachine(host)) return address;
  return `${hostGateway}:${port}`;
}

export function urlThroughGateway(url: string): string {
  const parsed = new URL(url);
  if (!isThisMachine(parsed.hostname)) return url;
  parsed.hostname = hostGateway;
  return parsed.href;
}
