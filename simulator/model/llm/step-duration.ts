import { stepSeconds } from "../hardware";
import type { Random } from "../random";
import type { EngineSettings } from "./engine-settings";

/**
 * What a step takes: the roofline's figure, a little more or less as on any real machine (never below
 * half), and longer while the engine is slowed down.
 */
export function stepDuration(
  { hardware, model, stepJitter, pace }: EngineSettings,
  tokens: number,
  contextTokens: number,
  random: Random,
): number {
  const seconds = stepSeconds(hardware, model, tokens, contextTokens) * (pace?.slowdown ?? 1);
  return stepJitter === 0 ? seconds : seconds * Math.max(0.5, 1 + stepJitter * random.normal());
}
