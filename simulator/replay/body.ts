import { writeNumber } from "./number-notation";
import type { Stretch, Phase, Timeline, PhaseLine } from "./timeline";

/** A moment of a replay. */
export interface Moment {
  /** Since the replay started; 0 or more. */
  readonly elapsedSeconds: number;
  /** Questions put to ChatQnA, each of which reaches the service as its recording says. */
  readonly requestsPerSecond: number;
  /** Unix time of the replay's start in seconds: what start times and `_created` are based on. */
  readonly startedAt: number;
}

/** Once all frames were played: so many requests of light traffic, then so many of a rush. */
const calmRequests = 240;
const rushRequests = 60;
const roundRequests = calmRequests + rushRequests;

/**
 * The body a service serves at a moment. Equal arguments give equal bytes. Requests finish whole:
 * between two requests nothing moves, at the number of requests of a recorded frame all counters
 * are that frame's.
 */
export function bodyAt(timeline: Timeline, moment: Moment): string {
  const perSecond = moment.requestsPerSecond * timeline.recording.requestsPerQuestion;
  const requests = Math.floor(moment.elapsedSeconds * perSecond);
  const phase = phaseAt(timeline.phases, requests);
  const done = requestsByStretch(phase, requests);
  const instant: Instant = {
    phase,
    done,
    height: rushHeight(phase, requests),
    unixTime: (request) => moment.startedAt + request / perSecond,
    startedAt: moment.startedAt,
  };
  const { notation } = timeline.recording;
  return phase.lines
    .map((line) =>
      line.kind === "still"
        ? line.text
        : `${line.written} ${writeNumber(valueAt(line, instant), notation)}`,
    )
    .join("\n");
}

interface Instant {
  readonly phase: Phase;
  readonly done: readonly number[];
  /** 0 idle to 1 the recorded height of a rush. */
  readonly height: number;
  /** When a request finished. */
  readonly unixTime: (request: number) => number;
  readonly startedAt: number;
}

function phaseAt(phases: readonly Phase[], requests: number): Phase {
  const phase = phases.findLast(({ startsAt }) => startsAt <= requests);
  if (phase === undefined) throw new Error("A timeline starts with the fresh body, at 0 requests.");
  return phase;
}

function requestsByStretch({ base, stretches }: Phase, requests: number): readonly number[] {
  if (stretches.length === 1) return [requests - base];
  const calm = calmUpTo(requests) - calmUpTo(base);
  return [calm, requests - base - calm];
}

function calmUpTo(requests: number): number {
  const rounds = Math.floor(requests / roundRequests);
  return rounds * calmRequests + Math.min(requests % roundRequests, calmRequests);
}

/** Rises, stays, falls: a quarter of the rush up, a quarter of it down. */
function rushHeight({ base, stretches }: Phase, requests: number): number {
  const [only, second] = stretches;
  if (second !== undefined)
    return trapeze(((requests % roundRequests) - calmRequests) / rushRequests);
  return only?.rush === true ? trapeze((requests - base) / only.requests) : 0;
}

function trapeze(progress: number): number {
  return Math.max(0, Math.min(1, 4 * progress, 4 * (1 - progress)));
}

function valueAt(line: Exclude<PhaseLine, { kind: "still" }>, instant: Instant): number {
  switch (line.kind) {
    case "counter": {
      const { base, increases, whole } = line;
      return sum(base, instant, (stretch, done, turn) =>
        share(increases[turn] ?? 0, done, stretch.requests, whole),
      );
    }
    case "sum": {
      const { base, increases, countIncreases, whole } = line;
      return sum(base, instant, (stretch, done, turn) => {
        const count = countIncreases[turn] ?? 0;
        const counted = Math.floor((count * done) / stretch.requests);
        return count === 0 ? 0 : share(increases[turn] ?? 0, counted, count, whole);
      });
    }
    case "gauge": {
      const value = line.idle + (line.rush - line.idle) * instant.height;
      return line.whole ? Math.round(value) : value;
    }
    case "time":
      return "request" in line.since
        ? instant.unixTime(line.since.request)
        : instant.startedAt - line.since.secondsBeforeStart;
  }
}

function sum(
  base: number,
  { phase, done }: Instant,
  part: (stretch: Stretch, done: number, turn: number) => number,
): number {
  return phase.stretches.reduce(
    (total, stretch, turn) => total + part(stretch, done[turn] ?? 0, turn),
    base,
  );
}

/** Whole numbers are rounded down stretch by stretch, so that a bucket never overtakes its count. */
function share(increase: number, part: number, of: number, whole: boolean): number {
  const value = (increase * part) / of;
  return whole ? Math.floor(value) : value;
}
