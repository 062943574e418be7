import type { ServiceOverrides } from "./catalogue";
import { servicesOf } from "./catalogue";
import type { Deployment, Reach, ServiceName } from "./deployment";
import { serviceNames } from "./deployment";

/** An override that would change nothing. */
export interface OverrideProblem {
  readonly service: ServiceName;
  /** A sentence for people: what is wrong, and what to do. */
  readonly message: string;
  /** The services of the deployment that may be overridden. */
  readonly allowed: readonly ServiceName[];
}

/** Overrides of services that the deployment has not, or that have nothing to scrape. */
export function overrideProblems(
  deployment: Deployment,
  reach: Reach,
  overrides: ServiceOverrides,
): readonly OverrideProblem[] {
  const services = servicesOf(deployment, reach);
  const allowed = services.flatMap((service) => (service.metrics ? [service.name] : []));
  return serviceNames
    .filter((name) => overrides[name] !== undefined && !allowed.includes(name))
    .map((name) => {
      const unmeasured = services.find((service) => service.name === name);
      const message =
        unmeasured === undefined
          ? `This deployment has no service ${name}.`
          : `${name} is ${unmeasured.software} here, which serves no /metrics. List an exporter of it under targets.static.`;
      return { service: name, message, allowed };
    });
}
