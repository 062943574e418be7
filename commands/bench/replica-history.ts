import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";
import { writeHistory } from "../../simulator/history/write-history";
import { virtualConfig } from "../../test/simulator/simulated-deployment";
import { runTool } from "../../test/tools";

export interface HistoryShape {
  readonly replicas: number;
  readonly seconds: number;
  /** Between two scrapes, in seconds. */
  readonly scrapeInterval: number;
}

/** Where the instance stands in what is written of the one replica that is simulated. */
const placeholder = 'instance="replica-0:80"';

/**
 * Writes what Prometheus would have scraped of so many TGI replicas into a directory, as its own
 * blocks in `data/`. One replica is simulated and the others are as it was: what a query costs
 * follows from the number of samples, not from their values.
 * @returns the Unix time in seconds at which it ends
 */
export function writeReplicas(
  promtool: string,
  directory: string,
  { replicas, seconds, scrapeInterval }: HistoryShape,
): number {
  const path = join(directory, "history.om");
  const file = openSync(path, "w");
  const config = virtualConfig("tgi");
  const dropped = droppedMetrics.map(({ regex }) => new RegExp(`^(?:${regex})$`));
  writeHistory(
    {
      config,
      acts: [{ scenario: "steady", seconds }],
      scrapeInterval,
      labelsOf: (slot) =>
        slot.startsWith("llm")
          ? { job: "tgi", instance: "replica-0:80", component: "llm", container: "tgi" }
          : undefined,
      isDropped: (name) => dropped.some((pattern) => pattern.test(name)),
    },
    (text) => {
      const copies = text.includes(placeholder) ? replicas : 1;
      for (let replica = 0; replica < copies; replica++) {
        writeSync(file, text.replaceAll(placeholder, `instance="replica-${replica}:80"`));
      }
    },
  );
  closeSync(file);
  runTool(promtool, ["tsdb", "create-blocks-from", "openmetrics", path, "data"], directory);
  rmSync(path);
  return config.startedAt + seconds;
}
