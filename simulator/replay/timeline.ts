import type { Exposition, Sample } from "./exposition";
import { samplesOf } from "./exposition";
import type { Recording, State } from "./recordings";

/**
 * A recording made ready to be played: all that does not depend on the moment is worked out, so
 * that a scrape of TGI's 1,900 samples is a walk over an array.
 */
export interface Timeline {
  readonly recording: Recording;
  /** In the order they are played; the last one goes on for ever. */
  readonly phases: readonly Phase[];
}

/** What is served from a number of finished requests on, until the next phase. */
export interface Phase {
  readonly startsAt: number;
  /** Requests of the frame its counters start from; later requests are added by the stretches. */
  readonly base: number;
  /** Requests over which the increase of each stretch was recorded. */
  readonly stretches: readonly Stretch[];
  readonly lines: readonly PhaseLine[];
}

/** A recorded stretch between two bodies. Light traffic unless it is a rush. */
export interface Stretch {
  readonly requests: number;
  readonly rush: boolean;
}

export type PhaseLine =
  /** Text that stays: comments, constants, with their line feeds. */
  | { readonly kind: "still"; readonly text: string }
  /** A counter, a bucket, a count: its increase over each stretch. `whole`: takes whole numbers only. */
  | (Moving & { readonly kind: "counter" })
  /** Follows the count of the same histogram or summary, so that the mean stays a recorded one. */
  | (Moving & { readonly kind: "sum"; readonly countIncreases: readonly number[] })
  | {
      readonly kind: "gauge";
      readonly written: string;
      readonly idle: number;
      readonly rush: number;
      readonly whole: boolean;
    }
  /** Unix time: seconds before the replay's start, or the request at which it was first shown. */
  | {
      readonly kind: "time";
      readonly written: string;
      readonly since: { readonly secondsBeforeStart: number } | { readonly request: number };
    };

interface Moving {
  readonly written: string;
  readonly base: number;
  readonly increases: readonly number[];
  readonly whole: boolean;
}

/** The bodies of one recording, by state: its frames and the one amid a rush. */
export type Bodies = ReadonlyMap<State, Exposition>;

/** @throws Error if a body of the recording is missing: a defect of the catalogue, not of a user */
export function timelineOf(recording: Recording, bodies: Bodies): Timeline {
  const frames = recording.frames.map((frame) => readFrame(frame.state, bodies));
  const source: Source = {
    recording,
    frames,
    rushGauges:
      recording.rush.gauges === undefined
        ? new Map()
        : readFrame(recording.rush.gauges, bodies).values,
    whole: wholeSeries(frames),
    freshTime: latestTime(frames),
  };
  return { recording, phases: frames.flatMap((_, index) => phasesAfter(index, source)) };
}

interface ReadFrame {
  readonly exposition: Exposition;
  readonly values: ReadonlyMap<string, number>;
}

interface Source {
  readonly recording: Recording;
  readonly frames: readonly ReadFrame[];
  readonly rushGauges: ReadonlyMap<string, number>;
  readonly whole: ReadonlySet<string>;
  /** The youngest time in the fresh body; the replay starts at that moment. */
  readonly freshTime: number;
}

interface FramePair {
  readonly from: number;
  readonly to: number;
}

function readFrame(state: State, bodies: Bodies): ReadFrame {
  const exposition = bodies.get(state);
  if (exposition === undefined) throw new Error(`The recording lacks the body "${state}".`);
  return {
    exposition,
    values: new Map(samplesOf(exposition).map(({ series, value }) => [series, value])),
  };
}

/** The phase of one frame, and before the next one the phase that shows its series early. */
function phasesAfter(index: number, source: Source): readonly Phase[] {
  const { frames } = source.recording;
  const frame = at(frames, index);
  const next = frames[index + 1];
  if (next === undefined) {
    return [phase(frame.requests, index, index, endlessStretches(source.recording), source)];
  }
  const stretches = [{ from: index, to: index + 1 }];
  const own = phase(frame.requests, index, index, stretches, source);
  return next.shownFrom === undefined
    ? [own]
    : [own, phase(next.shownFrom, index, index + 1, stretches, source)];
}

/** After the last frame light traffic and rushes take turns, each with its recorded increase. */
function endlessStretches({ frames, calm, rush }: Recording): readonly FramePair[] {
  return [calm, rush.counters ?? calm].map((state) => {
    const to = frames.findIndex((frame) => frame.state === state);
    if (to < 1) throw new Error(`"${state}" is no later frame of the recording.`);
    return { from: to - 1, to };
  });
}

function phase(
  startsAt: number,
  base: number,
  shown: number,
  stretches: readonly FramePair[],
  source: Source,
): Phase {
  const { frames, rush } = source.recording;
  return {
    startsAt,
    base: at(frames, base).requests,
    stretches: stretches.map(({ from, to }, turn) => ({
      requests: at(frames, to).requests - at(frames, from).requests,
      rush: turn > 0 || at(frames, to).state === rush.counters,
    })),
    lines: mergeStill(
      at(source.frames, shown).exposition.map((line) =>
        line.kind === "text"
          ? { kind: "still", text: line.text }
          : phaseLine(line.sample, base, stretches, source),
      ),
    ),
  };
}

function phaseLine(
  sample: Sample,
  base: number,
  stretches: readonly FramePair[],
  source: Source,
): PhaseLine {
  const { series, written, role } = sample;
  const still: PhaseLine = { kind: "still", text: `${written} ${sample.valueText}` };
  if (isTime(sample)) return { kind: "time", written, since: firstShown(series, source) };
  const whole = source.whole.has(series);
  if (role === "gauge" || role === "quantile") {
    const rush = source.rushGauges.get(series) ?? sample.value;
    return rush === sample.value
      ? still
      : { kind: "gauge", written, idle: sample.value, rush, whole };
  }
  const increases = increasesOf(series, stretches, source);
  const moving = { written, base: valueIn(base, series, source), increases, whole };
  if (increases.every((increase) => increase === 0)) return still;
  if (role !== "sum") return { kind: "counter", ...moving };
  const count = series.replace(`${sample.family}_sum`, `${sample.family}_count`);
  return { kind: "sum", ...moving, countIncreases: increasesOf(count, stretches, source) };
}

function increasesOf(
  series: string,
  stretches: readonly FramePair[],
  source: Source,
): readonly number[] {
  return stretches.map(
    ({ from, to }) => valueIn(to, series, source) - valueIn(from, series, source),
  );
}

/** A series that is not there yet counts as 0. */
function valueIn(frame: number, series: string, { frames }: Source): number {
  return at(frames, frame).values.get(series) ?? 0;
}

function isTime({ name, role }: Sample): boolean {
  return role === "gauge" && (name === "process_start_time_seconds" || name.endsWith("_created"));
}

/** Times keep their distance to the fresh scrape; those of later series are set by the replay. */
function firstShown(
  series: string,
  { frames, recording, freshTime }: Source,
): { readonly secondsBeforeStart: number } | { readonly request: number } {
  const index = frames.findIndex(({ values }) => values.has(series));
  const first = at(recording.frames, index);
  if (index > 0) return { request: first.shownFrom ?? first.requests };
  return { secondsBeforeStart: freshTime - (at(frames, 0).values.get(series) ?? freshTime) };
}

function latestTime(frames: readonly ReadFrame[]): number {
  const times = samplesOf(at(frames, 0).exposition).filter(isTime);
  return Math.max(...times.map(({ value }) => value));
}

/** Series that no recorded body has with a fraction: buckets, tokens, bytes. */
function wholeSeries(frames: readonly ReadFrame[]): ReadonlySet<string> {
  const all = frames.flatMap(({ values }) => [...values]);
  const broken = new Set(all.filter(([, value]) => !Number.isInteger(value)).map(([key]) => key));
  return new Set(all.map(([series]) => series).filter((series) => !broken.has(series)));
}

/** Joins what stays into few strings: most of a body is text between numbers. */
function mergeStill(lines: readonly PhaseLine[]): readonly PhaseLine[] {
  const merged: PhaseLine[] = [];
  for (const line of lines) {
    const last = merged.at(-1);
    if (line.kind === "still" && last?.kind === "still") {
      merged[merged.length - 1] = { kind: "still", text: `${last.text}\n${line.text}` };
    } else {
      merged.push(line);
    }
  }
  return merged;
}

/** An index that the callers have from the same list. */
function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`The recording has no frame ${index}.`);
  return item;
}
