import { writeNumber } from "../../replay/number-notation";
import { Buckets } from "../text/buckets";
import type { Labels } from "../text/labels";
import { byName, noLabels, writeLabels } from "../text/labels";
import type { PythonFamily } from "./family";
import { sample, writeCreated, writeHeader } from "./family";

export class PythonHistogram implements PythonFamily {
  readonly #series = new Map<string, HistogramSeries>();

  constructor(
    readonly name: string,
    readonly help: string,
    readonly bounds: readonly number[],
  ) {}

  /** `unixTime`: now, in case the series is new. */
  labels(unixTime: number, labels: Labels = noLabels): HistogramSeries {
    const written = writeLabels(byName(labels));
    const known = this.#series.get(written);
    if (known !== undefined) return known;
    const series = new HistogramSeries(this.name, this.bounds, labels, unixTime);
    this.#series.set(written, series);
    return series;
  }

  write(lines: string[]): void {
    writeHeader(lines, this.name, "histogram", this.help);
    for (const [labels, series] of this.#series) {
      series.writeBuckets(lines);
      lines.push(sample(`${this.name}_count${labels}`, series.buckets.count));
      lines.push(sample(`${this.name}_sum${labels}`, series.buckets.sum));
    }
    writeCreated(lines, this.name, this.help, this.#series);
  }
}

export class HistogramSeries {
  readonly buckets: Buckets;
  /** The text in front of each bucket's number, the blank included. */
  readonly #texts: readonly string[];

  constructor(
    name: string,
    bounds: readonly number[],
    labels: Labels,
    readonly created: number,
  ) {
    this.buckets = new Buckets(bounds);
    this.#texts = [...bounds.map((bound) => writeNumber(bound, "python")), "+Inf"].map(
      (le) => `${name}_bucket${writeLabels(byName({ ...labels, le }))} `,
    );
  }

  observe(value: number): void {
    this.buckets.observe(value);
  }

  writeBuckets(lines: string[]): void {
    this.buckets.eachCumulative((count, index) =>
      lines.push((this.#texts[index] ?? "") + writeNumber(count, "python")),
    );
  }
}
