import type { Labels } from "../text/labels";
import { byName, noLabels, writeLabels } from "../text/labels";
import type { PythonFamily } from "./family";
import { sample, writeCreated, writeHeader } from "./family";

export class PythonCounter implements PythonFamily {
  readonly #series = new Map<string, CounterSeries>();

  /** `name`: without `_total`. `created`: whether the series tell when they were first used. */
  constructor(
    readonly name: string,
    readonly help: string,
    readonly created: boolean,
  ) {}

  /** `unixTime`: now, in case the series is new. */
  labels(unixTime: number, labels: Labels = noLabels): CounterSeries {
    const written = writeLabels(byName(labels));
    const known = this.#series.get(written);
    if (known !== undefined) return known;
    const series = new CounterSeries(unixTime);
    this.#series.set(written, series);
    return series;
  }

  write(lines: string[]): void {
    writeHeader(lines, `${this.name}_total`, "counter", this.help);
    for (const [labels, { value }] of this.#series) {
      lines.push(sample(`${this.name}_total${labels}`, value));
    }
    if (this.created) writeCreated(lines, this.name, this.help, this.#series);
  }
}

export class CounterSeries {
  value = 0;

  constructor(readonly created: number) {}

  add(by: number): void {
    this.value += by;
  }

  set(value: number): void {
    this.value = value;
  }
}
