import { setTimeout } from "node:timers/promises";
import { buildBoard, mayBeEmpty } from "../../../dashboards/board";
import type { Board } from "../../../dashboards/boards";
import { type PanelQuery, queriesOf, variablesOf } from "../../../dashboards/dashboard-json";
import { isObject, textOf } from "../../../dashboards/json";
import { type Values, filledQuery, variableExpression } from "./filled-query";
import { type Scenario, type Shape, scenarios, shapes } from "./scenarios";
import type { ScrapedScenarios } from "./scraped-scenarios";
import { placeOf, unknownInBoard } from "./unknown-in-board";

/** A query of a panel with the values of one choice at the board's top. */
export interface Question {
  readonly board: Board;
  readonly query: PanelQuery;
  /** `TGI 2.4, labels of docker`. */
  readonly choice: string;
  readonly values: Values;
  /** Whether it may have no data; some choice must fill it. */
  readonly mayBeEmpty: boolean;
}

/** What was chosen, and the values that the variables have then. */
export interface Choice {
  readonly choice: string;
  readonly values: Values;
}

export function scenariosOf({ source }: Board): readonly Scenario[] {
  return scenarios.filter(({ board }) => board === source.uid);
}

export function choiceOf(
  { chosen, prometheus }: ScrapedScenarios,
  scenario: Scenario,
  shape: Shape,
): Choice {
  const { jobs, instances } = chosen(scenario, shape);
  return {
    choice: `${scenario.name}, labels of ${shape}`,
    values: new Map([
      ["job", jobs],
      ["instance", instances],
      ["prometheus_job", ["prometheus"]],
      ["prometheus_instance", [new URL(prometheus.url).host]],
    ]),
  };
}

export function choicesOf(scraped: ScrapedScenarios, board: Board): readonly Choice[] {
  return scenariosOf(board).flatMap((scenario) =>
    shapes.map((shape) => choiceOf(scraped, scenario, shape)),
  );
}

/** Waits until each job has been scraped once, so that variables find them. */
export async function allScraped(
  { prometheus, chosen }: ScrapedScenarios,
  until: number,
): Promise<void> {
  const jobs = scenarios.flatMap((scenario) =>
    shapes.flatMap((shape) => chosen(scenario, shape).jobs),
  );
  for (;;) {
    const up = new Set(await prometheus.labelValues("up == 1", "job"));
    const missing = jobs.filter((job) => !up.has(job));
    if (missing.length === 0) return;
    if (Date.now() > until) throw new Error(`not scraped: ${[...new Set(missing)].join(", ")}`);
    await setTimeout(300);
  }
}

/** As Grafana finds them out, one after the other, and all of them chosen. */
export async function everything({ prometheus }: ScrapedScenarios, board: Board): Promise<Choice> {
  const values = new Map<string, readonly string[]>();
  for (const variable of variablesOf(buildBoard(board.source))) {
    const { query } = variable;
    if (!isObject(query)) continue;
    const name = textOf(variable["name"]) ?? "";
    const expr = variableExpression(textOf(query["query"]) ?? "");
    const label = name.replace(/^prometheus_/, "");
    values.set(name, await prometheus.labelValues(filledQuery(expr, values), label));
  }
  return { choice: "all that is scraped", values };
}

/** The queries of the board that name only what is exported: another test tells of the others. */
export function askable(board: Board): readonly PanelQuery[] {
  const unknown = new Set(unknownInBoard(board).map(({ where }) => where));
  return queriesOf(buildBoard(board.source)).filter((query) => !unknown.has(placeOf(query)));
}

export function questionsOf(
  board: Board,
  queries: readonly PanelQuery[],
  choices: readonly Choice[],
): readonly Question[] {
  const declared = new Set(
    mayBeEmpty(board.source).map(({ panel, refId }) => `panel "${panel}", query ${refId}`),
  );
  return queries.flatMap((query) =>
    choices.map((choice) => ({
      ...choice,
      board,
      query,
      mayBeEmpty: declared.has(placeOf(query)),
    })),
  );
}

/**
 * Asks until all have data, but for those that may be empty and have data with another choice.
 * @returns those that have none
 */
export async function unanswered(
  { prometheus }: ScrapedScenarios,
  questions: readonly Question[],
  until: number,
): Promise<readonly Question[]> {
  const filled = new Set<string>();
  let open = questions;
  for (;;) {
    const has = await Promise.all(open.map((question) => hasData(prometheus, question)));
    open.forEach(({ query }, index) => {
      if (has[index] === true) filled.add(placeOf(query));
    });
    open = open.filter((_, index) => has[index] !== true);
    const missing = open.filter(
      ({ query, mayBeEmpty: empty }) => !empty || !filled.has(placeOf(query)),
    );
    if (missing.length === 0 || Date.now() > until) return missing;
    await setTimeout(300);
  }
}

export async function hasData(
  prometheus: ScrapedScenarios["prometheus"],
  { query, values }: Pick<Question, "query" | "values">,
): Promise<boolean> {
  const samples = await prometheus.query(filledQuery(query.expr, values));
  return samples.some((sample) => Number.isFinite(Number(sample)));
}
