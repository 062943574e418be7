import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Endpoint } from "../../components/platforms/docker/daemon/request";
import { UserError } from "../../toolchain/user-error";

/** What decides which daemon is meant, as for the `docker` command. */
export interface DockerUser {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}

/**
 * The daemon that a stack's `docker.host` names, else the one that the `docker` command would talk
 * to: DOCKER_HOST, the current context, the first usual socket that is there.
 * @throws UserError for a daemon that is reached in another way than by a socket or plain TCP
 */
export function dockerEndpoint(user: DockerUser, stackHost?: string): Endpoint {
  if (stackHost !== undefined) return endpointOf(stackHost, user, "The stack's docker.host");
  const { DOCKER_HOST: host } = user.environment;
  if (host !== undefined && host !== "") return endpointOf(host, user, "DOCKER_HOST");
  const context = currentContext(user);
  if (context !== undefined) {
    return endpointOf(contextHost(context, user), user, `The Docker context ${context}`);
  }
  const sockets = usualSockets(user);
  return { kind: "socket", path: sockets.find((path) => existsSync(path)) ?? sockets[0] };
}

function endpointOf(address: string, { environment }: DockerUser, source: string): Endpoint {
  const [, scheme, rest] = /^(\w+):\/\/(.*)$/.exec(address) ?? [];
  if (scheme === "unix" && rest !== undefined) return { kind: "socket", path: rest };
  if (scheme === "ssh") {
    throw new UserError(
      `${source} is ${address}. Detecting over ssh is not supported: run npm run detect on that machine, and copy the settings it prints.`,
    );
  }
  if (scheme !== "tcp" || !URL.canParse(address)) {
    throw new UserError(
      `${source} is ${address}, which is no address of a Docker daemon that detecting can reach. Use unix:///path/to/docker.sock or tcp://host:2375.`,
    );
  }
  if ((environment["DOCKER_TLS_VERIFY"] ?? "") !== "") {
    throw new UserError(
      `DOCKER_TLS_VERIFY is set. Detecting over TLS is not supported: run npm run detect on ${new URL(address).hostname}, and copy the settings it prints.`,
    );
  }
  const { hostname, port } = new URL(address);
  return { kind: "tcp", host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || "2375") };
}

function currentContext({ environment, home }: DockerUser): string | undefined {
  const named = environment["DOCKER_CONTEXT"] ?? "";
  const context =
    named === ""
      ? configuredContext(join(configDirectory({ environment, home }), "config.json"))
      : named;
  return context === "default" ? undefined : context;
}

function configuredContext(file: string): string | undefined {
  const context = field(readJson(file), "currentContext");
  return typeof context === "string" && context !== "" ? context : undefined;
}

/** Docker keeps a context in a folder that is named by the hash of the context's name. */
function contextHost(context: string, user: DockerUser): string {
  const folder = createHash("sha256").update(context).digest("hex");
  const file = join(configDirectory(user), "contexts", "meta", folder, "meta.json");
  const host = field(field(field(readJson(file), "Endpoints"), "docker"), "Host");
  if (typeof host === "string") return host;
  throw new UserError(
    `The Docker context ${context} is in use, but ${file} does not say where its daemon is. Choose another with docker context use, or set DOCKER_HOST.`,
  );
}

function configDirectory({ environment, home }: DockerUser): string {
  return environment["DOCKER_CONFIG"] ?? join(home, ".docker");
}

/** Of the system, of a rootless daemon, of Docker Desktop. */
function usualSockets({ environment, home }: DockerUser): readonly [string, ...string[]] {
  const { XDG_RUNTIME_DIR: runtime } = environment;
  return [
    "/var/run/docker.sock",
    ...(runtime === undefined ? [] : [join(runtime, "docker.sock")]),
    join(home, ".docker", "run", "docker.sock"),
    join(home, ".docker", "desktop", "docker.sock"),
  ];
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
