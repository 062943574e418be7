import { TgiMetrics } from "../metrics/tgi/tgi-metrics";
import { VllmMetrics } from "../metrics/vllm/vllm-metrics";
import type { Clock } from "../model/clock";
import type { HardwareName } from "../model/hardware";
import type { Lengths } from "../model/lengths";
import { TgiEngine } from "../model/llm/tgi-engine";
import { VllmEngine } from "../model/llm/vllm-engine";
import type { Random } from "../model/random";
import type { LlmServer } from "../servers/llm-server";
import { PythonProcess, vllmFootprint } from "../servers/python-process";
import type { Trouble } from "../servers/server";
import { TgiServer } from "../servers/tgi-server";
import { VllmServer } from "../servers/vllm-server";
import { tgiPreset, vllmPreset } from "./engine-presets";
import type { ServiceConfig } from "./service-config";
import { tgiVersionOf, vllmVersionOf } from "./versions";

export interface LlmParts {
  readonly hardware: HardwareName;
  readonly answers: Lengths;
  readonly trouble: Trouble;
  readonly clock: Clock;
  readonly random: Random;
}

export function createLlm(parts: LlmParts, { software, version }: ServiceConfig): LlmServer {
  return software === "tgi" ? createTgi(parts, version) : createVllm(parts, version);
}

function createTgi(parts: LlmParts, version: string): TgiServer {
  const { hardware, clock, random, trouble } = parts;
  const preset = tgiPreset(hardware);
  const limits = { ...preset.limits, version };
  const metrics = new TgiMetrics({ ...limits, version: tgiVersionOf(version) });
  const settings = { ...preset.settings, pace: trouble };
  const engine = new TgiEngine(settings, clock, random, (event) => {
    metrics.record(event);
  });
  return new TgiServer({ limits, engine, metrics, ...parts });
}

function createVllm(parts: LlmParts, version: string): VllmServer {
  const { hardware, clock, random, trouble } = parts;
  const preset = vllmPreset(hardware);
  const limits = { ...preset.limits, version };
  const { blockSize, blocks } = preset.settings;
  const startedAt = clock.now();
  const metrics = new VllmMetrics({
    version: vllmVersionOf(version),
    model: limits.model,
    maxModelLength: limits.maxTotalTokens,
    blockSize,
    blocks,
    startedAt,
    epoch: clock.startedAt,
  });
  const settings = { ...preset.settings, pace: trouble };
  const engine = new VllmEngine(settings, clock, random, (event) => {
    metrics.record(event);
  });
  const process = new PythonProcess(vllmFootprint, startedAt);
  return new VllmServer({ limits, engine, metrics, process, ...parts });
}
