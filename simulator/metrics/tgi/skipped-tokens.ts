import type { RustFamily } from "../rust/family";
import type { HistogramLayout } from "../rust/histogram";
import { RustHistogram } from "../rust/histogram";
import { RustRollingSummary } from "../rust/rolling-summary";

/**
 * `tgi_request_skipped_tokens`: for every request in every step, the tokens it got beyond the
 * first. A histogram up to 2.2; from 2.3 on its buckets are commented out in the source, which
 * makes it a summary.
 */
export class SkippedTokens implements RustFamily {
  readonly #family: RustHistogram | RustRollingSummary;

  /** `layout`: of the histogram, where it is one. */
  constructor(layout: HistogramLayout | undefined, help: string | undefined) {
    this.#family =
      layout === undefined
        ? new RustRollingSummary("tgi_request_skipped_tokens", help)
        : new RustHistogram(layout);
  }

  /** `times` requests got `skipped` tokens beyond the first. */
  observe(skipped: number, at: number, times = 1): void {
    if (this.#family instanceof RustRollingSummary) {
      this.#family.observe(skipped, at, times);
      return;
    }
    for (let turn = 0; turn < times; turn += 1) this.#family.observe(skipped);
  }

  write(lines: string[], at: number): void {
    this.#family.write(lines, at);
  }
}
