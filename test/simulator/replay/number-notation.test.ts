import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parseExposition, samplesOf } from "../../../simulator/replay/exposition";
import type { NumberNotation } from "../../../simulator/replay/number-notation";
import { writeNumber } from "../../../simulator/replay/number-notation";
import { recordedFolder } from "../../../simulator/replay/read-timeline";

describe("the notation of numbers", () => {
  it("is the servers' own for every number they were recorded with", () => {
    for (const file of readdirSync(recordedFolder).filter((name) => name.endsWith(".prom"))) {
      const notation = /^(tgi|tei)-/.test(file) ? "rust" : "python";
      const body = readFileSync(join(recordedFolder, file), "utf8");
      for (const { value, valueText, written } of samplesOf(parseExposition(body))) {
        assert.equal(writeNumber(value, notation), valueText, `${file}: ${written}`);
      }
    }
  });

  const examples: [value: number, rust: string, python: string][] = [
    [0, "0", "0.0"],
    [5, "5", "5.0"],
    [-12, "-12", "-12.0"],
    [0.25, "0.25", "0.25"],
    [0.0001, "0.0001", "0.0001"],
    [0.00001, "0.00001", "1e-05"],
    [0.000015000000000000002, "0.000015000000000000002", "1.5000000000000002e-05"],
    [-3.5e-9, "-0.0000000035", "-3.5e-09"],
    [999999, "999999", "999999.0"],
    [1000000, "1000000", "1e+06"],
    [-1000000, "-1000000", "-1000000.0"],
    [1234567.5, "1234567.5", "1.2345675e+06"],
    [1795553101.66, "1795553101.66", "1.79555310166e+09"],
    [12345678901, "12345678901", "1.2345678901e+010"],
    [1e22, "10000000000000000000000", "1e+22"],
  ];
  for (const [value, rust, python] of examples) {
    it(`writes ${value} as ${rust} and ${python}`, () => {
      assert.equal(writeNumber(value, "rust"), rust);
      assert.equal(writeNumber(value, "python"), python);
    });
  }

  it("reads back as the same double", () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    const notations = fc.constantFrom<NumberNotation>("rust", "python");
    fc.assert(
      fc.property(finite, notations, (value, notation) => {
        assert.equal(Number(writeNumber(value, notation)), value + 0);
      }),
    );
  });
});
