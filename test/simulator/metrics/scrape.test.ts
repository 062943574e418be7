import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RustRollingSummary } from "../../../simulator/metrics/rust/rolling-summary";
import { RecordedBody } from "./recorded-body";
import { tgiAfter } from "./tgi-history";

describe("a scrape", () => {
  it("of a busy TGI takes 5 ms at most, in the best of ten", () => {
    const server = tgiAfter(new RecordedBody("tgi-3.3.7-idle-after-all"));
    const milliseconds = Array.from({ length: 10 }, () => {
      const start = performance.now();
      server.render(0);
      return performance.now() - start;
    });
    const best = Math.min(...milliseconds);
    assert.ok(best <= 5, `the fastest of ten scrapes took ${best.toFixed(1)} ms`);
  });

  it("changes nothing", () => {
    const server = tgiAfter(new RecordedBody("tgi-3.3.7-under-load"));
    assert.equal(server.render(0).body, server.render(0).body);
  });
});

describe("a summary of TGI", () => {
  it("forgets values after a minute in its quantiles, never in sum and count", () => {
    const summary = new RustRollingSummary("skipped");
    summary.observe(3, 100);
    const at = (now: number): readonly string[] => {
      const lines: string[] = [];
      summary.write(lines, now);
      return lines;
    };
    assert.ok(at(159).includes('skipped{quantile="1"} 3'));
    const later = at(161);
    assert.ok(later.includes('skipped{quantile="1"} 0'));
    assert.ok(later.includes("skipped_sum 3"));
    assert.ok(later.includes("skipped_count 1"));
  });
});
