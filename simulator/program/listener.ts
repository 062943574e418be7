import type { Server } from "node:http";

/** A listener could not be had. The message names address, port and service. */
export class ListenError extends Error {}

/** @param what for the message: `service "llm"` */
export function listen(server: Server, port: number, bind: string, what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(new ListenError(`${bind}:${port} for ${what}: ${reasonOf(error)}`));
    });
    server.listen(port, bind, () => {
      resolve();
    });
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === "EADDRINUSE") return "the port is taken; choose another one or stop what holds it";
  if (code === "EACCES") return "ports below 1024 need privileges; choose a higher one";
  if (code === "EADDRNOTAVAIL")
    return "this machine has no such address; choose another one to bind";
  return message;
}

export function portOf(server: Server): number {
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("The listener has no port.");
  return bound.port;
}

/** Ends all connections and the listener. */
export function closeListener(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // An error here means that it never listened, which is closed enough.
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
