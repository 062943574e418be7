import type { ContainerFacts } from "./container-facts";
import { type Recognition, recognise } from "./recognise";

/** What one `docker compose up` started. */
export interface Project {
  /** Undefined for containers that docker compose did not start. */
  readonly name: string | undefined;
  readonly containers: readonly ContainerFacts[];
  /** Undefined if it is no ChatQnA. */
  readonly recognition: Recognition | undefined;
}

/** By name; what belongs to no project comes last. */
export function projectsOf(containers: readonly ContainerFacts[]): readonly Project[] {
  const names = new Set(containers.map(({ project }) => project));
  return [...names]
    .map((name) => {
      const members = containers.filter(({ project }) => project === name);
      return { name, containers: members, recognition: recognise(members) };
    })
    .sort((one, other) => sortKey(one).localeCompare(sortKey(other), "en"));
}

function sortKey({ name }: Project): string {
  return name ?? "\uffff";
}
