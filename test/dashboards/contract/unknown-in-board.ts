import { buildBoard } from "../../../dashboards/board";
import { anywhere } from "../../../dashboards/board-context";
import type { Board } from "../../../dashboards/boards";
import { type PanelQuery, queriesOf, variablesOf } from "../../../dashboards/dashboard-json";
import { isObject, type JsonObject, textOf } from "../../../dashboards/json";
import { unknownIn } from "../../../dashboards/unknown-series";
import { measuredServers } from "../../../plan/targets/metrics/catalogue";
import { type KnownSeries, knownSeriesOf } from "../../../plan/targets/metrics/known-series";
import { scraping } from "../../../plan/targets/metrics/monitoring";
import { stackRules } from "../../../rules/stack-rules";
import { withRecorded } from "../../rules/recorded-series";
import { fullStack } from "../../rules/stacks";
import { variableExpression } from "./filled-query";

export interface Unknown {
  /** `panel "Queue size", query A`, or `variable job`. */
  readonly where: string;
  readonly problem: string;
}

const stack = fullStack();
const recordings = stackRules(stack);
/** Finding it out takes half a second, and the tests of all panels of a board ask. */
const found = new WeakMap<Board, readonly Unknown[]>();

/**
 * What the panels and variables of a board name that none of its servers exports, in its committed
 * form and in that of a stack with recording rules.
 */
export function unknownInBoard(board: Board): readonly Unknown[] {
  const unknown = found.get(board) ?? findUnknown(board);
  found.set(board, unknown);
  return unknown;
}

function findUnknown({ source, servers }: Board): readonly Unknown[] {
  const own = knownSeriesOf([...servers, scraping]);
  const committed = unknownInDashboard(buildBoard(source), own);
  const recorded = withRecorded(own, recordings);
  const inStack = unknownInDashboard(buildBoard(source, { ...anywhere, stack }), recorded);
  const told = new Set(committed.map(({ where }) => where));
  return [...committed, ...inStack.filter(({ where }) => !told.has(where))];
}

function unknownInDashboard(dashboard: JsonObject, own: KnownSeries): readonly Unknown[] {
  // They also tell the board's servers from others.
  const any = knownSeriesOf(measuredServers);
  const asked = [
    ...queriesOf(dashboard).map((query) => ({
      where: placeOf(query),
      expr: query.expr,
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

/** Where a query stands, for people. */
export function placeOf({ title, refId }: PanelQuery): string {
  return `panel "${title}", query ${refId}`;
}
