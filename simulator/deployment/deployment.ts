import type { Clock } from "../model/clock";
import { type HardwareName, encodeSeconds, hardware } from "../model/hardware";
import { Batcher } from "../model/batcher";
import { TeiMetrics } from "../metrics/tei/tei-metrics";
import { OpeaMetrics } from "../metrics/opea/opea-metrics";
import type { OpeaOptions } from "../metrics/opea/events";
import { Random } from "../model/random";
import { Station } from "../model/station";
import { DataprepServer } from "../servers/dataprep-server";
import type { Downstream } from "../servers/downstream";
import { type GuardrailsParts, GuardrailsServer } from "../servers/guardrails-server";
import { MegaserviceServer } from "../servers/megaservice-server";
import type { OpeaServerParts } from "../servers/opea-server";
import { PythonProcess, opeaFootprint } from "../servers/python-process";
import { RetrieverServer } from "../servers/retriever-server";
import { type SimulatedServer, type Trouble, noTrouble } from "../servers/server";
import { TeiServer } from "../servers/tei-server";
import type { VectorStore } from "../servers/vector-store";
import { ragPrompt } from "../text/rag-prompt";
import type { TruthLog } from "../truth/truth-log";
import { createLlm } from "./create-llm";
import { ServerSlot } from "./server-slot";
import type { Role, ServiceConfig } from "./service-config";
import { type Slots, allSlots } from "./slots";
import { opeaVersionOf, teiVersionOf } from "./versions";
import type { WorkloadShape } from "./workload-shape";

export interface DeploymentConfig {
  readonly seed: number;
  readonly hardware: HardwareName;
  readonly shape: WorkloadShape;
  readonly services: readonly ServiceConfig[];
}

/** How servers reach each other: over HTTP, or directly where time is virtual. */
export interface Connections {
  readonly downstream: Downstream;
  readonly judge: GuardrailsParts["judge"];
}

/** All servers of a ChatQnA, and what scenarios do to them. */
export class Deployment {
  readonly slots: Slots;
  readonly store: VectorStore;
  private readonly troubles = new Map<string, Trouble>();

  /** @param connect called when the first server needs another one */
  constructor(
    readonly config: DeploymentConfig,
    private readonly clock: Clock,
    private readonly truth: TruthLog,
    private readonly connect: (deployment: Deployment) => Connections,
  ) {
    this.store = { documents: config.shape.documents };
    this.slots = this.createSlots();
    // Not before all places are there, since servers look up their neighbours.
    for (const slot of allSlots(this.slots)) slot.start();
  }

  /** The trouble of a server, by the name of its slot. Lasts when it is started again. */
  troubleOf(name: string): Trouble {
    const trouble = this.troubles.get(name) ?? noTrouble();
    this.troubles.set(name, trouble);
    return trouble;
  }

  slotsOf(role: Role): readonly ServerSlot[] {
    return allSlots(this.slots).filter(({ name }) => name === role || name.startsWith(`${role}#`));
  }

  private createSlots(): Slots {
    const connections = lazily(() => this.connect(this));
    return {
      llm: this.several("llm", (service, name) => createLlm(this.llmParts(service, name), service)),
      embedding: this.one("embedding", (service, name) => this.tei(service, name, "embed")),
      reranking: this.one("reranking", (service, name) => this.tei(service, name, "rerank")),
      retriever: this.one("retriever", (service, name) => this.retriever(service, name)),
      dataprep: this.one("dataprep", (service, name) => this.dataprep(service, name)),
      guardrails: this.one(
        "guardrails",
        (service, name) =>
          new GuardrailsServer({
            ...this.opeaParts(service, name, "guardrails"),
            judge: (tokens, truth, done) => {
              connections().judge(tokens, truth, done);
            },
            truth: this.truth,
            unsafe: this.config.shape.unsafe,
          }),
      ),
      guardrailsLlm: this.one("guardrails-llm", (service, name) =>
        createLlm(this.llmParts(service, name), service),
      ),
      megaservice: this.one(
        "megaservice",
        (service, name) =>
          new MegaserviceServer({
            ...this.opeaParts(service, name, "megaservice"),
            downstream: connections().downstream,
            truth: this.truth,
            prompt: ragPrompt,
            overheadSeconds: this.config.shape.overheadSeconds,
          }),
      ),
    };
  }

  private several<S extends SimulatedServer>(
    role: Role,
    create: (service: ServiceConfig, name: string) => S,
  ): readonly ServerSlot<S>[] {
    const service = this.config.services.find((one) => one.role === role);
    if (service === undefined) return [];
    return Array.from({ length: service.replicas }, (_, index) => {
      const name = service.replicas === 1 ? role : `${role}#${index + 1}`;
      return new ServerSlot(name, () => create(service, name));
    });
  }

  private one<S extends SimulatedServer>(
    role: Role,
    create: (service: ServiceConfig, name: string) => S,
  ): ServerSlot<S> | undefined {
    return this.several(role, create)[0];
  }

  private llmParts(service: ServiceConfig, name: string) {
    return {
      hardware: this.config.hardware,
      answers:
        service.role === "guardrails-llm"
          ? { median: 5, sigma: 0.2, min: 2, max: 20 }
          : this.config.shape.answers,
      ...this.common(name),
    };
  }

  private tei({ version }: ServiceConfig, name: string, task: "embed" | "rerank"): TeiServer {
    const common = this.common(name);
    const { clock, trouble } = common;
    const limits = {
      model: task === "embed" ? "BAAI/bge-base-en-v1.5" : "BAAI/bge-reranker-base",
      version,
      task,
      maxInputLength: 512,
      maxConcurrentRequests: 512,
      maxClientBatchSize: 32,
      maxBatchTokens: 16384,
    };
    const metrics = new TeiMetrics({
      version: teiVersionOf(version),
      task,
      maxInputLength: limits.maxInputLength,
    });
    const seconds = (tokens: number): number =>
      encodeSeconds(hardware[this.config.hardware], task, tokens);
    const batcher = new Batcher(
      {
        maxBatchTokens: limits.maxBatchTokens,
        // TEI's CPU backends compute four inputs at a time, its GPU ones as many as the tokens allow.
        maxBatchInputs: this.config.hardware === "gpu" ? Infinity : 4,
        batchSeconds: (tokens) => seconds(tokens) * trouble.slowdown,
      },
      clock,
      (polled) => {
        metrics.record({ kind: "queue-polled", at: clock.now(), ...polled });
      },
    );
    return new TeiServer({ limits, batcher, metrics, ...common });
  }

  private retriever(service: ServiceConfig, name: string): RetrieverServer {
    const { chunks, search, retrieverWorkers } = this.config.shape;
    return new RetrieverServer({
      ...this.opeaParts(service, name, "retriever"),
      station: new Station(this.clock, retrieverWorkers),
      store: this.store,
      chunks,
      searchSeconds: search,
    });
  }

  private dataprep(service: ServiceConfig, name: string): DataprepServer {
    return new DataprepServer({
      ...this.opeaParts(service, name, "dataprep"),
      station: new Station(this.clock, 1),
      store: this.store,
      chunkSeconds: this.config.shape.chunkSeconds,
    });
  }

  private opeaParts(
    { version }: ServiceConfig,
    name: string,
    service: OpeaOptions["service"],
  ): OpeaServerParts {
    const startedAt = this.clock.now();
    return {
      metrics: new OpeaMetrics({
        version: opeaVersionOf(version),
        service,
        startedAt,
        epoch: this.clock.startedAt,
      }),
      process: new PythonProcess(opeaFootprint, startedAt),
      ...this.common(name),
    };
  }

  private common(name: string) {
    return {
      trouble: this.troubleOf(name),
      clock: this.clock,
      random: new Random(this.config.seed, `${name} at ${this.clock.now()}`),
    };
  }
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
