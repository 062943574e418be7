const units = [
  ["d", 86_400],
  ["h", 3_600],
  ["m", 60],
  ["s", 1],
] as const;

/** A whole number of seconds as a Prometheus duration, in the largest unit that divides it: `5m`. */
export function duration(seconds: number): string {
  const [unit, length] = units.find(([, candidate]) => seconds % candidate === 0) ?? ["s", 1];
  return `${seconds / length}${unit}`;
}

const words = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
  ["millisecond", 0.001],
] as const;

/** For people, in the largest unit that gives at most one decimal: `12.5 hours`, `200 milliseconds`. */
export function inWords(seconds: number): string {
  for (const [word, length] of words) {
    const count = Math.round((seconds / length) * 10) / 10;
    if (
      count >= 1 &&
      (Math.abs(count * length - seconds) < seconds * 0.02 || word === "millisecond")
    ) {
      return `${count} ${word}${count === 1 ? "" : "s"}`;
    }
  }
  return `${seconds} seconds`;
}

/** As engineers write it in a table: `200 ms`, `2.5 s`. */
export function inShort(seconds: number): string {
  const rounded = (value: number) => Number(value.toPrecision(3));
  return seconds < 1 ? `${rounded(seconds * 1000)} ms` : `${rounded(seconds)} s`;
}
