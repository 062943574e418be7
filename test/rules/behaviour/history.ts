import { closeSync, openSync, writeSync } from "node:fs";
import {
  type ChosenDeployment,
  chooseDeployment,
} from "../../../commands/simulator/choose-deployment";
import { labelsOfSlot } from "../../../commands/simulator/record-history";
import { readSimulateOptions } from "../../../commands/simulator/simulate-options";
import { watchedStack } from "../../../plan/watched-stack";
import { plannedTargets } from "../../../plan/targets/planned-targets";
import type { RuleGroup } from "../../../rules/rule";
import type { WatchedStack } from "../../../rules/watched-stack";
import { chatShape } from "../../../simulator/deployment/workload-shape";
import { type Act, writeHistory } from "../../../simulator/history/write-history";
import { settingsFrom } from "../../plan/planned";

/** In seconds; the default of the settings. */
export const scrapeInterval = 15;

/** A ChatQnA of the catalogue, and what its people expect of it. */
export interface Watched {
  readonly engine: "tgi" | "vllm";
  readonly hardware: "xeon" | "gaudi";
  readonly objectives: Readonly<Record<string, unknown>>;
}

/**
 * What a Xeon can do with 40 % of its load, and a bit: answers of a thousand tokens take more than a
 * minute there, so that the default objectives are missed all day, as the alerts on them rightly say.
 */
export const xeonObjectives = {
  timeToFirstToken: { p99: "5s" },
  interTokenLatency: { p99: "500ms" },
  endToEnd: { p95: "60s" },
};

/** What the simulator plays of it: all but the vector store. */
export function deploymentOf({ engine, hardware }: Watched, replicas = 1): ChosenDeployment {
  const words = ["--engine", engine, "--hardware", hardware, "--replicas", String(replicas)];
  const options = readSimulateOptions(words);
  if (options === "help") throw new Error("no help was asked for");
  return chooseDeployment(options);
}

/** The stack that watches what is played, with the default settings but for the objectives. */
export function stackOf(watched: Watched, { targets }: ChosenDeployment): WatchedStack {
  const { engine, hardware, objectives } = watched;
  const chatqna = { via: "host", engine, hardware };
  const settings = settingsFrom({ targets: { chatqna }, objectives });
  const jobs = [...targets.values()].map(({ job }) => job);
  const planned = plannedTargets(settings.targets).filter(({ job }) => jobs.includes(job));
  return watchedStack(settings, planned);
}

export interface Play {
  readonly acts: readonly Act[];
  /** Unix time in seconds. */
  readonly startedAt: number;
  /** In scenario `steady`. Default: 40 % of what the deployment can do. */
  readonly requestsPerSecond?: number;
}

/** Plays the acts and writes what Prometheus would have scraped, as far as the rules read it. */
export function writeScrapes(
  file: string,
  deployment: ChosenDeployment,
  { acts, startedAt, requestsPerSecond }: Play,
  groups: readonly RuleGroup[],
): void {
  const read = new Set(groups.flatMap(({ rules }) => rules.flatMap(({ expr }) => wordsOf(expr))));
  const descriptor = openSync(file, "w");
  try {
    let pending = "";
    const flush = (longest: number) => {
      if (pending.length <= longest) return;
      writeSync(descriptor, pending);
      pending = "";
    };
    writeHistory(
      {
        config: {
          seed: 1,
          hardware: deployment.preset,
          shape: chatShape,
          services: deployment.services,
          startedAt,
          truthCapacity: 1,
          ...(requestsPerSecond !== undefined && { requestsPerSecond }),
        },
        acts,
        scrapeInterval,
        labelsOf: (slot) => labelsOfSlot(slot, deployment),
        isDropped: (name) => !read.has(name),
      },
      (text) => {
        pending += text;
        flush(2 ** 20);
      },
    );
    flush(0);
  } finally {
    closeSync(descriptor);
  }
}

/** The names in an expression, and whatever else looks like one. */
export function wordsOf(expr: string): readonly string[] {
  return expr.match(/[\w:]+/g) ?? [];
}
