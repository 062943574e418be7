import { buildBoard } from "../../../dashboards/board";
import type { Board } from "../../../dashboards/boards";
import { queriesOf, variablesOf } from "../../../dashboards/dashboard-json";
import { isObject, textOf } from "../../../dashboards/json";
import { unknownIn } from "../../../dashboards/unknown-series";
import { measuredServers } from "../../../plan/targets/metrics/catalogue";
import { knownSeriesOf } from "../../../plan/targets/metrics/known-series";
import { scraping } from "../../../plan/targets/metrics/monitoring";
import { variableExpression } from "./filled-query";

export interface Unknown {
  /** `panel "Queue size", query A`, or `variable job`. */
  readonly where: string;
  readonly problem: string;
}

/** What the panels and variables of a board name that none of its servers exports. */
export function unknownInBoard({ source, servers }: Board): readonly Unknown[] {
  const dashboard = buildBoard(source);
  const own = knownSeriesOf([...servers, scraping]);
  // They also tell the board's servers from others.
  const any = knownSeriesOf(measuredServers);
  const asked = [
    ...queriesOf(dashboard).map(({ title, refId, expr }) => ({
      where: `panel "${title}", query ${refId}`,
      expr,
      known: own,
    })),
    ...variablesOf(dashboard).flatMap(({ name, query }) => {
      if (!isObject(query)) return [];
      const expr = variableExpression(textOf(query["query"]) ?? "");
      return [{ where: `variable ${textOf(name) ?? ""}`, expr, known: any }];
    }),
  ];
  return asked.flatMap(({ where, expr, known }) =>
    unknownIn(expr, known).map((problem) => ({ where, problem })),
  );
}
