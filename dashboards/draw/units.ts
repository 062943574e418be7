import { clock, duration, isoTime, secondsScale, timeScale } from "./unit-times";

/** A value as it is read: `1.24` with ` s`, or `12` with the prefix `$`. */
export interface Formatted {
  readonly prefix: string;
  readonly text: string;
  /** With its leading space where the unit has one. */
  readonly suffix: string;
}

/** Decimals undefined: as many as the size of the number calls for. */
type Format = (value: number, decimals: number | undefined) => Formatted;

/**
 * A value in a unit of Grafana's (`s`, `percentunit`, `suffix: tok/s`), written as Grafana writes
 * it. A unit nobody knows is taken for the word to put behind the number, as there.
 */
export function formatValue(value: number, unit: string | undefined, decimals?: number): Formatted {
  if (Number.isNaN(value)) return plain("NaN");
  if (!Number.isFinite(value)) return plain(value > 0 ? "∞" : "−∞");
  return formatOf(unit ?? "none")(value, decimals);
}

export function formatText(value: number, unit: string | undefined, decimals?: number): string {
  const { prefix, text, suffix } = formatValue(value, unit, decimals);
  return `${prefix}${text}${suffix}`;
}

function plain(text: string, suffix = "", prefix = ""): Formatted {
  return { prefix, text, suffix };
}

/** About three digits that mean something; a whole number has no decimals. */
export function decimalsFor(value: number): number {
  if (value === 0 || Number.isInteger(value)) return 0;
  const magnitude = Math.floor(Math.log10(Math.abs(value)));
  const leading = value / 10 ** (magnitude - 1);
  return Math.max(0, 1 - magnitude + (leading > 2.25 ? 1 : 0));
}

function fixed(value: number, decimals: number | undefined): string {
  const digits = Math.min(20, Math.max(0, decimals ?? decimalsFor(value)));
  const text = value.toFixed(digits);
  // Not "-0.00".
  return Number(text) === 0 ? text.replace("-", "") : text;
}

const suffixed =
  (suffix: string): Format =>
  (value, decimals) =>
    plain(fixed(value, decimals), suffix);

const prefixed =
  (prefix: string): Format =>
  (value, decimals) =>
    plain(fixed(value, decimals), "", prefix);

/** Divides by a power of `factor`; `suffixes[base]` is that of the unit itself. */
function scaled(factor: number, suffixes: readonly string[], base = 0): Format {
  return (value, decimals) => {
    const power = value === 0 ? 0 : Math.floor(logarithm(Math.abs(value), factor));
    const step = Math.min(suffixes.length - 1 - base, Math.max(-base, power));
    return plain(fixed(value / factor ** step, decimals), suffixes[base + step] ?? "");
  };
}

/** Rounded, as the logarithm of 1000 is 2.9999999999999996. */
function logarithm(value: number, base: number): number {
  return Number((Math.log(value) / Math.log(base)).toFixed(12));
}

const metric = ["f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y"];
const binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"];
const unscaled = metric.indexOf("");

/** `shift` 1: the number counts thousands already. */
function si(unit: string, shift = 0): Format {
  return scaled(
    1000,
    metric.map((prefix) => ` ${prefix}${unit}`),
    unscaled + shift,
  );
}

function iec(unit: string, shift = 0): Format {
  return scaled(
    1024,
    binary.map((prefix) => ` ${prefix}${unit}`),
    shift,
  );
}

function counted(unit: string): Format {
  return scaled(
    1000,
    ["", "K", "M", "B", "T"].map((prefix) => `${prefix} ${unit}`),
  );
}

function truth(yes: string, no: string): Format {
  return (value) => plain(value === 0 ? no : yes);
}

/** 0.00004 s are 40 µs, not 39.99999999999999. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function timed(unitSeconds: number): Format {
  return (value, decimals) => {
    const { per, suffix } = timeScale(value * unitSeconds, unitSeconds);
    return plain(fixed(rounded((value * unitSeconds) / per), decimals), suffix);
  };
}

const inSeconds: Format = (value, decimals) => {
  const { per, suffix } = secondsScale(value);
  return plain(fixed(rounded(value / per), decimals), suffix);
};

const percent: Format = (value, decimals) => plain(fixed(value, decimals), "%");

/** Grafana's ids, those that boards about servers, hosts and accelerators use. */
const formats: Readonly<Record<string, Format>> = {
  none: suffixed(""),
  string: (value) => plain(String(value)),
  short: scaled(1000, ["", " K", " Mil", " Bil", " Tri", " Quadr", " Quint", " Sext", " Sept"]),
  sishort: scaled(
    1000,
    metric.map((prefix) => (prefix === "" ? "" : ` ${prefix}`)),
    unscaled,
  ),
  percent,
  percentunit: (value, decimals) => percent(value * 100, decimals),
  locale: (value, decimals) =>
    plain(value.toLocaleString("en", { maximumFractionDigits: decimals ?? 3 })),
  sci: (value, decimals) => plain(value.toExponential(decimals)),
  hex: (value) => plain(Math.round(value).toString(16).toUpperCase()),
  humidity: suffixed(" %H"),
  degree: suffixed(" °"),
  bool: truth("True", "False"),
  bool_yes_no: truth("Yes", "No"),
  bool_on_off: truth("On", "Off"),
  ns: timed(1e-9),
  µs: timed(1e-6),
  ms: timed(1e-3),
  s: inSeconds,
  m: timed(60),
  h: timed(3600),
  d: timed(86_400),
  dtdurations: (value) => plain(duration(value)),
  dtdurationms: (value) => plain(duration(value / 1000)),
  dthms: (value) => plain(clock(value)),
  clocks: (value) => plain(clock(value)),
  clockms: (value) => plain(clock(value / 1000)),
  dateTimeAsIso: (value) => plain(isoTime(value)),
  dateTimeAsIsoNoDateIfToday: (value) => plain(isoTime(value)),
  dateTimeAsUS: (value) => plain(isoTime(value)),
  dateTimeFromNow: (value) => plain(isoTime(value)),
  dateTimeAsSystem: (value) => plain(isoTime(value)),
  bits: iec("b"),
  bytes: iec("B"),
  kbytes: iec("B", 1),
  mbytes: iec("B", 2),
  gbytes: iec("B", 3),
  decbits: si("b"),
  decbytes: si("B"),
  deckbytes: si("B", 1),
  decmbytes: si("B", 2),
  decgbytes: si("B", 3),
  Bps: si("B/s"),
  KBs: si("B/s", 1),
  MBs: si("B/s", 2),
  GBs: si("B/s", 3),
  bps: si("b/s"),
  Kbits: si("b/s", 1),
  Mbits: si("b/s", 2),
  Gbits: si("b/s", 3),
  binBps: iec("B/s"),
  KiBs: iec("B/s", 1),
  MiBs: iec("B/s", 2),
  binbps: iec("b/s"),
  pps: si("p/s"),
  flops: si("FLOP/s"),
  hertz: si("Hz"),
  rotrpm: suffixed(" rpm"),
  watt: si("W"),
  kwatt: si("W", 1),
  mwatt: si("W", -1),
  joule: si("J"),
  watth: si("Wh"),
  volt: si("V"),
  mvolt: si("V", -1),
  amp: si("A"),
  mamp: si("A", -1),
  celsius: suffixed(" °C"),
  fahrenheit: suffixed(" °F"),
  kelvin: suffixed(" K"),
  cps: counted("c/s"),
  ops: counted("ops/s"),
  reqps: counted("req/s"),
  rps: counted("rd/s"),
  wps: counted("wr/s"),
  iops: counted("io/s"),
  eps: counted("evt/s"),
  mps: counted("msg/s"),
  opm: counted("ops/m"),
  rpm: counted("rd/m"),
  wpm: counted("wr/m"),
  reqpm: counted("req/m"),
  currencyUSD: prefixed("$"),
  currencyEUR: prefixed("€"),
};

/** `suffix: tok/s`, `si:gW`: units that their board brings along. */
const made: Readonly<Record<string, (argument: string) => Format>> = {
  prefix: prefixed,
  // Grafana separates them by a space, also where the author wrote one already.
  suffix: (text) => suffixed(` ${text.trimStart()}`),
  count: counted,
  currency: prefixed,
  time: () => (value) => plain(isoTime(value)),
  si: (text) => {
    const shift = metric.indexOf(text.charAt(0));
    return shift === -1 || text.length === 1 ? si(text) : si(text.slice(1), shift - unscaled);
  },
  bool: (text) => {
    const [yes = "", no = "-"] = text.split("/");
    return truth(yes, no);
  },
};

function formatOf(unit: string): Format {
  const known = Object.hasOwn(formats, unit) ? formats[unit] : undefined;
  if (known !== undefined) return known;
  const [, kind = "", argument = ""] = /^(\w+):(.*)$/s.exec(unit) ?? [];
  const make = Object.hasOwn(made, kind) ? made[kind] : undefined;
  return make === undefined ? suffixed(` ${unit}`) : make(argument);
}
