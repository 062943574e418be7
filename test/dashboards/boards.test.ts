import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildBoard } from "../../dashboards/board";
import { boards } from "../../dashboards/boards";
import { queriesOf } from "../../dashboards/dashboard-json";
import { lintDashboard } from "../../dashboards/lint";
import { tokensOf } from "../../dashboards/promql-tokens";
import { type MeasuredServer, seriesNames } from "../../plan/targets/metrics/family";
import { scraping } from "../../plan/targets/metrics/monitoring";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";

/** The metrics that the queries of a board name: each stands before the braces of its matchers. */
function metricsOf(board: (typeof boards)[number]): ReadonlySet<string> {
  const names = queriesOf(buildBoard(board.source)).flatMap(({ expr }) => {
    const tokens = tokensOf(expr);
    return tokens.filter((_, index) => tokens[index + 1]?.text === "{").map(({ text }) => text);
  });
  return new Set(names);
}

/** The series of the board's servers, and those that Prometheus writes of each target. */
function known(servers: readonly MeasuredServer[]): ReadonlySet<string> {
  return new Set([...servers, scraping].flatMap(({ families }) => families.flatMap(seriesNames)));
}

describe("our boards", () => {
  for (const board of boards) {
    const { uid } = board.source;

    it(`keep all rules: ${uid}`, () => {
      assert.deepEqual(lintDashboard(buildBoard(board.source)), []);
    });

    it(`ask only for metrics that the catalogue has: ${uid}`, () => {
      const metrics = metricsOf(board);
      const catalogue = known(board.servers);
      assert.ok(metrics.size > 5, `only ${metrics.size} metrics found`);
      assert.deepEqual(
        [...metrics].filter((name) => !catalogue.has(name)),
        [],
      );
    });

    it(`need nothing that is dropped at the scrape: ${uid}`, () => {
      const dropped = droppedMetrics.map(({ regex }) => new RegExp(`^(${regex})$`));
      const needed = [...metricsOf(board)].filter((name) =>
        dropped.some((regex) => regex.test(name)),
      );
      assert.deepEqual(needed, []);
    });
  }

  it("are told apart by uid and file", () => {
    assert.equal(new Set(boards.map(({ source }) => source.uid)).size, boards.length);
    assert.equal(new Set(boards.map(({ file }) => file)).size, boards.length);
  });
});
