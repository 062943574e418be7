import type { TeiOptions } from "./events";
import { geometricBounds } from "../rust/geometric-bounds";
import { HistogramLayout } from "../rust/histogram";

interface DurationLayouts {
  readonly total: HistogramLayout;
  readonly tokenization: HistogramLayout;
  readonly queue: HistogramLayout;
  readonly inference: HistogramLayout;
}

/** The histograms of a TEI: `router/src/prometheus.rs`, equal in v1.5.0 to v1.9.3. */
export interface TeiLayouts {
  readonly request: DurationLayouts;
  readonly input: DurationLayouts;
  readonly inputLength: HistogramLayout;
  readonly batchNextSize: HistogramLayout;
  readonly batchNextTokens: HistogramLayout;
}

const known = new Map<string, TeiLayouts>();

/** One and the same for equal options, however many servers have them. */
export function teiLayouts({ task, maxInputLength }: TeiOptions): TeiLayouts {
  const key = `${task}/${maxInputLength}`;
  const shared = known.get(key) ?? compose(task, maxInputLength);
  known.set(key, shared);
  return shared;
}

function compose(task: TeiOptions["task"], maxInputLength: number): TeiLayouts {
  const lengths = powersOfTwo(20).filter((bound) => bound <= maxInputLength);
  return {
    request: durations("te_request"),
    input: durations(task === "embed" ? "te_embed" : "te_predict"),
    inputLength: new HistogramLayout("te_request_input_length", lengths),
    batchNextSize: new HistogramLayout("te_batch_next_size", powersOfTwo(13)),
    batchNextTokens: new HistogramLayout("te_batch_next_tokens", powersOfTwo(21)),
  };
}

function durations(prefix: string): DurationLayouts {
  const bounds = geometricBounds(0.00001);
  return {
    total: new HistogramLayout(`${prefix}_duration`, bounds),
    tokenization: new HistogramLayout(`${prefix}_tokenization_duration`, bounds),
    queue: new HistogramLayout(`${prefix}_queue_duration`, bounds),
    inference: new HistogramLayout(`${prefix}_inference_duration`, bounds),
  };
}

function powersOfTwo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, power) => 2 ** power);
}
