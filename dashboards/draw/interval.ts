import { durationPattern, parseDuration } from "../../plan/settings/quantity";

/** A time window, in milliseconds since 1970. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** What a query is asked with. All in milliseconds. */
export interface Timing {
  /** `$__interval`: between two points. */
  readonly interval: number;
  /** `$__rate_interval`: long enough for four samples, also where one scrape failed. */
  readonly rateInterval: number;
  /** `$__range`. */
  readonly range: number;
}

/** Points drawn per line: a panel is rarely more than 600 pixels wide, and each costs bytes. */
export const pointsPerLine = 240;

/** Prometheus refuses to answer with more. */
const mostPoints = 11_000;

/** Steps that people can read, in milliseconds. */
const readable: readonly number[] = [
  1, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 2e4, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 12e5,
  18e5, 36e5, 72e5, 108e5, 216e5, 432e5,
];

/** Above half a day: up to which interval the step is taken. */
const coarse: readonly (readonly [upTo: number, step: number])[] = [
  [864e5, 432e5],
  [6048e5, 864e5],
  [18144e5, 6048e5],
  [36288e5, 2592e6],
];

/** The readable step that Grafana takes for an interval in milliseconds: the nearest, or a coarser one. */
export function roundInterval(milliseconds: number): number {
  const step = readable.find((each, index) => {
    const next = readable[index + 1];
    return next !== undefined && milliseconds <= (index === 0 ? next : (each + next) / 2);
  });
  return step ?? coarse.find(([upTo]) => milliseconds <= upTo)?.[1] ?? 31536e6;
}

/** Limits that a panel and its query set themselves. */
export interface OwnTiming {
  /** `interval` of the panel: `1m`, or `>1m`. */
  readonly panelMinimum?: string | undefined;
  /** `interval` of the query, its "min step". */
  readonly queryMinimum?: string | undefined;
  /** `maxDataPoints` of the panel. */
  readonly points?: number | undefined;
}

/** As Grafana computes it, where the datasource has Prometheus' scrape interval as its own. */
export function timingFor(window: TimeWindow, scrape: number, own: OwnTiming = {}): Timing {
  const range = Math.max(1000, window.to - window.from);
  const points = Math.max(1, Math.min(own.points ?? pointsPerLine, pointsPerLine));
  const atLeast = (minimum: number) =>
    range / points < minimum ? minimum : roundInterval(range / points);
  const panelInterval = atLeast(minimumOf(own.panelMinimum) ?? scrape);
  const queryMinimum = minimumOf(own.queryMinimum);
  const wanted = queryMinimum === undefined ? panelInterval : atLeast(queryMinimum);
  const interval = Math.max(wanted, Math.ceil(range / mostPoints));
  const step = queryMinimum ?? scrape;
  return { interval, rateInterval: Math.max(panelInterval + step, 4 * step), range };
}

function minimumOf(text: string | undefined): number | undefined {
  const plain = text?.replace(/^[>=\s]+/, "") ?? "";
  if (!durationPattern.test(plain)) return undefined;
  const milliseconds = parseDuration(plain);
  return milliseconds > 0 ? milliseconds : undefined;
}

/** Prometheus evaluates at multiples of the step, so that a line does not wobble between two pages. */
export function alignWindow({ from, to }: TimeWindow, step: number): TimeWindow {
  return { from: Math.floor(from / step) * step, to: Math.floor(to / step) * step };
}

/** `90s`, `5m`, `1500ms`: the largest unit that divides it. */
export function durationText(milliseconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ["d", 864e5],
    ["h", 36e5],
    ["m", 6e4],
    ["s", 1e3],
  ];
  const whole = Math.max(1, Math.round(milliseconds));
  const [unit, per] = units.find(([, length]) => whole % length === 0) ?? ["ms", 1];
  return `${whole / per}${unit}`;
}

/** The built-in variables about time, by name. */
export function timeVariables(timing: Timing, window: TimeWindow): ReadonlyMap<string, string> {
  const seconds = (milliseconds: number) => String(Math.round(milliseconds / 1000));
  return new Map([
    ["__interval", durationText(timing.interval)],
    ["__interval_ms", String(timing.interval)],
    ["__rate_interval", durationText(timing.rateInterval)],
    ["__rate_interval_ms", String(timing.rateInterval)],
    ["__range", `${seconds(timing.range)}s`],
    ["__range_s", seconds(timing.range)],
    ["__range_ms", String(timing.range)],
    ["__from", String(window.from)],
    ["__to", String(window.to)],
  ]);
}
