import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  alignWindow,
  durationText,
  roundInterval,
  timeVariables,
  timingFor,
} from "../../../dashboards/draw/interval";

const minute = 60_000;
const hour = 60 * minute;

function windowOf(range: number) {
  return { from: 1_000_000_000_000 - range, to: 1_000_000_000_000 };
}

describe("the intervals of a query", () => {
  it("are never finer than the scrapes, with four of them in the window of a rate", () => {
    const timing = timingFor(windowOf(15 * minute), 5000);
    assert.deepEqual(timing, { interval: 5000, rateInterval: 20_000, range: 15 * minute });
  });

  it("grow with the time window", () => {
    const timing = timingFor(windowOf(6 * hour), 5000);
    assert.deepEqual(timing, { interval: 60_000, rateInterval: 65_000, range: 6 * hour });
  });

  it("follow the minimum of a query, also in the window of a rate", () => {
    const timing = timingFor(windowOf(15 * minute), 5000, { queryMinimum: "1m" });
    assert.equal(timing.interval, 60_000);
    assert.equal(timing.rateInterval, 240_000);
  });

  it("follow the minimum of a panel, but not in the scrapes of a rate", () => {
    const timing = timingFor(windowOf(15 * minute), 5000, { panelMinimum: ">1m" });
    assert.equal(timing.interval, 60_000);
    assert.equal(timing.rateInterval, 65_000);
  });

  it("ignore a minimum that is none", () => {
    const own = { panelMinimum: "often", queryMinimum: "$__interval" };
    assert.equal(timingFor(windowOf(15 * minute), 5000, own).interval, 5000);
  });

  it("are rounded to steps that people can read", () => {
    const rounded = [3700, 7500, 7501, 17_000, 100_000, 7 * hour].map(roundInterval);
    assert.deepEqual(rounded, [5000, 5000, 10_000, 15_000, 120_000, 6 * hour]);
    assert.equal(roundInterval(20 * hour), 12 * hour);
    assert.equal(roundInterval(30 * hour), 24 * hour);
  });

  it("stand in the queries as durations", () => {
    const window = windowOf(15 * minute);
    const variables = timeVariables(timingFor(window, 5000), window);
    assert.equal(variables.get("__rate_interval"), "20s");
    assert.equal(variables.get("__interval_ms"), "5000");
    assert.equal(variables.get("__range"), "900s");
    assert.equal(variables.get("__range_s"), "900");
    assert.deepEqual([1500, 90_000, 7_200_000].map(durationText), ["1500ms", "90s", "2h"]);
  });

  it("align the window, so that two pages ask for the same points", () => {
    assert.deepEqual(alignWindow({ from: 1234, to: 5678 }, 500), { from: 1000, to: 5500 });
  });
});
