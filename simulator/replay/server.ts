import type { Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { closeListener, listen, portOf } from "../program/listener";
import type { Moment } from "./body";
import { bodyAt } from "./body";
import type { ReplayConfig } from "./config";
import { readTimeline } from "./read-timeline";
import type { RecordingName } from "./recordings";

/** A replay that serves. */
export interface Replay {
  readonly services: readonly ServedService[];
  /** Ends all connections and listeners. */
  readonly close: () => Promise<void>;
}

export interface ServedService {
  readonly name: string;
  readonly recording: RecordingName;
  readonly metricsUrl: string;
}

/** Loopback only: whoever reads a stand-in's numbers must know that it is one. */
const address = "127.0.0.1";

/**
 * Starts one listener per service, one after the other: when the last one answers, all serve. Time
 * begins now, with every service fresh.
 * @throws ListenError
 */
export async function startReplay(config: ReplayConfig): Promise<Replay> {
  const clock = startClock(config.requestsPerSecond);
  const listeners: Server[] = [];
  const serve = async (routes: Routes, port: number, what: string): Promise<string> => {
    const server = serverOf(routes);
    listeners.push(server);
    await listen(server, port, address, what);
    return `http://${address}:${portOf(server)}`;
  };
  const close = async (): Promise<void> => {
    await Promise.all(listeners.map(closeListener));
  };
  try {
    // In turn, so that a failure leaves no listener that is still on its way.
    const services: ServedService[] = [];
    for (const { name, recording, port } of config.services) {
      const url = await serve(serviceRoutes(recording, clock), port, `service "${name}"`);
      services.push({ name, recording, metricsUrl: `${url}/metrics` });
    }
    return { services, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startClock(requestsPerSecond: number): () => Moment {
  const startedAt = Date.now() / 1000;
  // The wall clock can be set back, and counters must not follow it.
  const start = performance.now();
  return () => ({
    elapsedSeconds: (performance.now() - start) / 1000,
    requestsPerSecond,
    startedAt,
  });
}

interface Reply {
  readonly contentType: string;
  readonly body: string;
}

/** By path. A map, since a path may be any word, `constructor` too. */
type Routes = ReadonlyMap<string, () => Reply>;

const empty: Reply = { contentType: "text/plain; charset=utf-8", body: "" };

function serviceRoutes(recording: RecordingName, clock: () => Moment): Routes {
  const timeline = readTimeline(recording);
  const { contentType } = timeline.recording;
  return new Map([
    ["/metrics", () => ({ contentType, body: bodyAt(timeline, clock()) })],
    ["/health", () => empty],
  ]);
}

function serverOf(routes: Routes): Server {
  return createServer((request, response) => {
    const path = request.url?.split("?")[0] ?? "";
    const route = request.method === "GET" ? routes.get(path) : undefined;
    if (route === undefined) {
      send(response, 404, { ...empty, body: `only ${[...routes.keys()].join(" and ")} here\n` });
    } else {
      send(response, 200, route());
    }
  });
}

function send(response: ServerResponse, status: number, { contentType, body }: Reply): void {
  response.writeHead(status, {
    "Content-Type": contentType,
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}
