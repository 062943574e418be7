import { remoteHost } from "../../../plan/remote-host";
import type { Workload } from "../../../plan/workloads/workload";
import { hostPort, reached } from "../reached-port";

/**
 * Where the first port of a workload is reached from this machine. What a remote daemon binds to its
 * own loopback is reached through a tunnel only, whose end is our loopback.
 */
export function publicUrl(workload: Workload, daemon: string | undefined): string {
  const { name, ports, readiness } = workload;
  const [port] = ports;
  if (port === undefined) throw new Error(`${name} has no port.`);
  const remote = remoteHost(daemon === undefined ? {} : { host: daemon });
  const everywhere = port.bind === "0.0.0.0" || port.bind === "::";
  const address =
    remote !== undefined && everywhere ? hostPort(remote, port.number) : reached(port);
  return `${readiness.scheme}://${address}`;
}
