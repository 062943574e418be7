import type { Endpoint } from "../../components/platforms/docker/daemon/request";
import type { Viewpoint } from "../../plan/detect/addresses";
import type { Recognition } from "../../plan/detect/recognise";
import { sharedNetwork } from "../../plan/detect/shared-network";

/**
 * From where the stack's Prometheus will look: in a container it joins the network of the services.
 * Where they have none of their own, and from a process, it takes the ports that are published.
 */
export function viewpointOf(
  platform: "process" | "docker",
  recognition: Recognition,
  endpoint: Endpoint,
): Viewpoint {
  const network = platform === "docker" ? sharedNetwork(recognition) : undefined;
  if (network !== undefined) return { via: "compose", network };
  return { via: "host", host: platform === "docker" ? "localhost" : machineOf(endpoint) };
}

/** The machine that the daemon publishes ports on, as seen from here. */
function machineOf(endpoint: Endpoint): string {
  if (endpoint.kind === "socket") return "localhost";
  const isHere = endpoint.host.startsWith("127.") || endpoint.host === "::1";
  return isHere ? "localhost" : endpoint.host;
}
