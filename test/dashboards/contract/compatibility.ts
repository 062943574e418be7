import { buildBoard } from "../../../dashboards/board";
import { type Board, boards } from "../../../dashboards/boards";
import { queriesOf } from "../../../dashboards/dashboard-json";
import { choiceOf, hasData, scenariosOf } from "./questions";
import type { Part, Scenario } from "./scenarios";
import type { ScrapedScenarios } from "./scraped-scenarios";

/** Panels of one board that had data with one deployment. */
interface Measured {
  readonly board: Board;
  readonly scenario: Scenario;
  readonly panels: number;
  /** Titles of those without. */
  readonly empty: readonly string[];
}

/** Put to a Prometheus that has scraped for a while: what is empty then stays so. */
export async function compatibilityPage(scraped: ScrapedScenarios): Promise<string> {
  const measured: Measured[] = [];
  for (const board of boards) {
    for (const scenario of scenariosOf(board)) {
      measured.push(await measure(scraped, board, scenario));
    }
  }
  return page(measured);
}

async function measure(
  scraped: ScrapedScenarios,
  board: Board,
  scenario: Scenario,
): Promise<Measured> {
  const { values } = choiceOf(scraped, scenario, "docker");
  const queries = queriesOf(buildBoard(board.source));
  const has = await Promise.all(
    queries.map(async (query) => {
      if (await hasData(scraped.prometheus, { query, values })) return true;
      // What happens now and then has no rate right now.
      const ever = `count_over_time(((${query.expr}) > -Inf)[5m:1s])`;
      return hasData(scraped.prometheus, { query: { ...query, expr: ever }, values });
    }),
  );
  const panels = new Map(queries.map(({ panel, title }) => [panel, title]));
  const filled = new Set(queries.filter((_, index) => has[index]).map(({ panel }) => panel));
  const empty = [...panels].filter(([panel]) => !filled.has(panel)).map(([, title]) => title);
  return { board, scenario, panels: panels.size, empty };
}

const introduction = `# Compatibility

<!-- Written by npm run compatibility from what a real Prometheus answered. Do not edit. -->

Which panels of which board have data with which release. A Prometheus scrapes the releases, every query of every board is put to it, and a panel counts when one of its queries at least has data. Bodies are **recorded** from a real server of that release, or **generated** from the catalogue in \`plan/targets/metrics\` where nobody had that server at hand: they prove that the queries fit what the server's source says it exports, and no more.

The tables are for the labels of docker compose; the tests ask the same with those of Kubernetes. Panels that are empty ask for something that this release does not export, or that did not happen.
`;

const ending = `## Verify

\`\`\`sh
npm run compatibility -- --check
\`\`\`

starts a Prometheus, measures again and exits with 1 if this page says something else. \`npm test\` does the same.

## If it does not work

- \`Not what the source says\`: a board, the catalogue or a recording has changed. \`npm run compatibility\` writes the page again; look at its difference.
- A panel is empty with your server although this page has data for its release: see [dashboards](dashboards.md), "If it does not work".
`;

function page(measured: readonly Measured[]): string {
  const tables = boards.map((board) => {
    const own = measured.filter((one) => one.board === board);
    return [
      `## ${board.source.title}`,
      "",
      "| release | bodies | panels with data | empty |",
      "| --- | --- | --- | --- |",
      ...own.map(row),
      "",
    ].join("\n");
  });
  return [introduction, summary(measured), ...tables, ending].join("\n");
}

function row({ scenario, panels, empty }: Measured): string {
  const filled = `${panels - empty.length} of ${panels}`;
  return `| ${scenario.name} | ${bodiesOf(scenario)} | ${filled} | ${empty.join(", ")} |`;
}

function summary(measured: readonly Measured[]): string {
  const kinds = ["recorded", "generated", "both"] as const;
  const count = (board: Board, kind: (typeof kinds)[number]): string => {
    const own = measured.filter((one) => one.board === board && bodiesOf(one.scenario) === kind);
    const panels = own.reduce((sum, one) => sum + one.panels, 0);
    const empty = own.reduce((sum, one) => sum + one.empty.length, 0);
    return panels === 0 ? "" : `${panels - empty} of ${panels}`;
  };
  return [
    "| board | with recorded bodies | with generated bodies | with both |",
    "| --- | --- | --- | --- |",
    ...boards.map((board) => {
      const counts = kinds.map((kind) => count(board, kind));
      return `| ${board.source.title} | ${counts.join(" | ")} |`;
    }),
    "",
  ].join("\n");
}

function bodiesOf({ parts }: Scenario): "recorded" | "generated" | "both" {
  const kinds = new Set(parts.map((part: Part) => (part.recorded ? "recorded" : "generated")));
  if (kinds.size > 1) return "both";
  return kinds.has("recorded") ? "recorded" : "generated";
}
