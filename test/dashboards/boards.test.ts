import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { buildBoard } from "../../dashboards/board";
import { boards } from "../../dashboards/boards";
import { queriesOf } from "../../dashboards/dashboard-json";
import { lintDashboard } from "../../dashboards/lint";
import { droppedMetrics } from "../../plan/prometheus/dropped-metrics";
import { parsedQuery } from "./queries/parsed-query";

/** The metrics that the queries of a board name. */
function metricsOf(board: (typeof boards)[number]): readonly string[] {
  return queriesOf(buildBoard(board.source)).flatMap(({ expr }) =>
    parsedQuery(expr).selectors.map(({ metric }) => metric),
  );
}

describe("our boards", () => {
  for (const board of boards) {
    const { uid } = board.source;

    it(`keep all rules: ${uid}`, () => {
      assert.deepEqual(lintDashboard(buildBoard(board.source)), []);
    });

    it(`need nothing that is dropped at the scrape: ${uid}`, () => {
      const dropped = droppedMetrics.map(({ regex }) => new RegExp(`^(${regex})$`));
      const needed = metricsOf(board).filter((name) => dropped.some((regex) => regex.test(name)));
      assert.deepEqual(needed, []);
    });
  }

  it("are told apart by uid and file", () => {
    assert.equal(new Set(boards.map(({ source }) => source.uid)).size, boards.length);
    assert.equal(new Set(boards.map(({ file }) => file)).size, boards.length);
  });
});
