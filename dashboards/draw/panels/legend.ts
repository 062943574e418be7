import { shownText } from "../field";
import { type Html, html } from "../html";
import { listAt, objectAt } from "../json-path";
import type { PanelModel } from "../board-model";
import type { NamedSeries } from "../panel-queries";
import { calcName, reduceSeries } from "../reduce";

export interface LegendEntry {
  readonly series: NamedSeries;
  readonly color: string;
  readonly dash?: string;
}

/** Names shown at once; the others can be unfolded. */
const atOnce = 12;

/** The series by name, with the values the board asks for, or the last one. */
export function legend({ json }: PanelModel, entries: readonly LegendEntry[]): Html | undefined {
  if (isOff(json)) return undefined;
  const calcs = listAt(json, "options", "legend", "calcs").filter(
    (calc): calc is string => typeof calc === "string",
  );
  const items = entries.map((entry) => item(entry, calcs));
  const rest = items.slice(atOnce);
  return html`<ul class="legend">
      ${items.slice(0, atOnce)}
    </ul>
    ${
      rest.length === 0
        ? undefined
        : html`<details class="more">
            <summary>${rest.length} more</summary>
            <ul class="legend">
              ${rest}
            </ul>
          </details>`
    }`;
}

function isOff(json: PanelModel["json"]): boolean {
  const options = objectAt(json, "options", "legend");
  return options["displayMode"] === "hidden" || options["showLegend"] === false;
}

function item({ series, color, dash }: LegendEntry, calcs: readonly string[]): Html {
  const values = (calcs.length === 0 ? ["lastNotNull"] : calcs).flatMap((calc) => {
    const value = reduceSeries(series, calc);
    if (value === undefined) return [];
    const name = calcs.length === 0 ? undefined : html`<small>${calcName(calc)}</small> `;
    return [html`<b>${name}${shownText(value, series.field)}</b>`];
  });
  return html`<li>
    <i style="color:${color}" ${dash === undefined ? undefined : html` class="dashed"`}></i
    ><span>${series.name}</span>${values}
  </li>`;
}
