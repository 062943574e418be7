import type { Labels } from "../text/labels";
import { byName, noLabels, writeLabels } from "../text/labels";
import type { PythonFamily } from "./family";
import { sample, writeHeader } from "./family";

export class PythonGauge implements PythonFamily {
  readonly #series = new Map<string, GaugeSeries>();

  constructor(
    readonly name: string,
    readonly help: string,
  ) {}

  labels(labels: Labels = noLabels): GaugeSeries {
    const written = writeLabels(byName(labels));
    const known = this.#series.get(written);
    if (known !== undefined) return known;
    const series = new GaugeSeries();
    this.#series.set(written, series);
    return series;
  }

  write(lines: string[]): void {
    writeHeader(lines, this.name, "gauge", this.help);
    for (const [labels, { value }] of this.#series) lines.push(sample(this.name + labels, value));
  }
}

export class GaugeSeries {
  value = 0;

  set(value: number): void {
    this.value = value;
  }

  add(by: number): void {
    this.value += by;
  }
}
