import { join } from "node:path";
import { format } from "prettier";
import { boards } from "../dashboards/boards";
import { compatibilityPage } from "../test/dashboards/contract/compatibility";
import { askable, choicesOf, questionsOf, unanswered } from "../test/dashboards/contract/questions";
import { scenarios } from "../test/dashboards/contract/scenarios";
import { scrapeScenarios } from "../test/dashboards/contract/scraped-scenarios";
import { ensureTool } from "../toolchain/ensure-tool";
import { createProgress } from "../toolchain/progress";
import { describeMissing, isMissing } from "../toolchain/tool";
import { UserError } from "../toolchain/user-error";
import { type GeneratedFile, generate } from "./generated/generated-files";

const usage = `Usage: npm run compatibility [-- --check]

Puts every query of every board to a Prometheus that scrapes every release, recorded or generated, and
writes docs/compatibility.md: which panels have data with which release. Takes a minute.

  --check   writes nothing; exits with 1 if the page is not up to date`;

/** How long it may take until all that is scraped has rates. */
const patience = 120_000;

/** It measures with what the contract tests are made of, which is part of every clone. */
export function main(args: readonly string[]): Promise<number> {
  return generate({ script: "compatibility", usage, files: measuredPage }, args);
}

async function measuredPage(): Promise<readonly GeneratedFile[]> {
  const found = await ensureTool("prometheus", { progress: createProgress(), obtain: true });
  if (isMissing(found)) throw new UserError(describeMissing(found));
  const scraped = await scrapeScenarios(found.path, scenarios);
  try {
    const until = Date.now() + patience;
    for (const board of boards) {
      const questions = questionsOf(board, askable(board), choicesOf(scraped, board));
      const [open] = await unanswered(scraped, questions, until);
      if (open !== undefined) {
        throw new UserError(
          `No data in ${board.source.uid}, panel "${open.query.title}", with ${open.choice}: a busy machine, or a broken query. The contract tests tell: npm test -- contract`,
        );
      }
    }
    const content = await compatibilityPage(scraped);
    return [
      {
        path: join("docs", "compatibility.md"),
        content: await format(content, { printWidth: 100, parser: "markdown" }),
      },
    ];
  } finally {
    await scraped.prometheus.stop();
  }
}
