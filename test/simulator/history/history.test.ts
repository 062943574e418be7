import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { SeriesWriter } from "../../../simulator/history/series";
import { writeHistory } from "../../../simulator/history/write-history";
import { runTool, testTools, unless } from "../../tools";
import { virtualConfig } from "../simulated-deployment";

function history(): string {
  let text = "";
  writeHistory(
    {
      config: virtualConfig("tgi"),
      acts: [
        { scenario: "steady", seconds: 300 },
        { scenario: "engine-down", seconds: 60 },
      ],
      scrapeInterval: 15,
      labelsOf: (slot) => ({ job: slot, instance: `${slot}:80` }),
      isDropped: (name) => name === "tgi_batch_next_size_bucket",
    },
    (piece) => (text += piece),
  );
  return text;
}

describe("a history", () => {
  it("writes series as Prometheus 3 stores them", () => {
    const writer = new SeriesWriter({ job: "tgi" }, (name) => name === "dropped");
    const body = [
      "# TYPE a histogram",
      'a_bucket{le="256"} 1',
      'a_bucket{x="le=1",le="0.000015000000000000002"} 1',
      'a_bucket{le="+Inf"} 2',
      "",
      "dropped 1",
      "b 2.5",
    ].join("\n");
    assert.equal(
      writer.lines(body, "17.000"),
      [
        'a_bucket{le="256.0",job="tgi"} 1 17.000',
        'a_bucket{x="le=1",le="1.5000000000000002e-05",job="tgi"} 1 17.000',
        'a_bucket{le="+Inf",job="tgi"} 2 17.000',
        'b{job="tgi"} 2.5 17.000',
        "",
      ].join("\n"),
    );
  });

  it("tells who is down, and leaves out what is dropped", () => {
    const text = history();
    const up = [...text.matchAll(/^up\{job="llm",instance="llm:80"\} (\d) /gm)].map(
      ([, value]) => value,
    );
    assert.deepEqual(up, [...Array<string>(20).fill("1"), ...Array<string>(4).fill("0")]);
    assert.equal(text.includes("tgi_batch_next_size_bucket"), false);
    assert.match(text, /^tgi_request_success\{job="llm",instance="llm:80"\} \d+ 1700000285\.000$/m);
    assert.ok(text.endsWith("# EOF\n"));
  });

  for (const version of ["2.42", "3"] as const) {
    const promtool = testTools.promtool[version];
    const skip = unless(promtool, `promtool ${version}`);
    it(`becomes a block of Prometheus by promtool ${version}`, { skip, timeout: 60_000 }, () => {
      const folder = mkdtempSync(join(tmpdir(), "history-"));
      try {
        writeFileSync(join(folder, "history.om"), history());
        const args = ["tsdb", "create-blocks-from", "openmetrics", "history.om", "data"];
        assert.match(runTool(promtool ?? "", args, folder), /NUM SERIES/);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
