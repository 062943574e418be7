import { watchedStack } from "../../plan/watched-stack";
import { plannedTargets } from "../../plan/targets/planned-targets";
import type { WatchedStack } from "../../rules/watched-stack";
import { settingsFrom } from "../plan/planned";

/** Everything that there are rules for, watched at once. */
export function fullStack(
  objectives: Readonly<Record<string, unknown>> = {},
  prometheus: Readonly<Record<string, unknown>> = {},
): WatchedStack {
  const jobs = [
    "vllm",
    "qdrant",
    "milvus",
    "prometheus-redis-exporter",
    "prometheus-node-exporter",
    "prometheus-dcgm-exporter",
    "prometheus-gaudi-exporter",
    "prometheus-blackbox-exporter",
  ];
  const settings = settingsFrom({
    objectives,
    prometheus,
    targets: {
      chatqna: { via: "host", engine: "tgi" },
      static: jobs.map((job, index) => ({ job, address: `10.0.0.${index}:80` })),
    },
  });
  return {
    ...watchedStack(settings, plannedTargets(settings.targets)),
    grafana: { url: "http://grafana", boards: ["chatqna-tgi", "chatqna-overview"] },
  };
}
