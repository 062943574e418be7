/** Labels that a scrape adds to every series of a target. */
export type TargetLabels = Readonly<Record<string, string>>;

/**
 * Turns lines of a `/metrics` into lines of OpenMetrics as Prometheus 3 would have stored them: with
 * the target's labels and with `le` and `quantile` as floats (`1` becomes `1.0`). What comes before
 * the value is the same at each scrape, so that it is worked out once for each series.
 */
export class SeriesWriter {
  private readonly written = new Map<string, string | undefined>();
  private readonly added: string;

  /** @param isDropped tells names that are left out, as a scrape configuration may */
  constructor(
    labels: TargetLabels,
    private readonly isDropped: (name: string) => boolean,
  ) {
    this.added = writeLabels(labels);
  }

  /** Lines with a timestamp, in seconds. */
  lines(body: string, timestamp: string): string {
    let text = "";
    let start = 0;
    while (start < body.length) {
      const end = body.indexOf("\n", start);
      const stop = end < 0 ? body.length : end;
      if (stop > start && body.charCodeAt(start) !== hash) {
        text += this.line(body.slice(start, stop), timestamp);
      }
      start = stop + 1;
    }
    return text;
  }

  sample(name: string, value: number, timestamp: string): string {
    return `${name}{${this.added}} ${value} ${timestamp}\n`;
  }

  private line(line: string, timestamp: string): string {
    const space = line.lastIndexOf(" ");
    const series = this.series(line.slice(0, space));
    return series === undefined ? "" : `${series}${line.slice(space)} ${timestamp}\n`;
  }

  private series(found: string): string | undefined {
    const known = this.written.get(found);
    if (known !== undefined || this.written.has(found)) return known;
    const brace = found.indexOf("{");
    const name = brace < 0 ? found : found.slice(0, brace);
    const own = brace < 0 ? "" : found.slice(brace + 1, -1);
    const labels = own === "" ? this.added : `${withFloats(own)},${this.added}`;
    const series = this.isDropped(name) ? undefined : `${name}{${labels}}`;
    this.written.set(found, series);
    return series;
  }
}

const hash = "#".charCodeAt(0);

function withFloats(labels: string): string {
  return labels.replace(
    /(^|,)(le|quantile)="([^"]*)"/g,
    (_all, before: string, name: string, value: string) => {
      return `${before}${name}="${asFloat(value)}"`;
    },
  );
}

/** As Go's `%g` writes it, with `.0` after whole numbers: OpenMetrics' canonical form. */
function asFloat(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (exponent < -4 || exponent >= 21) {
    return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function writeLabels(labels: TargetLabels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, escape)}"`)
    .join(",");
}

function escape(character: string): string {
  return character === "\n" ? "\\n" : `\\${character}`;
}
