/** How many requests come when, and what clients are like. */
export interface LoadProfile {
  /** Requests a second, so many seconds after the profile was chosen. */
  readonly rate: (seconds: number) => number;
  /** The highest that `rate` ever gives. */
  readonly peak: number;
  /** Share of the requests that no service can read. */
  readonly mistakes: number;
  /** Share of the clients that go away before the answer is complete. */
  readonly impatient: number;
}

export function constantRate(requestsPerSecond: number) {
  return { rate: () => requestsPerSecond, peak: requestsPerSecond };
}

/** Between bursts as many as usual; every `period` seconds so many seconds of more. */
export function bursts(usual: number, burst: number, { period, length }: BurstTiming) {
  return {
    rate: (seconds: number) => (seconds % period >= period - length ? burst : usual),
    peak: Math.max(usual, burst),
  };
}

export interface BurstTiming {
  readonly period: number;
  readonly length: number;
}

/** A day of 24 hours: least at the beginning, most at noon, `mean` on average. */
export function diurnal(mean: number) {
  const swing = 0.9;
  return {
    rate: (seconds: number) => mean * (1 - swing * Math.cos((2 * Math.PI * seconds) / 86_400)),
    peak: mean * (1 + swing),
  };
}
