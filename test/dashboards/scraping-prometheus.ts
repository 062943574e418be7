import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";
import type { RecordingName } from "../../simulator/replay/recordings";
import { startReplay } from "../../simulator/replay/server";

/** A real Prometheus that scrapes recorded servers, and drops what the stack drops. */
export interface ScrapingPrometheus {
  readonly url: string;
  readonly replicas: readonly { readonly recording: RecordingName; readonly instance: string }[];
  /** The values of an instant query now. Rejects with Prometheus' own words. */
  readonly query: (expr: string) => Promise<readonly string[]>;
  /** The values of a label in the answer to an instant query now, each once. */
  readonly labelValues: (expr: string, label: string) => Promise<readonly string[]>;
  readonly stop: () => Promise<void>;
}

/** Fast enough for the whole recording to be played in seconds. */
const requestsPerSecond = 60;

export async function startScrapingTgi(
  program: string,
  recordings: readonly RecordingName[],
): Promise<ScrapingPrometheus> {
  const replay = await startReplay({
    requestsPerSecond,
    services: recordings.map((recording) => ({ name: recording, recording, port: 0 })),
  });
  const replicas = replay.services.map(({ recording, metricsUrl }) => ({
    recording,
    instance: new URL(metricsUrl).host,
  }));
  const groups = replicas.map(({ instance }) => ({
    job: "tgi",
    target: instance,
    path: "/metrics",
    labels: {},
  }));
  const prometheus = await startScraping(program, groups, () => replay.close());
  return { ...prometheus, replicas };
}

/** A target with the labels that its series are to carry. */
export interface ScrapeGroup {
  readonly job: string;
  /** `host:port` */
  readonly target: string;
  readonly path: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Starts a Prometheus that scrapes the groups and itself (job `prometheus`) and evaluates two rules.
 * @param close ends what is scraped; called by `stop`, and if Prometheus does not start
 */
export async function startScraping(
  program: string,
  groups: readonly ScrapeGroup[],
  close: () => Promise<void>,
): Promise<Omit<ScrapingPrometheus, "replicas">> {
  const directory = mkdtempSync(join(tmpdir(), "contract-"));
  const started: { process?: ChildProcess } = {};
  const stop = async (): Promise<void> => {
    await close();
    await ended(started.process);
    rmSync(directory, { recursive: true });
  };
  try {
    const port = await freePort();
    writeFileSync(join(directory, "rules.json"), JSON.stringify(twoRules));
    started.process = start(program, directory, port, configuration(groups, port));
    const url = `http://127.0.0.1:${port}`;
    await ready(url, started.process);
    return {
      url,
      stop,
      query: async (expr) => (await ask(url, expr)).map(({ value: [, text] }) => text),
      labelValues: async (expr, label) => [
        ...new Set((await ask(url, expr)).map(({ metric }) => metric[label] ?? "")),
      ],
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const twoRules = {
  groups: [
    {
      name: "rules",
      interval: "1s",
      rules: [
        { record: "job:up:sum", expr: "sum by (job) (up)" },
        { alert: "ReplicaUp", expr: "up == 1", labels: { severity: "info" } },
      ],
    },
  ],
};

function configuration(groups: readonly ScrapeGroup[], port: number): string {
  const jobs = [...new Set(groups.map(({ job }) => job))];
  return JSON.stringify({
    global: { scrape_interval: "1s", scrape_timeout: "1s" },
    rule_files: ["rules.json"],
    scrape_configs: [
      {
        job_name: "prometheus",
        static_configs: [{ targets: [`127.0.0.1:${port}`], labels: { component: "monitoring" } }],
      },
      ...jobs.map((name) => ({
        job_name: name,
        static_configs: groups
          .filter(({ job }) => job === name)
          .map(({ target, path, labels }) => ({
            targets: [target],
            labels: { ...labels, __metrics_path__: path },
          })),
        metric_relabel_configs: droppedMetrics.map(({ regex }) => ({
          source_labels: ["__name__"],
          regex,
          action: "drop",
        })),
      })),
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
    "--storage.tsdb.retention.size=1GB",
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

interface Answer {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

async function ask(url: string, expr: string): Promise<readonly Answer[]> {
  const body = new URLSearchParams({ query: expr });
  const response = await fetch(`${url}/api/v1/query`, { method: "POST", body });
  const answer = (await response.json()) as
    { status: "success"; data: { result: readonly Answer[] } } | { status: "error"; error: string };
  if (answer.status === "error") throw new Error(`${answer.error}\n  in ${expr}`);
  return answer.data.result;
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
