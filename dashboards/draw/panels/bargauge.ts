import { paletteColor } from "../color";
import { shownText } from "../field";
import { type Html, html } from "../html";
import { percent } from "../plot";
import { formatText } from "../units";
import type { PanelContent } from "./panel-content";
import { mostValues, type Reduced, reducedSeries, share } from "./reduced";

/** A bar for each series, as long as its value. */
export function barGauge(content: PanelContent): Html {
  const bars = reducedSeries(content).slice(0, mostValues(content.panel));
  return list(
    bars.map((each) => ({
      name: each.name,
      value: shownText(each.value, each.field),
      share: share(each),
      color: each.color ?? paletteColor(0),
    })),
  );
}

/** The shares of a whole: bars are compared more easily than slices. */
export function pieChart(content: PanelContent): Html {
  const slices = reducedSeries(content).slice(0, mostValues(content.panel));
  const total = slices.reduce((sum, { value }) => sum + Math.max(0, value), 0);
  return list(
    slices.map((each, index) => {
      const part = total === 0 ? 0 : Math.max(0, each.value) / total;
      const value = `${shownText(each.value, each.field)} (${formatText(part, "percentunit", 0)})`;
      return { name: each.name, value, share: part, color: sliceColor(each, index) };
    }),
  );
}

function sliceColor({ field }: Reduced, index: number): string {
  return field.color ?? paletteColor(index);
}

interface Bar {
  readonly name: string;
  readonly value: string;
  readonly share: number;
  readonly color: string;
}

function list(bars: readonly Bar[]): Html {
  return html`<ul class="bars">
    ${bars.map(
      ({ name, value, share: part, color }) =>
        html`<li>
          <span>${name}</span><b>${value}</b
          ><i><i style="width:${percent(part)};background:${color}"></i></i>
        </li>`,
    )}
  </ul>`;
}
