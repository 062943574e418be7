import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import type { ServerSlot } from "../deployment/server-slot";
import type { WallClock } from "../model/wall-clock";
import type { SimulatedServer } from "../servers/server";
import { Exchange } from "./exchange";
import type { Address } from "./http-call";
import { closeListener, listen, portOf } from "../program/listener";
import { type MetricsFault, answerMetrics } from "./metrics-fault";

/** Answers a request of a route. It must end the answer, now or later. */
export type Handler<S> = (exchange: Exchange, server: S) => void;

export interface Routes<S> {
  /** By method and path: `POST /generate`. */
  readonly handlers: ReadonlyMap<string, Handler<S>>;
  /** What the software answers where there is no route. */
  readonly notFound: (exchange: Exchange, pathExists: boolean) => void;
}

/** Larger bodies are refused, as by the servers themselves: TGI's `payload_limit`. */
const bodyLimit = 2_000_000;

/** A server of the deployment at its port. While the server is down, nothing listens there. */
export class HttpService<S extends SimulatedServer> {
  /** What is wrong with `/metrics`. */
  metricsFault: MetricsFault = "none";
  private listener: Server | undefined;
  private port: number;
  private readonly paths: ReadonlySet<string>;
  /** Opening and closing, one after the other. */
  private work: Promise<void> = Promise.resolve();

  constructor(
    readonly slot: ServerSlot<S>,
    private readonly routes: Routes<S>,
    private readonly clock: WallClock,
    readonly bind: string,
    port: number,
    /** Told when the port cannot be had again after the server was down. */
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.port = port;
    this.paths = new Set([...routes.handlers.keys()].map((key) => key.slice(key.indexOf(" ") + 1)));
    slot.watch(() => {
      this.work = this.work.then(() => this.follow()).catch(this.onTrouble);
    });
  }

  get address(): Address {
    return { host: this.bind, port: this.port };
  }

  /** All that stopping and starting asked for is done. */
  settled(): Promise<void> {
    return this.work;
  }

  /** @throws ListenError */
  async open(): Promise<void> {
    const listener = createServer((request, response) => {
      this.receive(request, response);
    });
    this.listener = listener;
    await listen(listener, this.port, this.bind, `service "${this.slot.name}"`);
    this.port = portOf(listener);
  }

  async close(): Promise<void> {
    const { listener } = this;
    this.listener = undefined;
    if (listener !== undefined) await closeListener(listener);
  }

  /** Listens while there is a server, and no longer. */
  private async follow(): Promise<void> {
    if (this.slot.current === undefined) await this.close();
    else if (this.listener === undefined) await this.open();
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const began = this.clock.enter(() => this.clock.now());
    const path = request.url?.split("?")[0] ?? "";
    const method = request.method ?? "GET";
    const handler = this.routes.handlers.get(`${method} ${path}`);
    const pieces: Buffer[] = [];
    let size = 0;
    request.on("data", (piece: Buffer) => {
      size += piece.length;
      if (size <= bodyLimit) pieces.push(piece);
    });
    request.on("end", () => {
      const exchange = new Exchange(request, response, Buffer.concat(pieces).toString("utf8"));
      const { current: server } = this.slot;
      if (server === undefined) {
        exchange.cut();
        return;
      }
      response.once("close", () => {
        this.clock.enter(() => {
          server.answered({
            method,
            handler: this.routeOf(method, path),
            status: response.statusCode,
            requestBytes: Number(request.headers["content-length"] ?? 0),
            responseBytes: exchange.responseBytes,
            seconds: this.clock.now() - began,
          });
        });
      });
      this.clock.enter(() => {
        if (size > bodyLimit)
          exchange.send(413, "text/plain; charset=utf-8", "length limit exceeded");
        else if (method === "GET" && path === "/metrics") this.serveMetrics(exchange, server);
        else if (handler !== undefined) handler(exchange, server);
        else this.routes.notFound(exchange, this.paths.has(path) || path === "/metrics");
      });
    });
  }

  private serveMetrics(exchange: Exchange, server: S): void {
    answerMetrics(exchange, server.metrics(), this.metricsFault, this.clock);
  }

  /** The route of an answer; undefined where the software knows none. */
  private routeOf(method: string, path: string): string | undefined {
    if (method === "GET" && path === "/metrics") return path;
    return this.routes.handlers.has(`${method} ${path}`) ? path : undefined;
  }
}
