import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import {
  nearestDuration,
  nearestSize,
  parseDuration,
  parseSize,
  sizeLike,
} from "../../../plan/settings/quantity";

describe("durations", () => {
  it("are in milliseconds", () => {
    assert.equal(parseDuration("15s"), 15_000);
    assert.equal(parseDuration("1m30s"), 90_000);
    assert.equal(parseDuration("15d"), 15 * 86_400_000);
    assert.equal(parseDuration("1y1w1d1h1m1s1ms"), 31_536_000_000 + 694_861_001);
  });

  it("of anything else are 0", () => {
    for (const text of ["", "5", "5 s", "1s1m", "1.5m", "-5s", "s", "1m1m"]) {
      assert.equal(parseDuration(text), 0, `${text} was read as a duration`);
    }
  });

  it("are guessed from what people write", () => {
    const guesses = { "5 s": "5s", "5": "5s", "30 days": "30d", "2 Hours": "2h", "10MS": "10ms" };
    for (const [text, meant] of Object.entries(guesses)) assert.equal(nearestDuration(text), meant);
    for (const text of ["3mo", "0", "soon", "1.5h"]) assert.equal(nearestDuration(text), undefined);
  });

  it("that are guessed are durations", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const meant = nearestDuration(text);
        assert.ok(meant === undefined || parseDuration(meant) > 0, `${text} became ${meant ?? ""}`);
      }),
    );
  });
});

describe("sizes", () => {
  it("are in bytes, with powers of 1024", () => {
    assert.equal(parseSize("512B"), 512);
    assert.equal(parseSize("2GB"), 2 * 1024 ** 3);
    assert.equal(parseSize("512MiB"), 512 * 1024 ** 2);
    assert.equal(parseSize("1.5TB"), 1.5 * 1024 ** 4);
  });

  it("of anything else are 0", () => {
    for (const text of ["", "2", "2G", "2 GB", "2gb", "GB", "-1GB"]) {
      assert.equal(parseSize(text), 0, `${text} was read as a size`);
    }
  });

  it("are guessed from what people write", () => {
    const guesses = { "2 gb": "2GB", "2G": "2GB", "512Mi": "512MiB", "1.5T": "1.5TB" };
    for (const [text, meant] of Object.entries(guesses)) assert.equal(nearestSize(text), meant);
    for (const text of ["4000", "0GB", "big"]) assert.equal(nearestSize(text), undefined);
  });

  it("keep the unit of another, rounded down", () => {
    assert.equal(sizeLike("4GB", 3.29 * 1024 ** 3), "3.2GB");
    assert.equal(sizeLike("10GiB", 8 * 1024 ** 3), "8GiB");
  });
});
