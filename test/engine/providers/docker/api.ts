import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { DaemonObject, DaemonState } from "./daemon";
import { logReadFile } from "./daemon";

/** A container of somebody else, as Docker lists it. */
export interface ForeignContainer {
  readonly name: string;
  readonly image: string;
  readonly port: number;
  /** Default: every address. */
  readonly bind?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The HTTP API of a recorded daemon, as far as our program asks it. */
export class RecordedApi {
  /** Beside those of the daemon. */
  foreign: readonly ForeignContainer[] = [];
  /** What every container of the daemon printed. */
  log = "";
  private readonly server: Server;

  constructor(
    private readonly daemonFile: string,
    private readonly socket: string,
  ) {
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.socket, resolve));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer({ url = "" }: IncomingMessage, response: ServerResponse): void {
    const [, name, question] = /^\/containers\/([^/?]+)\/(json|logs)/.exec(url) ?? [];
    if (url.startsWith("/containers/json")) {
      response.end(JSON.stringify([...this.containers().map(listed), ...this.foreign.map(others)]));
      return;
    }
    const container = this.containers().find((one) => one.name === name);
    if (container === undefined) {
      response.writeHead(404).end();
    } else if (question === "json") {
      response.end(JSON.stringify(inspected(container)));
    } else {
      response.end(framed(this.log));
      writeFileSync(logReadFile(this.daemonFile), "");
    }
  }

  private containers(): readonly DaemonObject[] {
    if (!existsSync(this.daemonFile)) return [];
    const { objects } = JSON.parse(readFileSync(this.daemonFile, "utf8")) as DaemonState;
    return Object.values(objects).filter(({ type }) => type === "container");
  }
}

function listed({ name, inputs, broken }: DaemonObject): object {
  const runs = inputs.start !== false && broken !== true;
  return {
    Names: [`/${name}`],
    Image: inputs.image,
    State: runs ? "running" : "exited",
    Labels: Object.fromEntries((inputs.labels ?? []).map(({ label, value }) => [label, value])),
    Ports: (runs ? (inputs.ports ?? []) : []).map(({ external, ip }) => ({
      IP: ip,
      PrivatePort: external,
      PublicPort: external,
      Type: "tcp",
    })),
  };
}

function others({ name, image, port, bind = "0.0.0.0", labels = {} }: ForeignContainer): object {
  const Ports = [{ IP: bind, PrivatePort: port, PublicPort: port, Type: "tcp" }];
  return { Names: [`/${name}`], Image: image, State: "running", Labels: labels, Ports };
}

function inspected({ broken }: DaemonObject): object {
  return broken === true
    ? { RestartCount: 3, State: { Status: "restarting", ExitCode: 2, OOMKilled: false } }
    : { RestartCount: 0, State: { Status: "running", ExitCode: 0, Health: { Status: "healthy" } } };
}

/** As Docker sends what was printed without a terminal. */
function framed(text: string): Buffer {
  const header = Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
}
