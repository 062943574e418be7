/** Maps values of an axis to the share of its length, from 0 to 1. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
  readonly position: (value: number) => number;
}

export interface ScaleLimits {
  /** Fixed by the board. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Included at least. */
  readonly softMin?: number | undefined;
  readonly softMax?: number | undefined;
  /** 2 or 10, for a logarithmic axis. */
  readonly logBase?: number | undefined;
  /** What a step of ticks is a round number of: 1024 for bytes, 60 for seconds from ten on. */
  readonly base?: 10 | 60 | 1024;
}

/** Ticks at most, beside the one at the lower end. */
const mostTicks = 5;

export function valueScale(values: readonly number[], limits: ScaleLimits): Scale {
  const { logBase } = limits;
  return logBase === undefined ? linearScale(values, limits) : logScale(values, limits, logBase);
}

function linearScale(values: readonly number[], limits: ScaleLimits): Scale {
  const data = extent(values);
  const low = limits.min ?? Math.min(limits.softMin ?? Infinity, data?.min ?? 0);
  const high = limits.max ?? Math.max(limits.softMax ?? -Infinity, data?.max ?? 1);
  // A flat line needs room around it.
  const [from, to] = high > low ? [low, high] : spread(low, limits);
  const step = niceStep((to - from) / mostTicks, limits.base ?? 10);
  const min = limits.min ?? Math.floor(from / step + 1e-9) * step;
  const max = limits.max ?? Math.ceil(to / step - 1e-9) * step;
  return {
    min,
    max,
    ticks: multiples(step, min, max),
    position: (value) => (value - min) / (max - min),
  };
}

/** Zero is a good lower end for a value that never changed, half of it and more for the rest. */
function spread(value: number, { min, max }: ScaleLimits): readonly [number, number] {
  if (value === 0) return [min ?? 0, max ?? 1];
  if (min !== undefined) return [min, min + Math.max(1, Math.abs(min))];
  if (max !== undefined) return [max - Math.max(1, Math.abs(max)), max];
  return value > 0 ? [0, value * 1.25] : [value * 1.25, 0];
}

function extent(values: readonly number[]): { min: number; max: number } | undefined {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? undefined : { min, max };
}

function niceStep(rough: number, base: number): number {
  if (base === 60 && rough >= 10) {
    const steps = timeSteps.map((milliseconds) => milliseconds / 1000);
    return steps.find((step) => step >= rough) ?? rough;
  }
  if (base === 1024 && rough >= 1) {
    const unit = 1024 ** Math.floor(Math.log2(rough) / 10);
    return unit * 2 ** Math.ceil(Math.log2(rough / unit));
  }
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((each) => each * unit >= rough * (1 - 1e-9)) ?? 10;
  return step * unit;
}

function multiples(step: number, min: number, max: number): readonly number[] {
  const first = Math.ceil(min / step - 1e-9);
  const count = Math.floor(max / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

function logScale(values: readonly number[], limits: ScaleLimits, base: number): Scale {
  const data = extent(values.filter((value) => value > 0)) ?? { min: 1, max: base };
  const log = (value: number) => Math.log(value) / Math.log(base);
  const given = (limit: number | undefined) =>
    limit !== undefined && limit > 0 ? limit : undefined;
  const low = Math.floor(log(given(limits.min) ?? data.min) + 1e-9);
  const high = Math.max(low + 1, Math.ceil(log(given(limits.max) ?? data.max) - 1e-9));
  const every = Math.ceil((high - low) / mostTicks);
  const powers = Array.from(
    { length: Math.floor((high - low) / every) + 1 },
    (_, i) => low + i * every,
  );
  return {
    min: base ** low,
    max: base ** high,
    ticks: powers.map((power) => Number((base ** power).toPrecision(12))),
    // What has no logarithm lies at the lower end.
    position: (value) => (value > 0 ? Math.max(0, (log(value) - low) / (high - low)) : 0),
  };
}

const timeSteps: readonly number[] = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800, 1_209_600, 2_592_000,
].map((seconds) => seconds * 1000);

export interface TimeTick {
  /** Share of the axis, from 0 to 1. */
  readonly position: number;
  readonly text: string;
}

/** Round times of this machine's time zone, about `wanted` of them. */
export function timeTicks(from: number, to: number, wanted: number): readonly TimeTick[] {
  const step = timeSteps.find((each) => (to - from) / each <= wanted) ?? (to - from) / wanted;
  const shift = new Date(from).getTimezoneOffset() * 60_000;
  const first = Math.ceil((from - shift) / step) * step + shift;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const time = first + index * step;
    return { position: (time - from) / (to - from), text: timeText(time, step, to - from) };
  });
}

function timeText(milliseconds: number, step: number, range: number): string {
  const time = new Date(milliseconds);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  const hour = `${two(time.getHours())}:${two(time.getMinutes())}`;
  if (step >= 86_400_000) return day;
  if (range > 86_400_000) return `${day} ${hour}`;
  return step < 60_000 ? `${hour}:${two(time.getSeconds())}` : hour;
}
