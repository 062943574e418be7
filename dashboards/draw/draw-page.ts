import type { JsonObject } from "../json";
import { type PanelModel, type Section, sectionsOf } from "./board-model";
import { timeVariables, timingFor } from "./interval";
import { textAt } from "./json-path";
import type { Knowledge } from "./missing";
import { type AnsweredPanel } from "./panel";
import { panelQueries } from "./panel-queries";
import {
  type AnsweredBoard,
  type AnsweredSection,
  type DrawnPage,
  type PageAbout,
  renderPage,
} from "./page";
import { type Ask, textsIn } from "./prometheus-answers";
import { asVariables, resolveVariables } from "./variables";

export interface PageRequest extends PageAbout {
  readonly boards: readonly JsonObject[];
  /** Values of variables that are not the boards' own, by name. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/** Asks what the boards ask and draws the answers. Rejects where Prometheus cannot be reached. */
export async function drawPage(request: PageRequest, ask: Ask): Promise<DrawnPage> {
  const [boards, knowledge] = await Promise.all([
    Promise.all(request.boards.map((board) => answerBoard(board, request, ask))),
    askKnowledge(request, ask),
  ]);
  return renderPage(boards, request, knowledge);
}

async function answerBoard(
  board: JsonObject,
  request: PageRequest,
  ask: Ask,
): Promise<AnsweredBoard> {
  const { window, scrapeInterval, given } = request;
  const title = textAt(board, "title") ?? "Untitled";
  const builtIn = new Map([
    ...timeVariables(timingFor(window, scrapeInterval), window),
    ["__dashboard", title] as const,
  ]);
  const variables = await resolveVariables(board, { given, window, builtIn, ask });
  const sections = sectionsOf(board, asVariables(variables, new Map([["__dashboard", title]])));
  return {
    uid: textAt(board, "uid") ?? "board",
    title,
    description: textAt(board, "description") ?? "",
    variables,
    sections: await Promise.all(sections.map((section) => answerSection(section, request, ask))),
  };
}

async function answerSection(
  section: Section,
  request: PageRequest,
  ask: Ask,
): Promise<AnsweredSection> {
  const answer = async (panel: PanelModel): Promise<AnsweredPanel> => {
    const queries = panelQueries(panel, request.window, request.scrapeInterval);
    const answered = queries.map(async (query) => ({ query, answer: await ask(query.request) }));
    return { panel, answered: await Promise.all(answered) };
  };
  return { ...section, panels: await Promise.all(section.panels.map(answer)) };
}

/** What helps to tell why a panel is empty. A Prometheus that does not tell is none the worse. */
async function askKnowledge({ window }: PageRequest, ask: Ask): Promise<Knowledge> {
  const within = { start: String(window.from / 1000), end: String(window.to / 1000) };
  const [names, runtime] = await Promise.all([
    ask({ endpoint: "label/__name__/values", parameters: within }),
    ask({ endpoint: "status/runtimeinfo", parameters: {} }),
  ]);
  const started = runtime.ok ? Date.parse(textAt(runtime.data, "startTime") ?? "") : NaN;
  return {
    metrics: names.ok ? new Set(textsIn(names.data)) : undefined,
    upFor: Number.isNaN(started) || started > window.to ? undefined : window.to - started,
  };
}
