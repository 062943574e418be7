import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildBoard } from "../../dashboards/board";
import { boards } from "../../dashboards/boards";
import { queriesOf } from "../../dashboards/dashboard-json";
import { lintDashboard } from "../../dashboards/lint";
import { readPromql } from "../../dashboards/promql-syntax";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";
import { unknownInBoard } from "./contract/unknown-in-board";

/** The metrics that the queries of a board name. */
function metricsOf(board: (typeof boards)[number]): ReadonlySet<string> {
  const selectors = queriesOf(buildBoard(board.source)).flatMap(
    ({ expr }) => readPromql(expr).selectors,
  );
  return new Set(selectors.map(({ metric = "" }) => metric));
}

describe("our boards", () => {
  for (const board of boards) {
    const { uid } = board.source;

    it(`keep all rules, and ask only for what the catalogue has: ${uid}`, () => {
      assert.ok(metricsOf(board).size > 5, `only ${metricsOf(board).size} metrics found`);
      const unknown = unknownInBoard(board).map(({ where, problem }) => `${where}: ${problem}`);
      // Metrics that nothing exports are told above, with those of the recording rules known.
      const broken = lintDashboard(buildBoard(board.source))
        .filter(({ rule }) => rule !== "target-metrics" && rule !== "target-promql")
        .map(({ rule, path, where, problem }) => `${where}: ${problem} (${rule}, ${path})`);
      const problems = [...unknown, ...broken].map((problem) => `${uid}: ${problem}`);
      assert.equal(problems.length, 0, problems.join("\n"));
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
