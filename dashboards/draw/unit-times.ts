interface Scale {
  /** In seconds. */
  readonly per: number;
  readonly suffix: string;
}

const scales: readonly Scale[] = [
  { per: 1e-9, suffix: " ns" },
  { per: 1e-6, suffix: " µs" },
  { per: 1e-3, suffix: " ms" },
  { per: 1, suffix: " s" },
  { per: 60, suffix: " mins" },
  { per: 3600, suffix: " hours" },
  { per: 86_400, suffix: " days" },
  { per: 604_800, suffix: " weeks" },
  { per: 31_536_000, suffix: " years" },
];

const second = scales[3] ?? { per: 1, suffix: " s" };

/** The largest scale that the duration fills. Nothing at all is `0 s`. */
export function secondsScale(seconds: number): Scale {
  if (seconds === 0) return second;
  return scales.findLast(({ per }) => Math.abs(seconds) >= per * (1 - 1e-9)) ?? scales[0] ?? second;
}

/** As `secondsScale`, but never finer than the unit that the value is given in. */
export function timeScale(seconds: number, unitSeconds: number): Scale {
  const found = secondsScale(seconds);
  if (seconds !== 0 && found.per >= unitSeconds * (1 - 1e-9)) return found;
  return scales.find(({ per }) => per >= unitSeconds * (1 - 1e-9)) ?? second;
}

/** `2 days, 4 hours`: the largest unit and the one below it. */
export function duration(seconds: number): string {
  if (seconds < 0) return `${duration(-seconds)} ago`;
  const words: readonly (readonly [word: string, per: number])[] = [
    ["year", 31_536_000],
    ["week", 604_800],
    ["day", 86_400],
    ["hour", 3600],
    ["minute", 60],
    ["second", 1],
  ];
  let rest = Math.floor(seconds);
  const counts = words.map(([word, per]) => {
    const count = Math.floor(rest / per);
    rest -= count * per;
    return { word, count };
  });
  const first = counts.findIndex(({ count }) => count > 0);
  if (first === -1) return "0 seconds";
  return counts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}${count === 1 ? "" : "s"}`)
    .join(", ");
}

/** `HH:MM:SS`. */
export function clock(seconds: number): string {
  if (seconds < 0) return `${clock(-seconds)} ago`;
  const parts = [seconds / 3600, (seconds % 3600) / 60, seconds % 60];
  return parts.map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

/** Of milliseconds since 1970, in this machine's time zone. */
export function isoTime(milliseconds: number): string {
  const time = new Date(milliseconds);
  if (Number.isNaN(time.getTime())) return String(milliseconds);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-");
  return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":")}`;
}
