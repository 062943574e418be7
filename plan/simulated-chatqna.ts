import {
  type SimulatedServices,
  simulatedServices,
} from "../simulator/deployment/simulated-services";
import type { ChatQnASettings } from "./settings/settings";
import { servicesOf } from "./targets/catalogue";
import type { MeasuredService } from "./targets/service";

/**
 * Who is simulated, where a simulator stands in for a deployment. Each service listens at the port
 * that docker compose publishes, or at the one of the user's override; where compose publishes none,
 * at any free one. A service that is not to be scraped plays its part all the same.
 */
export function simulatedChatQnA({
  deployment,
  services: overrides,
}: Pick<ChatQnASettings, "deployment" | "services">): SimulatedServices {
  const services = measuredServices(deployment).map(({ name, software, version, hostPort = 0 }) => {
    const address = overrides[name]?.address;
    return {
      name,
      software,
      ...(version !== undefined && { version }),
      port: address === undefined ? hostPort : Number(address.slice(address.lastIndexOf(":") + 1)),
    };
  });
  return simulatedServices(services, deployment.release);
}

/** As docker compose starts them on this machine. */
export function measuredServices(
  deployment: ChatQnASettings["deployment"],
): readonly MeasuredService[] {
  return servicesOf(deployment, { via: "host", host: "127.0.0.1" }).filter(
    (service) => service.metrics,
  );
}
