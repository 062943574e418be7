import { shown } from "../field";
import { type Html, html } from "../html";
import { textAt } from "../json-path";
import { line, pathOf, sheetSvg } from "../plot";
import { valueScale } from "../scale";
import type { Formatted } from "../units";
import type { PanelContent } from "./panel-content";
import { mostValues, type Reduced, reducedSeries } from "./reduced";

/** Numbers to be read from afar, with the way they took. */
export function stat(content: PanelContent): Html {
  const { panel } = content;
  const values = reducedSeries(content).slice(0, mostValues(panel));
  const textMode = textAt(panel.json, "options", "textMode") ?? "auto";
  const isNamed = textMode === "value_and_name" || (textMode === "auto" && values.length > 1);
  return html`<div class="stats">
    ${values.map((each) => tile(each, content, { isNamed, textMode }))}
  </div>`;
}

function tile(
  each: Reduced,
  { panel, window }: PanelContent,
  { isNamed, textMode }: { readonly isNamed: boolean; readonly textMode: string },
): Html {
  const colorMode = textAt(panel.json, "options", "colorMode") ?? "value";
  const color = colorMode === "none" ? undefined : each.color;
  const isTinted = colorMode.startsWith("background");
  const graph = textAt(panel.json, "options", "graphMode") ?? "area";
  const value =
    textMode === "name" ? html`<b>${each.name}</b>` : bigNumber(shown(each.value, each.field));
  return html`<div
    class="stat${isTinted ? " tinted" : ""}"
    ${color === undefined ? undefined : html` style="--value:${color}"`}
  >
    ${isNamed ? html`<span class="name">${each.name}</span>` : undefined}
    <p class="value">${value}</p>
    ${graph === "none" || each.series.times.length < 2 ? undefined : sparkline(each, window)}
  </div>`;
}

export function bigNumber({ prefix, text, suffix }: Formatted): Html {
  return html`${prefix === "" ? undefined : html`<small>${prefix}</small>`}<b>${text}</b>${
    suffix === "" ? undefined : html`<small>${suffix}</small>`
  }`;
}

function sparkline({ series }: Reduced, { from, to }: PanelContent["window"]): Html {
  const scale = valueScale(series.values, {});
  const points = series.times.flatMap((time, index) => {
    const value = series.values[index] ?? NaN;
    if (!Number.isFinite(value)) return [];
    return [{ x: (time - from) / (to - from), y: scale.position(value) * 0.92 + 0.02 }];
  });
  if (pathOf(points) === "") return html``;
  const base = points.map(({ x }) => ({ x, y: 0 }));
  const style = { color: "var(--value)", width: 1.25, fill: 0.12, title: series.name };
  return html`<div class="spark">${sheetSvg([line([points], [base], style)])}</div>`;
}
