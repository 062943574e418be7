import {
  type ListedContainer,
  NotDocker,
  listContainers as listAll,
} from "../../components/platforms/docker/daemon/containers";
import type { Endpoint } from "../../components/platforms/docker/daemon/request";
import type { ContainerFacts } from "../../plan/detect/container-facts";
import { UserError } from "../../toolchain/user-error";

/**
 * The containers of a Docker daemon, those that stopped too.
 * @param timeout in milliseconds; default 10 s
 * @throws UserError if there is no daemon, it may not be asked, or does not answer as Docker does
 */
export async function listContainers(
  endpoint: Endpoint,
  timeout = 10_000,
): Promise<readonly ContainerFacts[]> {
  try {
    return (await listAll(endpoint, timeout)).map(factsOf);
  } catch (error) {
    if (error instanceof NotDocker) {
      throw new UserError(
        `What answers at ${nameOf(endpoint)} is not Docker: it has no list of containers (HTTP ${error.status}). Say in DOCKER_HOST where Docker is.`,
      );
    }
    throw new UserError(explain(error as NodeJS.ErrnoException, endpoint, timeout));
  }
}

/** How messages call a daemon. */
export function nameOf(endpoint: Endpoint): string {
  return endpoint.kind === "socket" ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
}

const label = "com.docker.compose";

function factsOf({ labels, ...container }: ListedContainer): ContainerFacts {
  const project = labels[`${label}.project`];
  const composeService = labels[`${label}.service`];
  const composeFiles = labels[`${label}.project.config_files`] ?? "";
  return {
    ...container,
    ...(project !== undefined && { project }),
    ...(composeService !== undefined && { composeService }),
    composeFiles: composeFiles.split(",").filter((path) => path !== ""),
  };
}

function explain(error: NodeJS.ErrnoException, endpoint: Endpoint, timeout: number): string {
  const name = nameOf(endpoint);
  if (error.name === "AbortError" || error.name === "TimeoutError") {
    return `Docker at ${name} did not answer within ${timeout / 1000} s. Look whether docker ps does, and restart Docker if not.`;
  }
  const explanation = explanations.get(error.code ?? "");
  return (
    explanation?.(name) ??
    `Docker at ${name} could not be asked: ${error.message}. If it speaks TLS, run npm run detect on that machine.`
  );
}

const explanations: ReadonlyMap<string, (name: string) => string> = new Map([
  [
    "ENOENT",
    (name) =>
      `Docker does not run here: there is no socket ${name}. Start it (sudo systemctl start docker), or say in DOCKER_HOST where it is.`,
  ],
  ["EACCES", closed],
  ["EPERM", closed],
  [
    "ECONNREFUSED",
    (name) =>
      `Nothing listens at ${name}: Docker does not run there. Start it, or say in DOCKER_HOST where it is.`,
  ],
  ["ENOTFOUND", (name) => `There is no machine called ${name}. Correct DOCKER_HOST.`],
]);

function closed(name: string): string {
  return `You may not use Docker: ${name} is closed to you. Add yourself to the group that may (sudo usermod -aG docker $USER) and log in again.`;
}
