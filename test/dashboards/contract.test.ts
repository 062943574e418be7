import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { buildBoard, mayBeEmpty } from "../../dashboards/board";
import { type Board, boards } from "../../dashboards/boards";
import { type PanelQuery, queriesOf, variablesOf } from "../../dashboards/dashboard-json";
import { isObject, textOf } from "../../dashboards/json";
import { tokensOf } from "../../dashboards/promql-tokens";
import { testTools, unless } from "../tools";
import { type Values, filledQuery, variableExpression } from "./contract/filled-query";
import { type Scenario, type Shape, scenarios, shapes } from "./contract/scenarios";
import { type ScrapedScenarios, scrapeScenarios } from "./contract/scraped-scenarios";

/** From the first scrape to the first rate, on a machine that does much else. */
const patience = 45_000;

/** For each test, also when those before it used up the patience: a scrape may have been late. */
const shortPatience = 10_000;

describe(
  "every query of every board, put to a real Prometheus",
  { skip: unless(testTools.prometheus, "Prometheus") },
  () => {
    let scraped: ScrapedScenarios;
    let deadline: number;
    before(async () => {
      scraped = await scrapeScenarios(testTools.prometheus ?? "", scenarios);
      deadline = Date.now() + patience;
    });
    after(async () => {
      await scraped.prometheus.stop();
    });

    for (const board of boards) {
      const { uid } = board.source;
      const own = scenarios.filter((scenario) => scenario.board === uid);
      const filled = new Set<string>();

      for (const scenario of own) {
        for (const shape of shapes) {
          it(`${uid} has data with ${scenario.name}, labels of ${shape}`, async () => {
            const empty = await emptyQueries(board, valuesFor(scenario, shape), filled);
            assert.deepEqual(empty, [], `no data with ${scenario.name}, labels of ${shape}`);
          });
        }
      }

      it(`${uid} finds by its variables all that is scraped, and shows all of it`, async () => {
        const values = await resolvedVariables(board);
        const found = values.get("job") ?? [];
        const jobs = own.flatMap((scenario) =>
          shapes.flatMap((shape) => scraped.chosen(scenario, shape).jobs),
        );
        assert.deepEqual(
          jobs.filter((job) => !found.includes(job)),
          [],
          "jobs that the variable does not find",
        );
        assert.deepEqual(await emptyQueries(board, values, filled), []);
      });

      it(`${uid} declares no query as empty that never has data`, () => {
        const never = mayBeEmpty(board.source)
          .filter(({ panel, refId }) => !filled.has(`${panel} ${refId}`))
          .map(({ panel, refId, reason }) => `panel "${panel}", query ${refId}: ${reason}`);
        assert.deepEqual(never, []);
      });
    }

    function valuesFor(scenario: Scenario, shape: Shape): Values {
      const { jobs, instances } = scraped.chosen(scenario, shape);
      return new Map([
        ["job", jobs],
        ["instance", instances],
        ["prometheus_job", ["prometheus"]],
        ["prometheus_instance", [new URL(scraped.prometheus.url).host]],
      ]);
    }

    /** Asks until every query had data, but for those declared empty. Tells what had none. */
    async function emptyQueries(
      board: Board,
      values: Values,
      filled: Set<string>,
    ): Promise<readonly string[]> {
      const declared = new Set(
        mayBeEmpty(board.source).map(({ panel, refId }) => `${panel} ${refId}`),
      );
      const until = Math.max(deadline, Date.now() + shortPatience);
      let empty = queriesOf(buildBoard(board.source));
      for (;;) {
        const has = await Promise.all(empty.map(({ expr }) => hasData(filledQuery(expr, values))));
        empty.forEach((query, index) => {
          if (has[index] === true) filled.add(nameOf(query));
        });
        empty = empty.filter((_, index) => has[index] !== true);
        const unexpected = empty.filter((query) => !declared.has(nameOf(query)));
        if (unexpected.length === 0 || Date.now() > until) return unexpected.map(told);
        await setTimeout(300);
      }
    }

    async function hasData(expr: string): Promise<boolean> {
      const values = await scraped.prometheus.query(expr);
      return values.some((value) => Number.isFinite(Number(value)));
    }

    /** As Grafana finds them out, one after the other, and all of them chosen. */
    async function resolvedVariables(board: Board): Promise<Values> {
      const values = new Map<string, readonly string[]>();
      for (const variable of variablesOf(buildBoard(board.source))) {
        const { query } = variable;
        if (!isObject(query)) continue;
        const name = textOf(variable["name"]) ?? "";
        const expr = variableExpression(textOf(query["query"]) ?? "");
        const label = name.replace(/^prometheus_/, "");
        const found = await scraped.prometheus.labelValues(filledQuery(expr, values), label);
        assert.ok(found.length > 0, `the variable ${name} finds nothing`);
        values.set(name, found);
      }
      return values;
    }
  },
);

function nameOf({ title, refId }: PanelQuery): string {
  return `${title} ${refId}`;
}

function told({ title, refId, expr }: PanelQuery): string {
  const tokens = tokensOf(expr);
  const metrics = tokens.filter((_, index) => tokens[index + 1]?.text === "{");
  const names = [...new Set(metrics.map(({ text }) => text))].join(", ");
  return `panel "${title}", query ${refId}, of ${names}`;
}
