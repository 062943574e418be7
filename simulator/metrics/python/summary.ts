import type { Labels } from "../text/labels";
import { byName, noLabels, writeLabels } from "../text/labels";
import type { PythonFamily } from "./family";
import { sample, writeCreated, writeHeader } from "./family";

/** prometheus_client's summary: count and sum, no quantiles. */
export class PythonSummary implements PythonFamily {
  readonly #series = new Map<string, SummarySeries>();

  constructor(
    readonly name: string,
    readonly help: string,
  ) {}

  /** `unixTime`: now, in case the series is new. */
  labels(unixTime: number, labels: Labels = noLabels): SummarySeries {
    const written = writeLabels(byName(labels));
    const known = this.#series.get(written);
    if (known !== undefined) return known;
    const series = new SummarySeries(unixTime);
    this.#series.set(written, series);
    return series;
  }

  write(lines: string[]): void {
    writeHeader(lines, this.name, "summary", this.help);
    for (const [labels, { count, sum }] of this.#series) {
      lines.push(sample(`${this.name}_count${labels}`, count));
      lines.push(sample(`${this.name}_sum${labels}`, sum));
    }
    writeCreated(lines, this.name, this.help, this.#series);
  }
}

export class SummarySeries {
  count = 0;
  sum = 0;

  constructor(readonly created: number) {}

  observe(value: number): void {
    this.count += 1;
    this.sum += value;
  }
}
