import type { TgiEvent } from "../../../../simulator/metrics/tgi/events";
import type { VllmEvent } from "../../../../simulator/metrics/vllm/events";
import { type Hardware, llama3With8B } from "../../../../simulator/model/hardware";
import type {
  GenerationRequest,
  GenerationResult,
  LlmEngine,
} from "../../../../simulator/model/llm/generation";
import { TgiEngine, tgiSchedulerDefaults } from "../../../../simulator/model/llm/tgi-engine";
import { VllmEngine } from "../../../../simulator/model/llm/vllm-engine";
import { Random } from "../../../../simulator/model/random";
import { VirtualClock } from "../../../../simulator/model/virtual-clock";

/** Round figures, so that a test can do its own sums. */
export const plainHardware: Hardware = {
  memoryBandwidth: 1.606e12,
  computeRate: 1.606e14,
  kvCacheBytes: 60e9,
  stepOverhead: 1e-3,
  encoders: {
    embed: { computeRate: 1e12, batchOverhead: 1e-3 },
    rerank: { computeRate: 1e12, batchOverhead: 1e-3 },
  },
};

export const plainSettings = {
  hardware: plainHardware,
  model: llama3With8B,
  maxBatchSize: 32,
  blockSize: 16,
  blocks: 10_000,
  stepJitter: 0,
};

export type EngineKind = "tgi" | "vllm";

export interface Driven {
  readonly clock: VirtualClock;
  readonly engine: LlmEngine;
  readonly events: (TgiEvent | VllmEvent)[];
  readonly results: GenerationResult[];
  /** Tokens that clients got, of failed generations too. */
  tokens: number;
  failed: number;
  readonly submit: (request: GenerationRequest) => { readonly cancel: () => void };
}

/** An engine on a virtual clock, with what it told its clients and its metrics. */
export function driven(
  kind: EngineKind,
  settings: Partial<typeof plainSettings & { maxStepTokens: number }> = {},
): Driven {
  const clock = new VirtualClock();
  const events: (TgiEvent | VllmEvent)[] = [];
  const record = (event: TgiEvent | VllmEvent): void => void events.push(event);
  const random = new Random(1, "steps");
  const common = { ...plainSettings, maxStepTokens: 2048, ...settings };
  const engine =
    kind === "tgi"
      ? new TgiEngine({ ...common, ...tgiSchedulerDefaults }, clock, random, record)
      : new VllmEngine(common, clock, random, record);
  const state: Driven = {
    clock,
    engine,
    events,
    results: [],
    tokens: 0,
    failed: 0,
    submit: (request) =>
      engine.submit(request, {
        token: () => state.tokens++,
        finished: (result) => state.results.push(result),
        failed: () => state.failed++,
      }),
  };
  return state;
}
