import type { Random } from "./random";

/**
 * How long texts are, in tokens: log-normal, as lengths of prompts and answers are found to be, cut
 * to a range. A sigma of 0 makes all of them the median.
 */
export interface Lengths {
  readonly median: number;
  /** Standard deviation of the logarithm. */
  readonly sigma: number;
  readonly min: number;
  readonly max: number;
}

export function drawLength({ median, sigma, min, max }: Lengths, random: Random): number {
  return Math.min(max, Math.max(min, Math.round(random.logNormal(median, sigma))));
}

/** The mean of the log-normal before it is cut: what capacity is reckoned with. */
export function meanLength({ median, sigma, min, max }: Lengths): number {
  return Math.min(max, Math.max(min, median * Math.exp(sigma ** 2 / 2)));
}
