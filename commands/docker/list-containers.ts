import http from "node:http";
import { z } from "zod";
import type { ContainerFacts, ContainerPort } from "../../plan/detect/container-facts";
import { UserError } from "../../toolchain/user-error";
import type { Endpoint } from "./endpoint";

/**
 * The containers of a Docker daemon, those that stopped too. Without a version in the path a daemon
 * answers in its own, and what is read here has been the same since 1.21.
 * @param timeout in milliseconds; default 10 s
 * @throws UserError if there is no daemon, it may not be asked, or does not answer as Docker does
 */
export async function listContainers(
  endpoint: Endpoint,
  timeout = 10_000,
): Promise<readonly ContainerFacts[]> {
  const { status, body } = await get(endpoint, "/containers/json?all=1", timeout);
  const containers = status === 200 ? answerSchema.safeParse(jsonOf(body)) : undefined;
  if (containers?.success !== true) {
    throw new UserError(
      `What answers at ${nameOf(endpoint)} is not Docker: it has no list of containers (HTTP ${status}). Say in DOCKER_HOST where Docker is.`,
    );
  }
  return containers.data.map(factsOf);
}

/** How messages call a daemon. */
export function nameOf(endpoint: Endpoint): string {
  return endpoint.kind === "socket" ? endpoint.path : `${endpoint.host}:${endpoint.port}`;
}

/** Of https://docs.docker.com/reference/api/engine, what is read here. */
const answerSchema = z.array(
  z.object({
    Names: z.array(z.string()),
    Image: z.string(),
    State: z.string(),
    Ports: z
      .array(
        z.object({
          IP: z.string().optional(),
          PrivatePort: z.number(),
          PublicPort: z.number().optional(),
          Type: z.string(),
        }),
      )
      .nullish(),
    Labels: z.record(z.string(), z.string()).nullish(),
    NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  }),
);
type Listed = z.output<typeof answerSchema>[number];

const label = "com.docker.compose";

function factsOf({ Names, Image, State, Ports, Labels, NetworkSettings }: Listed): ContainerFacts {
  const project = Labels?.[`${label}.project`];
  const composeService = Labels?.[`${label}.service`];
  const composeFiles = Labels?.[`${label}.project.config_files`] ?? "";
  return {
    name: (Names[0] ?? "").replace(/^\//, ""),
    image: Image,
    state: State,
    ...(project !== undefined && { project }),
    ...(composeService !== undefined && { composeService }),
    composeFiles: composeFiles.split(",").filter((path) => path !== ""),
    ports: (Ports ?? []).filter(({ Type }) => Type === "tcp").map(portOf),
    networks: Object.keys(NetworkSettings?.Networks ?? {}),
  };
}

function portOf({
  IP,
  PrivatePort,
  PublicPort,
}: NonNullable<Listed["Ports"]>[number]): ContainerPort {
  return {
    container: PrivatePort,
    ...(PublicPort !== undefined && { host: PublicPort }),
    ...(IP !== undefined && { bind: IP }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function get(
  endpoint: Endpoint,
  path: string,
  timeout: number,
): Promise<{ readonly status: number; readonly body: string }> {
  const where =
    endpoint.kind === "socket"
      ? { socketPath: endpoint.path }
      : { host: endpoint.host, port: endpoint.port };
  return new Promise((resolve, reject) => {
    const request = http.get(
      { ...where, path, headers: { host: "docker" }, signal: AbortSignal.timeout(timeout) },
      (response) => {
        let body = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (body += chunk));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body });
        });
        response.on("error", fail);
      },
    );
    request.on("error", fail);
    function fail(error: NodeJS.ErrnoException): void {
      reject(new UserError(explain(error, endpoint, timeout)));
    }
  });
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
