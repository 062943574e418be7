import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { format } from "prettier";
import { buildBoard } from "../../../dashboards/board";
import { boards } from "../../../dashboards/boards";
import { panelsOf, titleOf } from "../../../dashboards/dashboard-json";
import { compatibilityPage } from "./compatibility";
import {
  type Question,
  allScraped,
  askable,
  choicesOf,
  everything,
  questionsOf,
  scenariosOf,
  unanswered,
} from "./questions";
import { scenarios, shapes } from "./scenarios";
import { type ScrapedScenarios, scrapeScenarios } from "./scraped-scenarios";
import { placeOf, unknownInBoard } from "./unknown-in-board";

/** From the first scrape to the first rate, on a machine that does much else. */
const patience = 60_000;
/** For each test, also when those before it used up the patience: a scrape may have been late. */
const shortPatience = 10_000;

/**
 * Every query of every panel, with every release, both shapes of labels and everything chosen: one
 * test for each panel, so that one broken query is one red test.
 * @param skip the reason why there is no such Prometheus here, or false
 * @param options.comparesPage whether docs/compatibility.md must say what was measured here
 */
export function describeContract(
  name: string,
  program: string | undefined,
  skip: string | false,
  { comparesPage }: { readonly comparesPage: boolean },
): void {
  describe(`every query of every board, put to ${name}`, { skip }, () => {
    let scraped: ScrapedScenarios;
    let deadline: number;
    let failed = false;
    before(async () => {
      scraped = await scrapeScenarios(program ?? "", scenarios);
      deadline = Date.now() + patience;
      await allScraped(scraped, deadline);
    });
    after(async () => {
      await scraped.prometheus.stop();
    });

    for (const board of boards) {
      const { uid } = board.source;
      for (const panel of panelsOf(buildBoard(board.source))) {
        const title = titleOf(panel);
        it(`${uid}: "${title}" has data with all that it is for`, async (context) => {
          const queries = askable(board).filter((query) => query.panel["id"] === panel["id"]);
          if (queries.length === 0) {
            context.skip("asks nothing, or names what nothing exports: see boards.test.ts");
            return;
          }
          const choices = [...choicesOf(scraped, board), await everything(scraped, board)];
          const until = Math.max(deadline, Date.now() + shortPatience);
          const open = await unanswered(scraped, questionsOf(board, queries, choices), until);
          failed ||= open.length > 0;
          assert.equal(open.length, 0, open.map(told).join("\n"));
        });
      }

      it(`${uid}: its variables find all that is scraped`, async (context) => {
        if (unknownInBoard(board).some(({ where }) => where.startsWith("variable "))) {
          context.skip("a variable names what nothing exports: see boards.test.ts");
          return;
        }
        const { values } = await everything(scraped, board);
        for (const [variable, found] of values) {
          assert.ok(found.length > 0, `${uid}: the variable ${variable} finds nothing`);
        }
        const jobs = scenariosOf(board).flatMap((scenario) =>
          shapes.flatMap((shape) => scraped.chosen(scenario, shape).jobs),
        );
        const found = values.get("job") ?? [];
        assert.deepEqual(
          jobs.filter((job) => !found.includes(job)),
          [],
          `${uid}: jobs that its variable does not find`,
        );
      });
    }

    if (comparesPage) {
      it("docs/compatibility.md says what was measured: npm run compatibility", async (context) => {
        if (failed || boards.some((board) => unknownInBoard(board).length > 0)) {
          context.skip("another test tells what has no data");
          return;
        }
        const content = await format(await compatibilityPage(scraped), {
          printWidth: 100,
          parser: "markdown",
        });
        assert.equal(readFileSync("docs/compatibility.md", "utf8"), content);
      });
    }
  });
}

function told({ board, query, choice }: Question): string {
  return `${board.source.uid}: ${placeOf(query)}: no data with ${choice}: ${query.expr}`;
}
