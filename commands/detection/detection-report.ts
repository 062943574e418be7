import { stringify } from "yaml";
import type { Proposal } from "../../plan/detect/chatqna-settings";
import type { Project } from "../../plan/detect/projects";
import type { Recognition } from "../../plan/detect/recognise";
import { formatTable } from "../stack/table";

/** What was recognised, and where. */
export interface Recognised {
  /** For people: the compose project, or the namespace. */
  readonly place: string;
  /** What carries a name of its own there. */
  readonly thing: "container" | "service";
  readonly recognition: Recognition;
}

/** What was recognised, with its targets, and what could not be placed. */
export function describe({ place, thing, recognition }: Recognised, proposal: Proposal): string {
  const { existing, because, matches, missing, unplaced } = recognition;
  const { release, hardware } = existing.deployment;
  const services = matches.map(({ service, container }) => [
    container.name,
    shortImage(container.image),
    service.name,
    proposal.targets.get(container.name) ?? (service.metrics ? "not scraped" : "no /metrics"),
    container.state === "running" ? "" : container.state,
  ]);
  return [
    `${place}: ChatQnA ${release} on ${hardware}, as ${existing.file} starts it\n`,
    `  ${because}\n\n`,
    formatTable([[thing, "image", "recognised as", "target", ""], ...services]),
    section(
      "Not placed: no service of this ChatQnA",
      unplaced.map(({ name, image, state }) => [name, shortImage(image), state]),
    ),
    section(
      "Not there, although the file starts it",
      missing.map(({ name, container = "" }) => [container, name]),
    ),
    section(
      "To know",
      proposal.notes.map((note) => [note]),
    ),
  ].join("");
}

/** The same for machines, with the settings that were proposed. */
export function detectionFacts(recognition: Recognition, { chatqna, targets, notes }: Proposal) {
  const { existing, alternatives, because, matches, missing, unplaced } = recognition;
  return {
    deployment: existing.deployment,
    file: existing.file,
    alternatives: alternatives.map(({ deployment, file }) => ({ deployment, file })),
    because,
    services: matches.map(({ service, container, by }) => ({
      service: service.name,
      container: container.name,
      image: container.image,
      state: container.state,
      recognisedBy: by,
      target: targets.get(container.name),
    })),
    missing: missing.map((service) => ({ service: service.name, container: service.container })),
    notPlaced: unplaced.map(({ name: container, image, state }) => ({ container, image, state })),
    notes,
    settings: chatqna,
  };
}

/** Settings as they stand in a file, indented. */
export function describeSettings(settings: unknown): string {
  return stringify(settings, { lineWidth: 0 }).replace(/^(?=.)/gm, "  ");
}

/** The projects of a Docker daemon, so that one can be named. */
export function listProjects(projects: readonly Project[]): string {
  return formatTable([
    ["project", "containers", "ChatQnA"],
    ...projects.map(({ name, containers, recognition }) => [
      name ?? "(none)",
      String(containers.length),
      recognition === undefined
        ? "no"
        : `${recognition.existing.deployment.release} on ${recognition.existing.deployment.hardware}`,
    ]),
  ]);
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? "" : `\n${title}:\n${formatTable(rows)}`;
}

/** An image that lost its tag is called by its whole digest. */
function shortImage(image: string): string {
  return image.replace(/(sha256:[0-9a-f]{12})[0-9a-f]+/, "$1");
}
