import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { valueScale } from "../../../dashboards/draw/scale";

describe("the ticks of an axis", () => {
  it("are round numbers of the unit that people read", () => {
    assert.deepEqual(valueScale([0, 2300], { base: 60 }).ticks, [0, 600, 1200, 1800, 2400]);
    assert.deepEqual(valueScale([0, 2300], { base: 10 }).ticks, [0, 500, 1000, 1500, 2000, 2500]);
    assert.deepEqual(valueScale([0, 119], { base: 60 }).ticks, [0, 30, 60, 90, 120]);
    assert.deepEqual(valueScale([0, 0.9], { base: 60 }).ticks, [0, 0.2, 0.4, 0.6, 0.8, 1]);
    assert.deepEqual(valueScale([0, 4000], { base: 1024 }).ticks, [0, 1024, 2048, 3072, 4096]);
  });
});
