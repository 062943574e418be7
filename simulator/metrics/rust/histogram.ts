import { writeNumber } from "../../replay/number-notation";
import { Buckets } from "../text/buckets";
import type { RustFamily } from "./family";
import { headerOf } from "./family";

/**
 * What all servers of one configuration have in common in a histogram: name and bounds, and the
 * text in front of each number. Shared, because TGI has more than a thousand buckets in one
 * histogram and a process may hold hundreds of TGIs.
 */
export class HistogramLayout {
  readonly header: string;
  readonly #series = new Map<string, SeriesText>();

  constructor(
    readonly name: string,
    readonly bounds: readonly number[],
    help?: string,
  ) {
    this.header = headerOf(name, "histogram", help);
  }

  /** `labels` as written, or "". */
  textOf(labels: string): SeriesText {
    const known = this.#series.get(labels);
    if (known !== undefined) return known;
    const text = this.#compose(labels);
    this.#series.set(labels, text);
    return text;
  }

  #compose(labels: string): SeriesText {
    const others = labels === "" ? "" : `${labels.slice(1, -1)},`;
    const edges = [...this.bounds.map((bound) => writeNumber(bound, "rust")), "+Inf"];
    return {
      buckets: edges.map((edge) => `${this.name}_bucket{${others}le="${edge}"} `),
      sum: `${this.name}_sum${labels} `,
      count: `${this.name}_count${labels} `,
    };
  }
}

/** The text in front of each number, the blank included. */
interface SeriesText {
  readonly buckets: readonly string[];
  readonly sum: string;
  readonly count: string;
}

export class RustHistogram implements RustFamily {
  readonly #series = new Map<string, Buckets>();

  constructor(readonly layout: HistogramLayout) {}

  /** `labels` as written, or "". */
  observe(value: number, labels = ""): void {
    let buckets = this.#series.get(labels);
    if (buckets === undefined) {
      buckets = new Buckets(this.layout.bounds);
      this.#series.set(labels, buckets);
    }
    buckets.observe(value);
  }

  write(lines: string[]): void {
    if (this.#series.size === 0) return;
    lines.push(this.layout.header);
    for (const [labels, buckets] of this.#series) {
      const text = this.layout.textOf(labels);
      buckets.eachCumulative((count, index) => lines.push(`${text.buckets[index] ?? ""}${count}`));
      lines.push(text.sum + writeNumber(buckets.sum, "rust"), `${text.count}${buckets.count}`);
    }
    lines.push("");
  }
}
