import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  ExpositionError,
  parseExposition,
  renderExposition,
  samplesOf,
} from "../../../simulator/replay/exposition";
import { recordedFolder } from "../../../simulator/replay/read-timeline";

const recorded = readdirSync(recordedFolder).filter((file) => file.endsWith(".prom"));

describe("the text format", () => {
  it("gives every recorded body back byte for byte", () => {
    assert.ok(recorded.length > 60, `only ${recorded.length} recorded bodies found`);
    for (const file of recorded) {
      const bytes = readFileSync(join(recordedFolder, file));
      const rendered = Buffer.from(renderExposition(parseExposition(bytes.toString("utf8"))));
      assert.ok(rendered.equals(bytes), `${file} changed in the round trip`);
    }
  });

  it("finds the number of samples that INDEX.md tells", () => {
    const index = readFileSync(join(recordedFolder, "INDEX.md"), "utf8");
    for (const [, file = "", samples] of index.matchAll(/^\| (\S+\.prom) \| (\d+) \|/gm)) {
      const body = readFileSync(join(recordedFolder, file), "utf8");
      assert.equal(samplesOf(parseExposition(body)).length, Number(samples), file);
    }
  });

  it("tells the samples of a histogram apart", () => {
    const body = [
      "# TYPE t histogram",
      't_bucket{le="1",method="a b}"} 2',
      't_bucket{le="+Inf",method="a b}"} 3',
      't_sum{method="a b}"} 4.5',
      't_count{method="a b}"} 3',
    ].join("\n");
    assert.deepEqual(
      samplesOf(parseExposition(body)).map(({ role, value }) => [role, value]),
      [
        ["bucket", 2],
        ["bucket", 3],
        ["sum", 4.5],
        ["count", 3],
      ],
    );
  });

  it("takes series for equal whatever the order of their labels", () => {
    const series = (labels: string): string | undefined =>
      samplesOf(parseExposition(`# TYPE c counter\nc{${labels}} 1`))[0]?.series;
    assert.equal(series('a="1",b="x,y"'), series('b="x,y",a="1"'));
    assert.notEqual(series('a="1",b="2"'), series('a="2",b="1"'));
  });

  for (const { problem, body, message } of [
    {
      problem: "a sample with a timestamp",
      body: "# TYPE c counter\nc 1 1700000000",
      message: 'line 2: neither a comment nor "name{labels} value": c 1 1700000000',
    },
    {
      problem: "a sample without a TYPE line",
      body: "c 1",
      message: 'line 1: "c" does not belong to the TYPE line above it',
    },
    {
      problem: "a sample of another family",
      body: "# TYPE c counter\nc 1\nd 1",
      message: 'line 3: "d" does not belong to the TYPE line above it',
    },
    {
      problem: "a value that is no number",
      body: "# TYPE c counter\nc one",
      message: 'line 2: "one" is not a finite number',
    },
  ]) {
    it(`refuses ${problem}`, () => {
      assert.throws(
        () => parseExposition(body),
        (error) => error instanceof ExpositionError && error.message === message,
      );
    });
  }
});
