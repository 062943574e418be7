import {
  foreignDatasource,
  type AnsweredQuery,
  namedSeries,
  type NamedSeries,
} from "./panel-queries";
import type { PanelModel, Section } from "./board-model";
import { fieldOf } from "./field";
import { type Html, html } from "./html";
import type { TimeWindow } from "./interval";
import { interpolateText } from "./interpolate";
import { textAt } from "./json-path";
import { markdown, wordsOf } from "./markdown";
import { type Knowledge, queryErrors, whyMissing } from "./missing";
import { barGauge, pieChart } from "./panels/bargauge";
import { gauge } from "./panels/gauge";
import { heatmap } from "./panels/heatmap";
import type { PanelContent } from "./panels/panel-content";
import { stat } from "./panels/stat";
import { table } from "./panels/table";
import { timeseries } from "./panels/timeseries";
import type { ResolvedVariable } from "./variables";

/** A panel with the answers to its queries. */
export interface AnsweredPanel {
  readonly panel: PanelModel;
  readonly answered: readonly AnsweredQuery[];
}

/** A panel on the page, and what became of it. */
export interface DrawnPanel {
  readonly title: string;
  readonly html: Html;
  /** Why it shows no data; absent where it does. */
  readonly missing?: string;
}

export interface PanelSurroundings {
  readonly window: TimeWindow;
  readonly variables: readonly ResolvedVariable[];
  readonly knowledge: Knowledge;
}

/** By the type of a panel; the former names of a type are those of boards that are still shared. */
const drawings: ReadonlyMap<string, (content: PanelContent) => Html> = new Map([
  ["timeseries", timeseries],
  ["graph", timeseries],
  ["barchart", barGauge],
  ["stat", stat],
  ["singlestat", stat],
  ["gauge", gauge],
  ["bargauge", barGauge],
  ["heatmap", heatmap],
  ["table", table],
  ["table-old", table],
  ["piechart", pieChart],
  ["grafana-piechart-panel", pieChart],
]);

export function drawPanel(
  { panel, answered }: AnsweredPanel,
  surroundings: PanelSurroundings,
  isPlaced: Section["isPlaced"],
): DrawnPanel {
  const { body, missing } = contentOf({ panel, answered }, surroundings);
  const title = panel.title === "" ? panel.type : panel.title;
  const drawn = html`<article
    class="panel ${panel.type}"
    data-width="${widthClass(panel)}"
    data-state="${missing === undefined ? "drawn" : "empty"}"
    style="${placeStyle(panel, isPlaced)}"
  >
    ${header(panel, answered)}${body}
  </article>`;
  return { title, html: drawn, ...(missing !== undefined && { missing }) };
}

interface Content {
  readonly body: Html;
  readonly missing?: string;
}

function contentOf({ panel, answered }: AnsweredPanel, surroundings: PanelSurroundings): Content {
  if (panel.type === "text") return { body: html`<div class="text">${textOf(panel)}</div>` };
  const draw = drawings.get(panel.type);
  if (draw === undefined) {
    return note(`A panel of type ${panel.type} is not drawn here: open the board in Grafana.`);
  }
  const foreign = foreignDatasource(panel);
  if (answered.length === 0 && foreign !== undefined) {
    return note(`It asks ${foreign}, and this page is drawn from Prometheus alone.`);
  }
  const series = namedSeries(panel, answered).filter(hasNumber);
  if (series.length === 0) {
    return nothing(panel, whyMissing(answered, surroundings.variables, surroundings.knowledge));
  }
  const errors = queryErrors(answered);
  const below = errors.map((error) => html`<p class="note">${error}</p>`);
  return { body: html`${draw({ panel, series, window: surroundings.window })}${below}` };
}

function hasNumber({ values }: NamedSeries): boolean {
  return values.some((value) => !Number.isNaN(value));
}

function note(text: string): Content {
  return { body: html`<p class="missing">${text}</p>`, missing: text };
}

/** With the word that the board has for it. */
function nothing(panel: PanelModel, reason: string): Content {
  const { noValue } = fieldOf(panel.json);
  return {
    body: html`<div class="missing">
      <b>${noValue ?? "No data"}</b>
      <p>${reason}</p>
    </div>`,
    missing: noValue ?? reason,
  };
}

function textOf({ json, variables }: PanelModel): Html {
  const content = textAt(json, "options", "content") ?? textAt(json, "content") ?? "";
  const mode = textAt(json, "options", "mode") ?? textAt(json, "mode") ?? "markdown";
  const filled = interpolateText(content, variables);
  if (mode === "code") return html`<pre>${filled}</pre>`;
  return mode === "html" ? html`<p>${wordsOf(filled)}</p>` : markdown(filled);
}

/** The title, and behind it what the panel means and what it asks. */
function header({ title, description }: PanelModel, answered: readonly AnsweredQuery[]): Html {
  if (description === "" && answered.length === 0) {
    return title === "" ? html`` : html`<header><h4>${title}</h4></header>`;
  }
  const queries = answered.map(
    ({ query }) =>
      html`<dt>${query.refId}</dt>
        <dd><code>${query.expr}</code></dd>`,
  );
  return html`<details class="about"><summary${
    description === "" ? undefined : html` title="${description}"`
  }><h4>${title}</h4></summary><div>${description === "" ? undefined : html`<p>${description}</p>`}${
    queries.length === 0 ? undefined : html`<dl>${queries}</dl>`
  }</div></details>`;
}

/** How much of a line it needs where there is less room than in Grafana. */
function widthClass({ place: { w } }: PanelModel): string {
  if (w <= 6) return "narrow";
  return w <= 14 ? "middle" : "wide";
}

function placeStyle({ place: { x, y, w, h } }: PanelModel, isPlaced: boolean): string {
  const column = isPlaced ? `${x + 1} / span ${w}` : `span ${w}`;
  const row = isPlaced ? `${y + 1} / span ${h}` : `span ${h}`;
  return `--column:${column};--row:${row};--lines:${h}`;
}
