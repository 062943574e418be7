import { reachedAt } from "../../plan/settings/address";
import type { Port, Workload } from "../../plan/workloads/workload";

/** @throws Error where the plan refers to what it does not hold */
export function portOf(workload: Workload, name: string): Port {
  const port = workload.ports.find((candidate) => candidate.name === name);
  if (port === undefined) throw new Error(`${workload.name} has no port named ${name}.`);
  return port;
}

/** The port of another workload, or of the workload itself. */
export function portReached(
  { workload: name, port }: { readonly workload: string; readonly port: string },
  from: Workload,
  workloads: readonly Workload[],
): { readonly workload: Workload; readonly port: Port } {
  const workload = workloads.find((candidate) => candidate.name === name);
  if (workload === undefined)
    throw new Error(`${from.name} reaches ${name}, which is not planned.`);
  return { workload, port: portOf(workload, port) };
}

/** Where a port of this machine is reached on it: what is bound to every address, on loopback. */
export function reached(port: Port): string {
  return hostPort(reachedAt(port.bind), port.number);
}

export function hostPort(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
