import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { main } from "../../commands/dashboards";
import { panelsOf } from "../../dashboards/dashboard-json";
import { hintsOn } from "../../dashboards/import/hints";
import { importDashboard } from "../../dashboards/import/import-dashboard";
import { tgiBoard } from "../../dashboards/tgi";
import { buildBoard } from "../../dashboards/board";

const board = buildBoard(tgiBoard);
const file = readFileSync(join(__dirname, "../../dashboards/tgi_grafana.json"), "utf8");

describe("the TGI board", () => {
  it("is up to date: npm run dashboards", async () => {
    assert.equal(await main(["--check"]), 0);
  });

  it("is the same each time it is built", () => {
    assert.equal(JSON.stringify(buildBoard(tgiBoard)), JSON.stringify(board));
  });

  it("shows what the board of the TGI project shows", () => {
    const titles = panelsOf(board).map(({ title }) => title);
    const needed = [
      "Time to first token",
      "Decode latency per token",
      "Throughput",
      "Tokens per prompt",
      "Generated tokens per request",
      "Requests",
      "Mean time per token quantiles",
      "Mean time per token",
      "Replicas",
      "Queue size",
      "Tokens of the running batch",
      "Batch size",
      "Speculated tokens",
      "Latency quantiles",
      "Queue quantiles",
      "Concatenations",
      "Prefill quantiles",
      "Prefill latency",
      "Decode quantiles",
      "Decode latency",
      ...["Forward", "Token decode", "Filter batch", "Batch concat"].flatMap((part) => [
        `${part} quantiles`,
        `${part} latency`,
      ]),
    ];
    const missing = needed.filter((title) => !titles.includes(title));
    assert.deepEqual(missing, []);
  });

  it("comes through the importer as it was built, with the Prometheus chosen", () => {
    const { dashboard, uid } = importDashboard(file, { source: "ours", uid: "chatqna-tgi" });
    assert.equal(uid, "chatqna-tgi");
    assert.deepEqual(hintsOn(dashboard), []);
    assert.deepEqual(panelsOf(dashboard), panelsOf(board));
    assert.match(JSON.stringify(dashboard["templating"]), /"value":"prometheus"/);
  });
});
