import { type ReplayedServices, replayServices } from "../simulator/replay/service-recordings";
import type { ChatQnASettings } from "./settings/settings";
import { servicesOf } from "./targets/catalogue";
import { reachOf } from "./targets/planned-targets";

/**
 * Who plays whom, where recorded services stand in for a deployment. Each listens where its target
 * is scraped: at the port that docker compose publishes, or at the one of the user's override.
 */
export function replayedServices({
  deployment,
  access,
  services: overrides,
}: ChatQnASettings): ReplayedServices {
  const played = servicesOf(deployment, reachOf(access)).flatMap((service) => {
    if (!service.metrics) return [];
    const override = overrides[service.name];
    const port = override?.address === undefined ? service.hostPort : portOf(override.address);
    if (port === undefined || override?.enabled === false) return [];
    return [{ name: service.name, software: service.software, role: service.component, port }];
  });
  return replayServices(played);
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(":") + 1));
}
