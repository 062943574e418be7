import type { ServiceConfig } from "../../simulator/deployment/service-config";
import { type WorkloadShape, chatShape } from "../../simulator/deployment/workload-shape";
import type { VirtualConfig } from "../../simulator/history/virtual-simulation";
import { type LiveSimulation, startLiveSimulation } from "../../simulator/live/live-simulation";
import { urlOf } from "../../simulator/live/overview";
import type { LiveConfig } from "../../simulator/live/live-config";
import type { TruthRecord } from "../../simulator/truth/truth-log";

/** ChatQnA 1.5 with either engine, at free ports. */
export function services(engine: "tgi" | "vllm", replicas = 1): readonly ServiceConfig[] {
  const one = { port: 0, replicas: 1 } as const;
  const version = engine === "tgi" ? "2.4.0" : "0.10.1";
  return [
    { role: "llm", software: engine, version, port: 0, replicas },
    { role: "embedding", software: "tei", version: "1.7", ...one },
    { role: "reranking", software: "tei", version: "1.7", ...one },
    { role: "retriever", software: "opea", version: "1.5", ...one },
    { role: "dataprep", software: "opea", version: "1.5", ...one },
    { role: "megaservice", software: "opea", version: "1.5", ...one },
  ];
}

export function virtualConfig(engine: "tgi" | "vllm", changes: Partial<VirtualConfig> = {}) {
  return {
    seed: 1,
    hardware: "xeon",
    shape: chatShape,
    services: services(engine),
    startedAt: 1_700_000_000,
    truthCapacity: 100_000,
    ...changes,
  } satisfies VirtualConfig;
}

/** With guardrails, and an engine that judges for them. */
export function guardedServices(): readonly ServiceConfig[] {
  return [
    ...services("vllm"),
    { role: "guardrails", software: "opea", version: "1.5", port: 0, replicas: 1 },
    { role: "guardrails-llm", software: "vllm", version: "0.10.1", port: 0, replicas: 1 },
  ];
}

export interface LiveChanges {
  readonly engine?: "tgi" | "vllm";
  readonly replicas?: number;
  readonly shape?: Partial<WorkloadShape>;
  readonly scenario?: LiveConfig["scenario"];
  readonly hardware?: LiveConfig["hardware"];
  readonly clients?: boolean;
  readonly services?: readonly ServiceConfig[];
}

/** On the fastest hardware and without clients of its own, unless asked for. */
export function startLive(changes: LiveChanges = {}): Promise<LiveSimulation> {
  const { engine = "vllm", replicas = 1, shape = {}, scenario = "steady" } = changes;
  const { hardware = "gpu", clients = false } = changes;
  return startLiveSimulation(
    {
      seed: 1,
      hardware,
      shape: { ...chatShape, ...shape },
      services: changes.services ?? services(engine, replicas),
      bind: "127.0.0.1",
      controlPort: 0,
      scenario,
      clients,
      truthCapacity: 10_000,
    },
    (error) => {
      throw error;
    },
  );
}

export function serviceUrl({ services: all }: LiveSimulation, name: string, path: string): string {
  const service = all.find(({ slot }) => slot.name === name);
  if (service === undefined) throw new Error(`There is no service ${name}.`);
  return urlOf(service.address) + path;
}

export function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Seconds from arrival to end. */
export function duration({ arrival, end }: TruthRecord): number {
  if (end === undefined) throw new Error("The request is not over.");
  return end - arrival;
}
