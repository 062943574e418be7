import type { Service } from "../targets/service";
import { type ContainerFacts, isOnHostNetwork, tellsPorts } from "./container-facts";

/** From where Prometheus will look. */
export type Viewpoint =
  /** From this machine or another one, at the ports that the Docker host publishes. */
  | { readonly via: "host"; readonly host: string }
  /** From inside the compose network. */
  | { readonly via: "compose"; readonly network: string };

/** Why a container cannot be scraped: the rest of a sentence that begins with its name. */
export interface Unreachable {
  readonly reason: string;
}

/** `host:port` of the service as the container really has it, or why there is none. */
export function addressFrom(
  viewpoint: Viewpoint,
  service: Service,
  container: ContainerFacts,
): string | Unreachable {
  if (!tellsPorts(container) && service.address !== undefined) return service.address;
  const port = metricsPort(service, container);
  if (port === undefined) return { reason: "has no port that is known" };
  if (viewpoint.via === "host") return hostAddress(viewpoint.host, port, container);
  if (container.networks.includes(viewpoint.network)) return `${container.name}:${port}`;
  const outside = hostAddress("localhost", port, container);
  if (typeof outside === "string" && !isLoopbackOnly(port, container)) return outside;
  return {
    reason: `is not on the network ${viewpoint.network}, and publishes port ${port} to no other machine`,
  };
}

/** The catalogue's, unless the container has another one, and only that. */
function metricsPort(service: Service, { ports }: ContainerFacts): number | undefined {
  if (service.port === undefined || ports.some(({ container }) => container === service.port)) {
    return service.port;
  }
  const published = new Set(
    ports.flatMap(({ container, host }) => (host === undefined ? [] : [container])),
  );
  const [only] = published;
  return published.size === 1 ? only : service.port;
}

function hostAddress(host: string, port: number, container: ContainerFacts): string | Unreachable {
  if (isOnHostNetwork(container)) return `${host}:${port}`;
  const published = publishedAs(port, container);
  const [first] = published;
  if (first === undefined) return { reason: `does not publish port ${port} on the host` };
  const everywhere = published.find(({ bind }) => isAnyAddress(bind));
  if (everywhere !== undefined) return `${host}:${everywhere.host}`;
  const isHere = host === "localhost" || host === "127.0.0.1";
  const loopback = published.find(({ bind }) => isLoopback(bind));
  if (loopback !== undefined && isHere) return `${host}:${loopback.host}`;
  const open = published.find(({ bind }) => !isLoopback(bind));
  if (open === undefined) return { reason: `publishes port ${port} on the host's loopback only` };
  return `${bracketed(open.bind)}:${open.host}`;
}

function publishedAs(port: number, { ports }: ContainerFacts) {
  return ports.flatMap(({ container, host, bind = "0.0.0.0" }) =>
    container === port && host !== undefined ? [{ host, bind }] : [],
  );
}

function isLoopbackOnly(port: number, container: ContainerFacts): boolean {
  const published = publishedAs(port, container);
  return published.length > 0 && published.every(({ bind }) => isLoopback(bind));
}

function isAnyAddress(bind: string): boolean {
  return bind === "0.0.0.0" || bind === "::" || bind === "";
}

function isLoopback(bind: string): boolean {
  return bind.startsWith("127.") || bind === "::1";
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
