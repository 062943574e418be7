import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { main } from "../../commands/dashboards";
import { panelsOf, queriesOf } from "../../dashboards/dashboard-json";
import { importDashboard } from "../../dashboards/import/import-dashboard";
import { lintDashboard } from "../../dashboards/lint";
import { tokensOf } from "../../dashboards/promql-tokens";
import { tgiBoard } from "../../dashboards/tgi";
import { buildBoard } from "../../dashboards/board";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";
import { parseExposition, samplesOf } from "../../simulator/replay/exposition";

const board = buildBoard(tgiBoard);
const file = readFileSync(join(__dirname, "../../dashboards/tgi_grafana.json"), "utf8");
const recorded = join(__dirname, "../../simulator/replay/recorded");

const metrics = new Set(
  queriesOf(board).flatMap(({ expr }) =>
    tokensOf(expr)
      .filter(({ kind, text }) => kind === "word" && text.startsWith("tgi_"))
      .map(({ text }) => text),
  ),
);

describe("the TGI board", () => {
  it("is up to date: npm run dashboards", async () => {
    assert.equal(await main(["--check"]), 0);
  });

  it("is the same each time it is built", () => {
    assert.equal(JSON.stringify(buildBoard(tgiBoard)), JSON.stringify(board));
  });

  it("keeps all rules", () => {
    assert.deepEqual(lintDashboard(board), []);
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

  it("does not need a series that is dropped at the scrape", () => {
    const dropped = droppedMetrics.map(({ regex }) => new RegExp(`^(${regex})$`));
    const needed = [...metrics].filter((name) => dropped.some((regex) => regex.test(name)));
    assert.deepEqual(needed, []);
  });

  for (const version of ["tgi-2.4.0-v3", "tgi-3.3.7"]) {
    it(`asks only what ${version} exports`, () => {
      const text = readFileSync(join(recorded, `${version}-after-backend-errors.prom`), "utf8");
      const exported = new Set(
        samplesOf(parseExposition(text)).map(({ series }) => series.split("{")[0] ?? ""),
      );
      assert.ok(metrics.size > 20, `only ${metrics.size} metrics found in the queries`);
      const unknown = [...metrics].filter((name) => !exported.has(name));
      assert.deepEqual(unknown, []);
    });
  }

  it("comes through the importer as it was built, with the Prometheus chosen", () => {
    const { dashboard, uid, hints } = importDashboard(file, { source: "ours", uid: "chatqna-tgi" });
    assert.equal(uid, "chatqna-tgi");
    assert.deepEqual(hints, []);
    assert.deepEqual(lintDashboard(dashboard), []);
    assert.deepEqual(panelsOf(dashboard), panelsOf(board));
    assert.match(JSON.stringify(dashboard["templating"]), /"value":"prometheus"/);
  });
});
