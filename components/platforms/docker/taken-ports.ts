import type { Port, Workload } from "../../../plan/workloads/workload";
import { obstaclesAt } from "../../../providers/process/ports";
import { type ListedContainer, listContainers } from "./daemon/containers";
import { isOnThisMachine } from "./daemon/endpoint";
import type { Endpoint } from "./daemon/request";
import { workloadLabels } from "./labels";
import { publishedPorts } from "./published-ports";

export interface PortCheck {
  readonly workloads: readonly Workload[];
  readonly stack: string;
  /** Undefined where only the provider can reach the daemon: then nothing is found. */
  readonly daemon: Endpoint | undefined;
}

/**
 * What is in the way of the stack's ports on the Docker host: other containers, and, where that host
 * is this machine, other programs. Docker itself would tell it only with half of the stack made.
 * Nothing where Docker cannot be asked, as then nothing can be made either.
 */
export async function takenPorts({
  workloads,
  stack,
  daemon,
}: PortCheck): Promise<readonly string[]> {
  if (daemon === undefined) return [];
  const containers = await listContainers(daemon, patience).catch(() => undefined);
  if (containers === undefined) return [];
  const ports = workloads.flatMap(publishedPorts);
  const published = ports.map((port) => [port, publisherOf(port, containers)] as const);
  const byOthers = published.flatMap(([{ number }, publisher]) =>
    publisher === undefined || isOf(stack, publisher)
      ? []
      : [`port ${number} is taken by ${describe(publisher)}`],
  );
  const unpublished = published.flatMap(([port, publisher]) => (publisher ? [] : [port]));
  if (!isOnThisMachine(daemon)) return byOthers;
  const wanted = unpublished.map(({ bind, number }) => ({ address: bind, port: number }));
  return [...byOthers, ...(await obstaclesAt(wanted, new Set()))];
}

/** Milliseconds. A daemon that is slower than this is not waited for by a preview. */
const patience = 3_000;

/** The container that has a port, or an address in common with it. */
export function publisherOf(
  { number, bind }: Pick<Port, "number" | "bind">,
  containers: readonly ListedContainer[],
): ListedContainer | undefined {
  return containers.find(({ ports }) =>
    ports.some(({ host, bind: other = "0.0.0.0" }) => host === number && overlaps(bind, other)),
  );
}

function overlaps(one: string, other: string): boolean {
  return one === other || isEverywhere(one) || isEverywhere(other);
}

function isEverywhere(address: string): boolean {
  return address === "0.0.0.0" || address === "::";
}

function isOf(stack: string, { labels }: ListedContainer): boolean {
  return labels[workloadLabels.stack] === stack;
}

function describe({ name, image, labels }: ListedContainer): string {
  const stack = labels[workloadLabels.stack];
  return `container ${name} (${stack === undefined ? image : `stack ${stack}`})`;
}
