/**
 * Durations and sizes in the notation of Prometheus' configuration and flags. The text is kept for
 * rendering; the numbers are for comparing.
 */

const millisecondsPerUnit = {
  y: 365 * 86_400_000,
  w: 7 * 86_400_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
} as const;

/** Each unit at most once, from the largest to the smallest: `1h30m`, never `30m1h`. */
export const durationPattern =
  /^(?=.)(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** In milliseconds; 0 for text that is no duration. */
export function parseDuration(text: string): number {
  const counts = durationPattern.exec(text)?.slice(1) ?? [];
  return Object.values(millisecondsPerUnit).reduce(
    (total, milliseconds, position) => total + Number(counts[position] ?? 0) * milliseconds,
    0,
  );
}

const prefixes = ["", "K", "M", "G", "T", "P"] as const;

/** `GB` and `GiB` are the same to Prometheus: powers of 1024. */
export const sizePattern = /^(\d+(?:\.\d+)?)([KMGTP]?)i?B$/;

/** In bytes; 0 for text that is no size. */
export function parseSize(text: string): number {
  const [, count, prefix] = sizePattern.exec(text) ?? [];
  const power = prefixes.findIndex((candidate) => candidate === prefix);
  return power < 0 ? 0 : Number(count) * 1024 ** power;
}

/** A size of the same unit as `like`, rounded down to a tenth of it. */
export function sizeLike(like: string, bytes: number): string {
  const unit = like.replace(/^[\d.]+/, "");
  const tenths = Math.floor((bytes / parseSize(`1${unit}`)) * 10);
  return `${tenths / 10}${unit}`;
}

/** What the writer of a malformed duration most likely meant: `5 s`, `5sec` and 5 are `5s`. */
export function nearestDuration(text: string): string | undefined {
  const [, count, word] = /^\s*(\d+)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  if (count === undefined || word === undefined || Number(count) === 0) return undefined;
  const unit = unitOf(word.toLowerCase());
  return unit === undefined ? undefined : `${Number(count)}${unit}`;
}

function unitOf(word: string): string | undefined {
  if (word === "") return "s";
  if (word === "ms" || word.startsWith("mil")) return "ms";
  if (/^mo(n|$)/.test(word)) return undefined;
  return Object.keys(millisecondsPerUnit).find((unit) => unit !== "ms" && word.startsWith(unit));
}

/** What the writer of a malformed size most likely meant: `2 gb`, `2G` and `2Gi` are `2GB`. */
export function nearestSize(text: string): string | undefined {
  const [, count, prefix, binary] = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp])(i?)b?\s*$/i.exec(text) ?? [];
  if (count === undefined || prefix === undefined || Number(count) === 0) return undefined;
  return `${count}${prefix.toUpperCase()}${binary === "" ? "B" : "iB"}`;
}
