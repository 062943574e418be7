import type { Service } from "../targets/service";
import type { ContainerFacts } from "./container-facts";
import { imageFits } from "./images";

/** A service of a deployment, and the container that is taken for it. */
export interface Match {
  readonly service: Service;
  readonly container: ContainerFacts;
  /** `image`: it has another name than in OPEA's files. */
  readonly by: "name" | "image";
}

export interface Matching {
  readonly matches: readonly Match[];
  /** Services without a container. */
  readonly missing: readonly Service[];
  /** Containers that are no service of the deployment. */
  readonly unplaced: readonly ContainerFacts[];
}

/** Services that run outside docker compose, like Pinecone, are nobody's to find. */
export function matchContainers(
  services: readonly Service[],
  containers: readonly ContainerFacts[],
): Matching {
  const expected = services.filter(({ container }) => container !== undefined);
  const byName = pair(expected, containers, "name", isCalledAs);
  const byImage = pair(
    expected.filter((service) => !byName.some((match) => match.service === service)),
    containers.filter((container) => !byName.some((match) => match.container === container)),
    "image",
    imageFits,
  );
  const matches = [...byName, ...byImage];
  return {
    matches,
    missing: expected.filter((service) => !matches.some((match) => match.service === service)),
    unplaced: containers.filter(
      (container) => !matches.some((match) => match.container === container),
    ),
  };
}

function isCalledAs(service: Service, container: ContainerFacts): boolean {
  return service.container === container.name || service.container === nameGiven(container);
}

/** A file without `container_name` leaves the name to docker compose: `project-service-1`. */
function nameGiven({ name, project, composeService }: ContainerFacts): string | undefined {
  if (project === undefined || composeService === undefined) return undefined;
  const generated = ["-", "_"].some((mark) =>
    name.startsWith(`${project}${mark}${composeService}${mark}`),
  );
  return generated ? composeService : undefined;
}

/** Each service takes the first container that is still free, a running one before others. */
function pair(
  services: readonly Service[],
  containers: readonly ContainerFacts[],
  by: Match["by"],
  fits: (service: Service, container: ContainerFacts) => boolean,
): readonly Match[] {
  const free = new Set([...containers.filter(({ state }) => state === "running"), ...containers]);
  return services.flatMap((service): Match[] => {
    const container = [...free].find((one) => fits(service, one));
    if (container === undefined) return [];
    free.delete(container);
    return [{ service, container, by }];
  });
}
