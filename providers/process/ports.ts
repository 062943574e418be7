/** Whether a process can listen where it wants to, and if not, who is in its way. */
import { createServer } from "node:net";

import type { ListenAddress } from "./inputs";
import { findPortHolder } from "./port-holder";
import type { PortHolder } from "./port-holder";
import { Problem, systemErrorCode } from "./problem";

/**
 * Tries each address by listening on it for a moment.
 *
 * @throws Problem that names every address which is taken or is not of this machine.
 */
export async function requireFreePorts(
  name: string,
  ports: readonly ListenAddress[],
): Promise<void> {
  const found = await obstaclesAt(ports, new Set());
  if (found.length === 0) return;
  throw new Problem(
    [
      `${name} was not started: it cannot listen where it is to.`,
      ...found.map((obstacle) => `  ${obstacle}`),
      `Stop the other program, or choose another port or address in the settings.`,
    ].join("\n"),
  );
}

/** What is in the way at each address that cannot be had. Processes of `ours` are not in the way. */
export async function obstaclesAt(
  ports: readonly ListenAddress[],
  ours: ReadonlySet<number>,
): Promise<readonly string[]> {
  const obstacles = await Promise.all(ports.map((wanted) => obstacleAt(wanted, ours)));
  return obstacles.filter((obstacle) => obstacle !== undefined);
}

async function obstacleAt(
  wanted: ListenAddress,
  ours: ReadonlySet<number>,
): Promise<string | undefined> {
  const code = await listenForAMoment(wanted);
  if (code === "EADDRINUSE") {
    const holder = await findPortHolder(wanted.port);
    if (holder.kind === "process" && ours.has(holder.pid)) return undefined;
    return `port ${wanted.port} is taken by ${describe(holder)}`;
  }
  if (code === "EADDRNOTAVAIL") return `${wanted.address} is not an address of this machine`;
  // Anything else (a port below 1024, for example) may be allowed to the program but not to us.
  return undefined;
}

function listenForAMoment({ address, port }: ListenAddress): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => {
      resolve(systemErrorCode(error));
    });
    server.listen({ host: address, port, exclusive: true }, () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}

function describe(holder: PortHolder): string {
  if (holder.kind === "process") {
    return `process ${holder.pid}, ${holder.program}: ${holder.command}`;
  }
  if (holder.kind === "user") {
    return `a process of the user with id ${holder.userId}, whose name and pid you may not see`;
  }
  return `another process, which cannot be named here (try: sudo lsof -i :<port>)`;
}
