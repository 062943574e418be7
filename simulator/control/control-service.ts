import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { isIP } from "node:net";
import type { Deployment } from "../deployment/deployment";
import { usualLoad } from "../deployment/capacity";
import type { AnyService } from "../live/http-services";
import type { LoadGenerator } from "../load/load-generator";
import type { WallClock } from "../model/wall-clock";
import { isScenarioName, scenarioNames } from "../scenarios/scenario-names";
import type { StageManager } from "../scenarios/stage-manager";
import type { Address } from "../services/http-call";
import { type Fields, parseObject, textIn } from "../services/json-fields";
import { closeListener, listen, portOf } from "../program/listener";
import { type TruthLog, writeRecords } from "../truth/truth-log";
import { ControlError } from "./control-error";
import { changeService } from "./change-service";
import { stateOf } from "./state";

export interface ControlParts {
  readonly deployment: Deployment;
  readonly clock: WallClock;
  readonly truth: TruthLog;
  readonly stage: StageManager;
  readonly load: LoadGenerator;
  readonly services: readonly AnyService[];
}

/**
 * Where a simulator is asked what it does and told what to do. It takes commands only as JSON and only
 * under an address, not a name: a web page that somebody looks at can then not send any, neither by a
 * form nor by a name that it lets point here.
 */
export class ControlService {
  private readonly server: Server;

  constructor(private readonly parts: ControlParts) {
    this.server = createServer((request, response) => {
      this.receive(request, response);
    });
  }

  /** @throws ListenError */
  async open(port: number, host: string): Promise<Address> {
    await listen(this.server, port, host, "the control port");
    return { host, port: portOf(this.server) };
  }

  close(): Promise<void> {
    return closeListener(this.server);
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    let body = "";
    request.setEncoding("utf8").on("data", (piece: string) => {
      if (body.length < 100_000) body += piece;
    });
    request.on("end", () => {
      try {
        this.parts.clock.enter(() => {
          this.answer(request, response, body);
        });
      } catch (error) {
        if (!(error instanceof ControlError)) throw error;
        sendJson(response, error.status, { error: error.message });
      }
    });
  }

  private answer(request: IncomingMessage, response: ServerResponse, body: string): void {
    if (!isAddress(request.headers.host ?? "")) {
      throw new ControlError(403, "The control port answers under its address only, not a name.");
    }
    const url = new URL(request.url ?? "/", "http://simulator");
    switch (`${request.method ?? ""} ${url.pathname}`) {
      case "GET /health":
        response.end();
        return;
      case "GET /":
      case "GET /state":
        sendJson(response, 200, stateOf(this.parts));
        return;
      case "GET /requests":
        this.sendRequests(response, Number(url.searchParams.get("after") ?? 0));
        return;
      case "POST /scenario":
        this.playScenario(commandOf(request, body));
        sendJson(response, 200, stateOf(this.parts));
        return;
      case "POST /load":
        this.scaleLoad(commandOf(request, body));
        sendJson(response, 200, stateOf(this.parts));
        return;
      case "POST /service":
        changeService(commandOf(request, body), this.parts);
        sendJson(response, 200, stateOf(this.parts));
        return;
      default:
        throw new ControlError(
          404,
          "There are GET /state, GET /requests, POST /scenario, POST /load and POST /service.",
        );
    }
  }

  /** One line of JSON a request. */
  private sendRequests(response: ServerResponse, after: number): void {
    const records = this.parts.truth.records(Number.isInteger(after) && after > 0 ? after : 0);
    response.writeHead(200, { "Content-Type": "application/x-ndjson" });
    response.end(writeRecords(records));
  }

  private playScenario(command: Fields): void {
    const name = textIn(command, "scenario") ?? "";
    if (!isScenarioName(name)) {
      const known = scenarioNames.join(", ");
      throw new ControlError(400, `There is no scenario "${name}". There are: ${known}.`);
    }
    this.parts.stage.play(name);
  }

  private scaleLoad(command: Fields): void {
    const rate = command["requestsPerSecond"];
    if (typeof rate !== "number" || rate < 0 || rate > 1000) {
      throw new ControlError(400, "requestsPerSecond must be a number, 0 to 1,000.");
    }
    this.parts.stage.scaleLoad(rate / usualLoad);
  }
}

function isAddress(host: string): boolean {
  const name = host.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  return name === "localhost" || isIP(name) > 0;
}

function commandOf(request: IncomingMessage, body: string): Fields {
  if (request.headers["content-type"]?.startsWith("application/json") !== true) {
    throw new ControlError(415, "Send JSON, and say so: Content-Type: application/json.");
  }
  const fields = parseObject(body);
  if (fields === undefined || fields === null) {
    throw new ControlError(400, "The body must be a JSON object.");
  }
  return fields;
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(`${JSON.stringify(value, undefined, 2)}\n`);
}
