import { shown, shownText } from "../field";
import { type Html, html } from "../html";
import { absoluteSteps } from "../thresholds";
import type { PanelContent } from "./panel-content";
import { mostValues, type Reduced, reducedSeries, share } from "./reduced";
import { bigNumber } from "./stat";

/** How full something is: an arc from the minimum to the maximum, the limits around it. */
export function gauge(content: PanelContent): Html {
  const values = reducedSeries(content).slice(0, mostValues(content.panel));
  return html`<div class="gauges">${values.map((each) => dial(each, values.length > 1))}</div>`;
}

function dial(each: Reduced, isNamed: boolean): Html {
  const color = each.color ?? "var(--series-0)";
  const label = `${each.name}: ${shownText(each.value, each.field)}`;
  return html`<div class="gauge">
    <svg viewBox="0 0 200 128" role="img" aria-label="${label}">
      <path class="track" d="${arc(0, 1, 80)}" />
      <path class="filled" style="color:${color}" d="${arc(0, Math.max(0.001, share(each)), 80)}" />
      ${limits(each)}
    </svg>
    <p class="value" style="--value:${color}">${bigNumber(shown(each.value, each.field))}</p>
    ${isNamed ? html`<span class="name">${each.name}</span>` : undefined}
  </div>`;
}

function limits({ field, range }: Reduced): readonly Html[] {
  const { min, max } = range;
  const steps = absoluteSteps(field.thresholds, range);
  if (steps.length < 2) return [];
  const position = (value: number) => Math.min(1, Math.max(0, (value - min) / (max - min)));
  return steps.map(({ value, color }, index) => {
    const end = position(steps[index + 1]?.value ?? max);
    return html`<path
      class="limits"
      style="color:${color}"
      d="${arc(position(value), end, 93)}"
    />`;
  });
}

/** From one share of the dial to another, over the top. */
function arc(from: number, to: number, radius: number): string {
  const point = (part: number) => {
    const angle = (200 - part * 220) * (Math.PI / 180);
    const [x, y] = [100 + radius * Math.cos(angle), 98 - radius * Math.sin(angle)];
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  const isLarge = (to - from) * 220 > 180 ? 1 : 0;
  return `M${point(from)}A${radius} ${radius} 0 ${isLarge} 1 ${point(to)}`;
}
