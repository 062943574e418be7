import type { Labels } from "../text/labels";
import { byName, writeLabels } from "../text/labels";
import { PythonCounter } from "./counter";
import type { PythonFamily } from "./family";
import { sample, writeHeader } from "./family";
import { PythonGauge } from "./gauge";
import { HistogramSeries } from "./histogram";

/**
 * The files in which prometheus_client keeps the values of a process whose metrics another one
 * serves. The real order is the directory's, which is any; ours is always this.
 */
const files = [
  "gauge-mostrecent",
  "gauge-livemostrecent",
  "counter",
  "gauge-sum",
  "histogram",
] as const;

type GaugeFile = Extract<(typeof files)[number], `gauge-${string}`>;

/**
 * prometheus_client with `PROMETHEUS_MULTIPROC_DIR`: nothing of a family is there before its first
 * value, HELP and TYPE included; families stand in the order of their first values, file by file;
 * no collectors of the process; a histogram's sum comes before its buckets. `_created` is off.
 */
export class MultiprocessRegistry {
  readonly #families: Readonly<Record<(typeof files)[number], PythonFamily[]>> = {
    "gauge-mostrecent": [],
    "gauge-livemostrecent": [],
    counter: [],
    "gauge-sum": [],
    histogram: [],
  };

  gauge(file: GaugeFile, name: string, help: string): PythonGauge {
    return this.#register(file, new PythonGauge(name, help));
  }

  /** `name`: without `_total`. */
  counter(name: string, help: string): PythonCounter {
    return this.#register("counter", new PythonCounter(name, help, false));
  }

  histogram(
    name: string,
    help: string,
    bounds: readonly number[],
    labels: Labels,
  ): HistogramSeries {
    return this.#register("histogram", new MultiprocessHistogram(name, help, bounds, labels))
      .series;
  }

  write(): string {
    const lines: string[] = [];
    for (const file of files) for (const family of this.#families[file]) family.write(lines);
    return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
  }

  #register<Family extends PythonFamily>(file: (typeof files)[number], family: Family): Family {
    this.#families[file].push(family);
    return family;
  }
}

/** A histogram with one series. */
class MultiprocessHistogram implements PythonFamily {
  readonly series: HistogramSeries;
  readonly #labels: string;

  constructor(
    readonly name: string,
    readonly help: string,
    bounds: readonly number[],
    labels: Labels,
  ) {
    this.series = new HistogramSeries(name, bounds, labels, 0);
    this.#labels = writeLabels(byName(labels));
  }

  write(lines: string[]): void {
    writeHeader(lines, this.name, "histogram", this.help);
    lines.push(sample(`${this.name}_sum${this.#labels}`, this.series.buckets.sum));
    this.series.writeBuckets(lines);
    lines.push(sample(`${this.name}_count${this.#labels}`, this.series.buckets.count));
  }
}
