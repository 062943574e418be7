import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";
import type { RecordingName } from "../../simulator/replay/recordings";
import { type Replay, startReplay } from "../../simulator/replay/server";

/** A real Prometheus that scrapes recorded servers, and drops what the stack drops. */
export interface ScrapingPrometheus {
  readonly replicas: readonly { readonly recording: RecordingName; readonly instance: string }[];
  /** The values of an instant query now. Rejects with Prometheus' own words. */
  readonly query: (expr: string) => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

/** Fast enough for the whole recording to be played in seconds. */
const requestsPerSecond = 60;

export async function startScrapingTgi(
  program: string,
  recordings: readonly RecordingName[],
): Promise<ScrapingPrometheus> {
  const directory = mkdtempSync(join(tmpdir(), "contract-"));
  const started: { replay?: Replay; process?: ChildProcess } = {};
  const stop = async (): Promise<void> => {
    await started.replay?.close();
    await ended(started.process);
    rmSync(directory, { recursive: true });
  };
  try {
    started.replay = await startReplay({
      requestsPerSecond,
      services: recordings.map((recording) => ({ name: recording, recording, port: 0 })),
    });
    const replicas = started.replay.services.map(({ recording, metricsUrl }) => ({
      recording,
      instance: new URL(metricsUrl).host,
    }));
    const port = await freePort();
    started.process = start(program, directory, port, configuration(replicas));
    const url = `http://127.0.0.1:${port}`;
    await ready(url, started.process);
    return { replicas, stop, query: (expr) => ask(url, expr) };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configuration(replicas: readonly { readonly instance: string }[]): string {
  const targets = replicas.map(({ instance }) => instance);
  return JSON.stringify({
    global: { scrape_interval: "500ms", scrape_timeout: "500ms" },
    scrape_configs: [
      {
        job_name: "tgi",
        static_configs: [{ targets }],
        metric_relabel_configs: droppedMetrics.map(({ regex }) => ({
          source_labels: ["__name__"],
          regex,
          action: "drop",
        })),
      },
    ],
  });
}

function start(program: string, directory: string, port: number, config: string): ChildProcess {
  const file = join(directory, "prometheus.yml");
  writeFileSync(file, config);
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(directory, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--log.level=error",
  ];
  return spawn(program, args, { stdio: ["ignore", "ignore", "inherit"] });
}

async function ended(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined) return;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const end = once(child, "exit");
  child.kill("SIGTERM");
  await end;
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Prometheus ended with ${child.exitCode}.`);
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await setTimeout(100);
  }
  throw new Error("Prometheus was not ready in 30 s.");
}

async function ask(url: string, expr: string): Promise<readonly string[]> {
  const body = new URLSearchParams({ query: expr });
  const response = await fetch(`${url}/api/v1/query`, { method: "POST", body });
  const answer = (await response.json()) as
    | { status: "success"; data: { result: readonly { value: readonly [number, string] }[] } }
    | { status: "error"; error: string };
  if (answer.status === "error") throw new Error(`${answer.error}\n  in ${expr}`);
  return answer.data.result.map(({ value: [, text] }) => text);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address();
      server.close(() => {
        if (bound === null || typeof bound === "string") reject(new Error("No port."));
        else resolve(bound.port);
      });
    });
  });
}
