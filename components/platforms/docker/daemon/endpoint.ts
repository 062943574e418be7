import { isLoopback } from "../../../../plan/settings/address";
import type { Endpoint } from "./request";

/**
 * The daemon that the docker provider talks to, which knows no contexts of the `docker` command
 * unless one is named: the settings' host, DOCKER_HOST, the system's socket.
 * @returns undefined for one that only the provider can reach: over ssh, with TLS, in a context
 */
export function endpointOfProvider(
  { host, certPath }: { readonly host?: string; readonly certPath?: string },
  environment: Readonly<Record<string, string | undefined>>,
): Endpoint | undefined {
  if (isGiven(environment["DOCKER_CONTEXT"]) || isGiven(certPath)) return undefined;
  const address = [host, environment["DOCKER_HOST"]].find(isGiven) ?? "unix:///var/run/docker.sock";
  if (address.startsWith("unix://")) {
    return { kind: "socket", path: address.slice("unix://".length) };
  }
  if (!address.startsWith("tcp://") || !URL.canParse(address)) return undefined;
  if (isGiven(environment["DOCKER_CERT_PATH"])) return undefined;
  const { hostname, port } = new URL(address);
  return { kind: "tcp", host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || "2375") };
}

/** Whether the ports of its containers are ports of this machine. */
export function isOnThisMachine(endpoint: Endpoint): boolean {
  if (endpoint.kind === "socket") return true;
  return endpoint.host === "localhost" || isLoopback(endpoint.host);
}

function isGiven(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
