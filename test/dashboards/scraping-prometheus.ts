import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";
import type { RecordingName } from "../../simulator/replay/recordings";
import { startReplay } from "../../simulator/replay/server";
import { startPrometheusIn } from "./prometheus-process";

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
  const removed = async (): Promise<void> => {
    await close();
    rmSync(directory, { recursive: true });
  };
  try {
    writeFileSync(join(directory, "rules.json"), JSON.stringify(twoRules));
    const { url, stop } = await startPrometheusIn(
      directory,
      program,
      (port) => configuration(groups, port),
      "--storage.tsdb.retention.size=1GB",
    );
    return {
      url,
      stop: async () => {
        await stop();
        await removed();
      },
      query: async (expr) => (await ask(url, expr)).map(({ value: [, text] }) => text),
      labelValues: async (expr, label) => [
        ...new Set((await ask(url, expr)).map(({ metric }) => metric[label] ?? "")),
      ],
    };
  } catch (error) {
    await removed();
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
