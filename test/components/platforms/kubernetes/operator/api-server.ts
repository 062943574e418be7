import { once } from "node:events";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { ClusterObjects } from "./cluster-objects";

/** Tells a Prometheus that looks for targets what is in a namespace, as an API server does. */
export class ApiServer {
  private constructor(private readonly server: Server) {}

  static async start(objects: ClusterObjects): Promise<ApiServer> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://api");
      const send = (status: number, body: object) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(JSON.stringify(body));
      };
      if (pathname === "/version") {
        send(200, { major: "1", minor: "36", gitVersion: "v1.36.3" });
        return;
      }
      const resource = pathname.split("/").at(-1) ?? "";
      const items = objects[resource as keyof ClusterObjects] as
        ClusterObjects[keyof ClusterObjects] | undefined;
      if (items === undefined) {
        send(404, { kind: "Status", apiVersion: "v1", status: "Failure", code: 404 });
      } else if (searchParams.get("sendInitialEvents") === "true") {
        // Clients that would have a list by a watch ask for a list then.
        send(422, { kind: "Status", apiVersion: "v1", status: "Failure", reason: "Invalid" });
      } else if (searchParams.has("watch")) {
        // Nothing ever changes.
        response.writeHead(200, { "content-type": "application/json" }).flushHeaders();
      } else {
        const selector = searchParams.get("labelSelector") ?? "";
        const [{ apiVersion, kind } = { apiVersion: "v1", kind: "Pod" }] = items;
        send(200, {
          apiVersion,
          kind: `${kind}List`,
          metadata: { resourceVersion: "1" },
          items: items.filter(({ metadata }) => selects(selector, metadata.labels)),
        });
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new ApiServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function selects(selector: string, labels: Readonly<Record<string, string>>): boolean {
  return selector
    .split(",")
    .filter((part) => part !== "")
    .every((part) => {
      const [name = "", value] = part.split("=");
      return labels[name] === value;
    });
}
