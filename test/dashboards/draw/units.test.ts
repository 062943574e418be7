import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatText } from "../../../dashboards/draw/units";

const cases: readonly (readonly [value: number, unit: string | undefined, text: string])[] = [
  [0, "s", "0 s"],
  [0.0347, "s", "34.7 ms"],
  [1.5, "s", "1.50 s"],
  [150, "s", "2.50 mins"],
  [846_720, "s", "1.40 weeks"],
  [0.00004, "s", "40 µs"],
  [1500, "ms", "1.50 s"],
  [12, "ms", "12 ms"],
  [0, "reqps", "0 req/s"],
  [120, "reqps", "120 req/s"],
  [1200, "reqps", "1.20K req/s"],
  [1024, "bytes", "1 KiB"],
  [1_610_612_736, "bytes", "1.50 GiB"],
  [1000, "decbytes", "1 kB"],
  [2, "mbytes", "2 MiB"],
  [0.05, "percentunit", "5%"],
  [0.1234, "percentunit", "12.3%"],
  [99.5, "percent", "99.5%"],
  [1000, "short", "1 K"],
  [2_500_000, "short", "2.50 Mil"],
  [2210.4, "suffix: tok/s", "2210 tok/s"],
  [3, "prefix:#", "#3"],
  [2, "si:mW", "2 mW"],
  [5000, "si:W", "5 kW"],
  [1, "bool_yes_no", "Yes"],
  [0, "bool:up/down", "down"],
  [93_784, "dtdurations", "1 day, 2 hours"],
  [3725, "dthms", "01:02:05"],
  [7, "furlongs", "7 furlongs"],
  [7, "constructor", "7 constructor"],
  [1.25, undefined, "1.25"],
  [NaN, "s", "NaN"],
  [Infinity, "s", "∞"],
  [-0.0001, "none", "-0.00010"],
];

describe("values in Grafana's units", () => {
  for (const [value, unit, text] of cases) {
    it(`writes ${value} in ${unit ?? "no unit"} as ${text}`, () => {
      assert.equal(formatText(value, unit), text);
    });
  }

  it("takes the decimals that the board wants", () => {
    assert.equal(formatText(1.2345, "s", 1), "1.2 s");
    assert.equal(formatText(-0.001, "none", 1), "0.0");
  });
});
