import { type Html, html } from "./html";
import { durationText, type TimeWindow } from "./interval";
import { drawPanel, type AnsweredPanel, type DrawnPanel, type PanelSurroundings } from "./panel";
import type { Section } from "./board-model";
import { styleSheet } from "./style";
import type { ResolvedVariable } from "./variables";

/** A board with the answers to all its queries. */
export interface AnsweredBoard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly ResolvedVariable[];
  readonly sections: readonly AnsweredSection[];
}

export interface AnsweredSection extends Omit<Section, "panels"> {
  readonly panels: readonly AnsweredPanel[];
}

/** What the head of the page tells. */
export interface PageAbout {
  readonly stack: string;
  readonly window: TimeWindow;
  readonly madeAt: Date;
  readonly prometheusUrl: string;
  /** In milliseconds. */
  readonly scrapeInterval: number;
  /** How the page is made again. */
  readonly command: string;
}

export interface DrawnBoard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly DrawnPanel[];
}

export interface DrawnPage {
  /** The page, whole: it needs nothing but itself. */
  readonly html: string;
  readonly boards: readonly DrawnBoard[];
}

/** The boards as one page. Pure. */
export function renderPage(
  boards: readonly AnsweredBoard[],
  about: PageAbout,
  knowledge: PanelSurroundings["knowledge"],
): DrawnPage {
  const drawn = boards.map((board) => {
    const { variables } = board;
    return renderBoard(board, { window: about.window, variables, knowledge });
  });
  const title = `ChatQnA monitoring: stack ${about.stack}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <title>${title}, ${windowText(about.window)}</title>
        <style>
          ${styleSheet}
        </style>
      </head>
      <body>
        <header class="page">
          <h1>Stack ${about.stack}</h1>
          <p>
            <time>${windowText(about.window)}</time>
            <span>${durationText(about.window.to - about.window.from)}</span>
          </p>
          ${boards.length > 1 ? contents(boards) : undefined}
        </header>
        <main>${drawn.map(({ html: board }) => board)}</main>
        <footer>${footer(drawn, boards, about)}</footer>
      </body>
    </html> `;
  return { html: page.markup, boards: drawn };
}

function contents(boards: readonly AnsweredBoard[]): Html {
  return html`<nav>${boards.map(({ uid, title }) => html`<a href="#${uid}">${title}</a>`)}</nav>`;
}

function renderBoard(
  board: AnsweredBoard,
  surroundings: PanelSurroundings,
): DrawnBoard & { html: Html } {
  const panels: DrawnPanel[] = [];
  const sections = board.sections.map((section) => {
    const drawn = section.panels.map((panel) => drawPanel(panel, surroundings, section.isPlaced));
    panels.push(...drawn);
    return renderSection(section, drawn);
  });
  const { uid, title, description, variables } = board;
  const markup = html`<section class="board" id="${uid}">
    <h2>${title}</h2>
    ${description === "" ? undefined : html`<p class="description">${description}</p>`}
    ${choices(variables)} ${sections}
  </section>`;
  return { uid, title, panels, html: markup };
}

function renderSection(
  { title, isCollapsed }: AnsweredSection,
  panels: readonly DrawnPanel[],
): Html {
  const grid = html`<div class="grid">${panels.map(({ html: panel }) => panel)}</div>`;
  if (title === "") return grid;
  const without = panels.filter(({ missing }) => missing !== undefined).length;
  return html`<details class="row" ${isCollapsed ? undefined : html` open`}>
    <summary>
      <h3>${title}</h3>
      ${
        isCollapsed
          ? html`<small
              >${counted(panels.length, "panel")}${without > 0 ? `, ${without} without data` : ""}</small
            >`
          : undefined
      }
    </summary>
    ${grid}
  </details>`;
}

function choices(variables: readonly ResolvedVariable[]): Html | undefined {
  const shown = variables.filter(({ isHidden }) => !isHidden);
  if (shown.length === 0) return undefined;
  return html`<dl class="choices">
    ${shown.map(
      ({ label, value, problem }) =>
        html`<div>
          <dt>${label}</dt>
          <dd>
            ${value.text === "All" && value.values.length > 0 ? html`All <small>${listed(value.values)}</small>` : value.text}${
              problem === undefined ? undefined : html` <small>${problem}</small>`
            }
          </dd>
        </div>`,
    )}
  </dl>`;
}

function listed(values: readonly string[]): string {
  const shown = values.slice(0, 6).join(", ");
  return values.length > 6 ? `${shown} and ${values.length - 6} more` : shown;
}

function footer(
  drawn: readonly DrawnBoard[],
  boards: readonly AnsweredBoard[],
  about: PageAbout,
): Html {
  const panels = drawn.flatMap((board) => board.panels);
  const without = panels.filter(({ missing }) => missing !== undefined).length;
  const queries = boards
    .flatMap(({ sections }) => sections)
    .flatMap((section) => section.panels)
    .reduce((sum, { answered }) => sum + answered.length, 0);
  const steps = new Set(
    boards.flatMap(({ sections }) =>
      sections.flatMap((section) =>
        section.panels.flatMap(({ answered }) => answered.map(({ query }) => query.step)),
      ),
    ),
  );
  const step = [...steps]
    .sort((a, b) => a - b)
    .map(durationText)
    .join(", ");
  return html`<p>
      Made ${timeText(about.madeAt)} from ${counted(queries, "query", "queries")} to Prometheus at
      ${about.prometheusUrl}, which scrapes every
      ${durationText(about.scrapeInterval)}${step === "" ? "" : `; a point every ${step}`}.
      ${counted(panels.length, "panel")},
      ${without === 0 ? "all with data" : `${without} without data`}.
    </p>
    <p>
      A panel's title opens what it means and what it asks. Annotations (alerts, restarts, benchmark
      runs) are not drawn here. Again: <code>${about.command}</code>
    </p>`;
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

function windowText({ from, to }: TimeWindow): string {
  const [start, end] = [new Date(from), new Date(to)];
  const isOneDay = start.toDateString() === end.toDateString();
  return `${dayText(start)} ${clockText(start)} – ${isOneDay ? "" : `${dayText(end)} `}${clockText(end)} ${zoneText(end)}`;
}

function timeText(time: Date): string {
  return `${dayText(time)} ${clockText(time)} ${zoneText(time)}`;
}

function dayText(time: Date): string {
  return time.toLocaleDateString("en", { day: "numeric", month: "long", year: "numeric" });
}

function clockText(time: Date): string {
  return time.toLocaleTimeString("en", { hourCycle: "h23" });
}

/** `UTC`, `UTC+02:00`: what the times on the page are in. */
function zoneText(time: Date): string {
  const minutes = -time.getTimezoneOffset();
  if (minutes === 0) return "UTC";
  const two = (part: number) => String(Math.floor(part)).padStart(2, "0");
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "−" : "+"}${two(size / 60)}:${two(size % 60)}`;
}
