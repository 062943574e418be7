import type { Project } from "../../plan/detect/projects";
import type { Recognition } from "../../plan/detect/recognise";
import { UserError } from "../../toolchain/user-error";
import { listProjects } from "../detection/detection-report";

/** A project that is a ChatQnA. */
export interface ChatQnAProject extends Project {
  readonly recognition: Recognition;
}

/**
 * The project with the name; without one the only ChatQnA, and of several the only one that runs.
 * @throws UserError that lists the projects when that is none or not clear
 */
export function chooseProject(
  projects: readonly Project[],
  name: string | undefined,
): ChatQnAProject {
  return name === undefined ? onlyChatQnA(projects) : named(projects, name);
}

function onlyChatQnA(projects: readonly Project[]): ChatQnAProject {
  const found = projects.filter(isChatQnA);
  const running = found.filter(isRunning);
  const [only, another] = running.length > 0 ? running : found;
  if (only === undefined) {
    throw new UserError(
      projects.length === 0
        ? "Docker has no containers. Start your ChatQnA with docker compose, then run npm run detect again."
        : `None of these is a ChatQnA: its own service, started from an image like opea/chatqna, is in none of them.\n\n${listProjects(projects)}\nStart your ChatQnA first. To watch single servers, name them under targets.static (docs/targets.md).`,
    );
  }
  if (another !== undefined) {
    throw new UserError(
      `There are several. Name one: npm run detect -- --project <name>\n\n${listProjects(projects)}`,
    );
  }
  return only;
}

function named(projects: readonly Project[], name: string): ChatQnAProject {
  const project = projects.find((one) => one.name === name);
  if (project === undefined) {
    throw new UserError(
      projects.length === 0
        ? `There is no compose project ${name}: Docker has no containers at all.`
        : `There is no compose project ${name}. There are:\n\n${listProjects(projects)}`,
    );
  }
  if (isChatQnA(project)) return project;
  throw new UserError(
    `The compose project ${name} is no ChatQnA: none of its containers is ChatQnA's own service, started from an image like opea/chatqna. To watch single servers of it, name them under targets.static (docs/targets.md).`,
  );
}

function isChatQnA(project: Project): project is ChatQnAProject {
  return project.recognition !== undefined;
}

function isRunning({ containers }: Project): boolean {
  return containers.some(({ state }) => state === "running");
}
