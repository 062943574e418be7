import http from "node:http";

/** Where a Docker daemon listens, in plain HTTP. */
export type Endpoint =
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number };

export interface DaemonAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/**
 * One request to the Docker API. Without a version in the path a daemon answers in its own, and what is
 * read here has been the same since 1.21.
 * @param timeout in milliseconds
 * @throws Error of Node, with its code, if the daemon cannot be asked or does not answer in time
 */
export function askDaemon(
  endpoint: Endpoint,
  path: string,
  timeout: number,
  method: "GET" | "POST" = "GET",
): Promise<DaemonAnswer> {
  const where =
    endpoint.kind === "socket"
      ? { socketPath: endpoint.path }
      : { host: endpoint.host, port: endpoint.port };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeout);
    const request = http.request(
      { ...where, method, path, headers: { host: "docker" }, signal },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) });
        });
        response.on("error", reject);
      },
    );
    request.on("error", reject);
    request.end();
  });
}
