/**
 * Burn rates: how many times faster than allowed a budget is spent. At 1 the budget of the window is
 * gone exactly at its end, whatever the window: a budget of 1 % over 7 days, spent at 3.5, lasts two.
 *
 * An alert watches a long interval, for which the spending has to be worth somebody's time, and a
 * short one, so that it ends soon after the spending does (Google, The Site Reliability Workbook,
 * chapter 5). What is worth a page is a share of the whole budget; the burn rate follows from it:
 *
 *     burn rate = share of the budget × window / long interval
 */
export interface BurnRateAlert {
  readonly severity: "critical" | "warning";
  /** In seconds. */
  readonly long: number;
  readonly short: number;
  readonly burnRate: number;
  /** The ratio of bad events above which it fires: the burn rate times the share that is allowed. */
  readonly threshold: number;
}

interface Interval {
  readonly severity: "critical" | "warning";
  readonly long: number;
  readonly short: number;
  /** Of the budget, spent within the long interval: what the alert is about. */
  readonly share: { readonly ofWeeks: number; readonly ofDays: number };
}

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * `ofWeeks` are the workbook's shares, made for 30 days. In shorter windows they are too little to act
 * on: of the 50 minutes that 99.5 % leaves a week, 2 % is one. `ofDays` are the shares that Sloth has
 * for 7 days (github.com/slok/sloth, examples/windows/7d.yaml).
 */
const intervals: readonly Interval[] = [
  { severity: "critical", long: hour, short: 5 * minute, share: { ofWeeks: 0.02, ofDays: 0.08 } },
  {
    severity: "critical",
    long: 6 * hour,
    short: 30 * minute,
    share: { ofWeeks: 0.05, ofDays: 0.125 },
  },
  { severity: "warning", long: day, short: 2 * hour, share: { ofWeeks: 0.1, ofDays: 0.2 } },
  { severity: "warning", long: 3 * day, short: 6 * hour, share: { ofWeeks: 0.1, ofDays: 0.42 } },
];

/** Every interval over which ratios are recorded, beside the shortest, in seconds. */
export const recordedIntervals: readonly number[] = [
  ...new Set(intervals.flatMap(({ long, short }) => [short, long])),
]
  .filter((seconds) => seconds > 5 * minute)
  .sort((one, other) => one - other);

/** From here on a window counts as weeks. */
const weeks = 14 * day;

/**
 * The alerts on a budget. Left out are those that could never fire, as not even the failure of
 * everything is that many times the allowed share, and those that look further back than samples are
 * kept or than the window is long.
 * @param allowed the share of events that may be bad
 * @param window in seconds
 * @param retention in seconds
 */
export function burnRateAlerts(
  allowed: number,
  window: number,
  retention: number,
): readonly BurnRateAlert[] {
  return intervals
    .map(({ severity, long, short, share }): BurnRateAlert => {
      const spent = window < weeks ? share.ofDays : share.ofWeeks;
      // Below 1 the budget outlasts its window, and nothing is wrong.
      const burnRate = round(Math.max(1, (spent * window) / long));
      return { severity, long, short, burnRate, threshold: round(burnRate * allowed) };
    })
    .filter(({ threshold, long }) => threshold < 1 && long <= retention && long <= window);
}

/** For people: floating point would make 13.440000000000001 of it. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
