import { type Server, createServer } from "node:http";
import { type Replay, startReplay } from "../../../simulator/replay/server";
import type { RecordingName } from "../../../simulator/replay/recordings";
import { type ScrapingPrometheus, type ScrapeGroup, startScraping } from "../scraping-prometheus";
import { bodyAt } from "./moving-body";
import { type Part, type Scenario, type Shape, shapes } from "./scenarios";

/** One Prometheus for all scenarios: a scenario is the jobs and instances that are chosen. */
export interface ScrapedScenarios {
  readonly prometheus: Omit<ScrapingPrometheus, "replicas">;
  readonly chosen: (scenario: Scenario, shape: Shape) => Chosen;
}

export interface Chosen {
  readonly jobs: readonly string[];
  readonly instances: readonly string[];
}

/** Fast enough for the whole of a recording to be played in seconds. */
const requestsPerSecond = 60;

export async function scrapeScenarios(
  program: string,
  scenarios: readonly Scenario[],
): Promise<ScrapedScenarios> {
  const parts = new Map(scenarios.flatMap(({ parts }) => parts).map((part) => [part.name, part]));
  const replay = await replayOf([...parts.values()]);
  const generated = await serveEven([...parts.values()]);
  const close = async (): Promise<void> => {
    await replay.close();
    generated.server.closeAllConnections();
    generated.server.close();
  };
  const instanceOf = ({ name, body }: Part, shape: Shape): string =>
    typeof body === "string"
      ? new URL(
          replay.services.find((service) => service.name === (body as string))?.metricsUrl ?? "",
        ).host
      : `${slugOf(name)}.${shape}:80`;
  const groups = shapes.flatMap((shape) =>
    [...parts.values()].map((part) =>
      groupOf(part, shape, instanceOf(part, shape), generated.port),
    ),
  );
  try {
    const prometheus = await startScraping(program, groups, close);
    return {
      prometheus,
      chosen: (scenario, shape) => ({
        jobs: scenario.parts.map(({ jobs }) => jobs[shape]),
        instances: scenario.parts.map((part) => instanceOf(part, shape)),
      }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function slugOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9.]+/g, "-");
}

function pathOf(name: string, shape: Shape): string {
  return `/${shape}/${slugOf(name)}`;
}

function groupOf(part: Part, shape: Shape, instance: string, port: number): ScrapeGroup {
  const { name, body, jobs, component } = part;
  const replayed = typeof body === "string";
  const path = pathOf(name, shape);
  return {
    job: jobs[shape],
    target: replayed ? instance : `127.0.0.1:${port}`,
    path: replayed ? "/metrics" : path,
    labels: {
      instance,
      component,
      container: `${jobs[shape]}-server`,
      ...(shape === "kubernetes" && {
        namespace: "chatqna",
        pod: `${jobs[shape]}-0`,
        service: jobs[shape],
        endpoint: "http",
      }),
    },
  };
}

function replayOf(parts: readonly Part[]): Promise<Replay> {
  const names = new Set(
    parts.flatMap(({ body }): RecordingName[] => (typeof body === "string" ? [body] : [])),
  );
  return startReplay({
    requestsPerSecond,
    services: [...names].map((recording) => ({ name: recording, recording, port: 0 })),
  });
}

/** All bodies that move evenly, on one port, each at a path of its own. */
async function serveEven(parts: readonly Part[]): Promise<{ server: Server; port: number }> {
  const started = performance.now();
  const bodies = new Map(
    parts.flatMap(({ name, body }) =>
      typeof body === "string"
        ? []
        : shapes.map((shape) => [pathOf(name, shape), body[shape]] as const),
    ),
  );
  const server = createServer((request, response) => {
    const series = bodies.get(request.url ?? "") ?? [];
    response.writeHead(200, { "Content-Type": "text/plain; version=0.0.4" });
    response.end(bodyAt(series, (performance.now() - started) / 1000));
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address();
      if (bound === null || typeof bound === "string") reject(new Error("No port."));
      else resolve(bound.port);
    });
  });
  return { server, port };
}
