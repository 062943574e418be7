import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { droppedMetrics } from "../../../plan/prometheus/dropped-metrics";
import type { Act } from "../../../simulator/history/write-history";
import { writeHistory } from "../../../simulator/history/write-history";
import type { TruthLog } from "../../../simulator/truth/truth-log";
import { virtualConfig } from "../../simulator/simulated-deployment";
import { runTool } from "../../tools";
import { startPrometheusIn } from "../prometheus-process";

/** A real Prometheus with what it would have scraped of a simulated deployment. */
export interface Backfilled {
  readonly url: string;
  /** Unix time in seconds at which the simulation began. */
  readonly startedAt: number;
  readonly truth: TruthLog;
  readonly stop: () => Promise<void>;
}

export interface BackfillTools {
  readonly prometheus: string;
  readonly promtool: string;
}

/** What the targets of the simulated servers are called in a stack: job and component. */
const targets: ReadonlyMap<string, readonly [job: string, component: string]> = new Map([
  ["embedding", ["tei-embedding", "embedding"]],
  ["reranking", ["tei-reranking", "reranking"]],
  ["retriever", ["retriever", "retriever"]],
  ["dataprep", ["dataprep-redis-service", "dataprep"]],
  ["megaservice", ["chatqna-backend-server", "megaservice"]],
]);

export async function startBackfilled(
  tools: BackfillTools,
  engine: "tgi" | "vllm",
  acts: readonly Act[],
): Promise<Backfilled> {
  const directory = mkdtempSync(join(tmpdir(), "truth-"));
  try {
    const config = virtualConfig(engine);
    const truth = simulate(join(directory, "history.om"), engine, config, acts);
    const args = ["tsdb", "create-blocks-from", "openmetrics", "history.om", "data"];
    runTool(tools.promtool, args, directory);
    const { url, stop } = await startPrometheusIn(
      directory,
      tools.prometheus,
      () => "{}",
      // The simulation's clock is years behind.
      "--storage.tsdb.retention.time=100y",
    );
    const stopped = async () => {
      await stop();
      rmSync(directory, { recursive: true });
    };
    return { url, startedAt: config.startedAt, truth, stop: stopped };
  } catch (error) {
    rmSync(directory, { recursive: true });
    throw error;
  }
}

function simulate(
  file: string,
  engine: string,
  config: ReturnType<typeof virtualConfig>,
  acts: readonly Act[],
): TruthLog {
  const descriptor = openSync(file, "w");
  const dropped = droppedMetrics.map(({ regex }) => new RegExp(`^(?:${regex})$`));
  const plan = {
    config,
    acts,
    scrapeInterval: 15,
    labelsOf: (slot: string) => {
      const [job, component] = targets.get(slot) ?? [engine, "llm"];
      return { job, instance: `${slot}:80`, component };
    },
    isDropped: (name: string) => dropped.some((pattern) => pattern.test(name)),
  };
  const { truth } = writeHistory(plan, (text) => writeSync(descriptor, text));
  closeSync(descriptor);
  return truth;
}
