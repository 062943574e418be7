import { type ExporterSettings, exportersSchema } from "../../../../plan/settings/exporters-schema";
import type { Deployment, Reach } from "../../../../plan/targets/deployment";
import type { WatchedDeployment } from "../../../../plan/workloads/exporters/exporter";

/** As a user writes them, with the defaults filled in. */
export function exporterSettings(raw: object = {}): ExporterSettings {
  return exportersSchema.parse(raw);
}

/** ChatQnA 1.5 on Xeon with vLLM and Redis under docker compose, where nothing else is said. */
export function watched(
  changes: Partial<Deployment> = {},
  reach: Reach = { via: "compose" },
  overrides: WatchedDeployment["overrides"] = {},
): WatchedDeployment {
  const deployment: Deployment = {
    release: "1.5",
    hardware: "xeon",
    engine: "vllm",
    vectorStore: "redis",
    rerank: true,
    guardrails: false,
    faqgen: false,
    ...changes,
  };
  return { deployment, reach, overrides };
}
