/** What answers in place of Grafana's server: as much of its HTTP API as the content needs. */
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Properties, isRecord } from "../../../../providers/process/property-values";

interface Reply {
  readonly status: number;
  readonly body: object;
}

export class GrafanaStandIn {
  /** What was asked, as `POST /api/folders`, in the order it came. */
  readonly calls: string[] = [];
  readonly datasources = new Map<string, Properties>();
  readonly folders = new Map<string, Properties>();
  readonly dashboards = new Map<string, Properties>();
  /** Why Prometheus does not answer; undefined while it does. */
  prometheusError: string | undefined;

  private readonly server = createServer((request, response) => {
    void this.answer(request, response);
  });
  private port = 0;

  constructor(private password: string) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** On a port of its own choice; after `stop` on the same one. */
  async start(): Promise<this> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject).listen(this.port, "127.0.0.1", resolve);
    });
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What `grafana cli admin reset-admin-password` does, or a first start with another one. */
  changePassword(password: string): void {
    this.password = password;
  }

  /** What a replaced container does to a database in it. */
  loseDatabase(): void {
    this.datasources.clear();
    this.folders.clear();
    this.dashboards.clear();
  }

  /** Method and path of the calls that change something, and forgets all calls. */
  takeChanges(): readonly string[] {
    const changes = this.calls.filter((call) => !call.startsWith("GET") && !call.includes("query"));
    this.calls.length = 0;
    return changes.sort();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.url);
    this.calls.push(`${request.method ?? ""} ${pathname}`);
    const credentials = Buffer.from(`admin:${this.password}`).toString("base64");
    const { status, body } =
      request.headers.authorization === `Basic ${credentials}`
        ? this.reply(request.method ?? "", pathname, await bodyOf(request))
        : { status: 401, body: { message: "Invalid username or password" } };
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }

  private reply(method: string, path: string, body: Properties): Reply {
    const [, , kind = "", ...rest] = path.split("/");
    if (path === "/api/ds/query") return this.query();
    if (kind === "datasources" && rest[2] === "health") return this.health(rest[1] ?? "");
    if (kind === "datasources") return stored(this.datasources, method, rest[1], body);
    if (kind === "folders") return stored(this.folders, method, rest[0], body);
    if (path === "/api/dashboards/db") return this.save(body);
    if (kind === "dashboards") return stored(this.dashboards, method, rest[1], body);
    return { status: 404, body: { message: "Not found" } };
  }

  private save({ dashboard, folderUid, overwrite }: Properties): Reply {
    const model = isRecord(dashboard) ? dashboard : {};
    const uid = String(model["uid"]);
    if (!this.folders.has(String(folderUid))) {
      return { status: 400, body: { message: "folder not found" } };
    }
    if (this.dashboards.has(uid) && overwrite !== true) {
      return { status: 412, body: { status: "version-mismatch" } };
    }
    this.dashboards.set(uid, model);
    return { status: 200, body: { id: 1, uid, url: `/d/${uid}`, version: 1, status: "success" } };
  }

  private health(uid: string): Reply {
    if (!this.datasources.has(uid)) return { status: 404, body: { message: "not found" } };
    return this.prometheusError === undefined
      ? { status: 200, body: { status: "OK", message: "Successfully queried the Prometheus API." } }
      : { status: 400, body: { status: "ERROR", message: this.prometheusError } };
  }

  private query(): Reply {
    const frame = { schema: { fields: [] }, data: { values: [[1], [1]] } };
    return { status: 200, body: { results: { A: { status: 200, frames: [frame] } } } };
  }
}

function stored(
  all: Map<string, Properties>,
  method: string,
  uid: string | undefined,
  body: Properties,
): Reply {
  if (method === "POST") {
    const made = String(body["uid"]);
    if (all.has(made)) return { status: 409, body: { message: `${made} already exists` } };
    all.set(made, body);
    return { status: 200, body: { ...body, url: `/f/${made}` } };
  }
  if (uid === undefined || !all.has(uid)) return { status: 404, body: { message: "not found" } };
  if (method === "PUT") all.set(uid, { ...body, uid });
  if (method === "DELETE") all.delete(uid);
  return { status: 200, body: all.get(uid) ?? {} };
}

async function bodyOf(request: IncomingMessage): Promise<Properties> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text === "" ? {} : (JSON.parse(text) as Properties);
}
