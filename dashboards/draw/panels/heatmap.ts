import type { Field } from "../field";
import { fieldOf } from "../field";
import { type Html, html } from "../html";
import { isTrueAt, textAt } from "../json-path";
import type { NamedSeries } from "../panel-queries";
import { type AxisLabel, framed, rectangle } from "../plot";
import { timeTicks, valueScale } from "../scale";
import { formatText } from "../units";
import type { PanelContent } from "./panel-content";
import { tickText } from "./timeseries";

/** A row of cells, from one time to the next. */
interface Bucket {
  /** The upper end, as it is written on the axis. */
  readonly text: string;
  readonly counts: ReadonlyMap<number, number>;
}

/** Shades of a cell: more could not be told apart. */
const shades = 10;
const mostLabels = 8;

/** How values are spread, over time: the darker, the more of them. */
export function heatmap(content: PanelContent): Html {
  const { panel, series, window } = content;
  const field = fieldOf(panel.json);
  const buckets = occupied(bucketsOf(content, field));
  const most = Math.max(0, ...buckets.flatMap(({ counts }) => [...counts.values()]));
  const step = series[0]?.step ?? 1;
  const paths = Array.from({ length: shades }, (): string[] => []);
  buckets.forEach(({ counts }, row) => {
    for (const [time, count] of counts) {
      if (count <= most * 1e-9) continue;
      // By the root, so that few are not lost beside many.
      const shade = Math.min(shades - 1, Math.floor(Math.sqrt(count / most) * shades));
      const right = (time - window.from) / (window.to - window.from);
      const left = (time - step - window.from) / (window.to - window.from);
      paths[shade]?.push(
        rectangle(
          { x: Math.max(0, left), y: row / buckets.length },
          { x: right, y: (row + 1) / buckets.length },
        ),
      );
    }
  });
  const cells = paths.map((path, shade) =>
    path.length === 0
      ? html``
      : html`<path class="cell" fill-opacity="${(shade + 1) / shades}" d="${path.join("")}" />`,
  );
  const chart = framed({
    left: labels(buckets),
    right: [],
    bottom: timeTicks(window.from, window.to, Math.max(3, Math.round(panel.place.w / 2))),
    content: cells,
    label: `${panel.title}: at most ${formatText(most, "none")} in a cell`,
  });
  return html`${chart}${ramp(most)}`;
}

function ramp(most: number): Html {
  return html`<p class="ramp"><span>0</span><i></i><span>${formatText(most, "short")}</span></p>`;
}

function bucketsOf({ panel, series }: PanelContent, field: Field): readonly Bucket[] {
  const unit = axisUnit(panel.json, field);
  const cumulative = series.every(({ labels }) => labels["le"] !== undefined);
  if (cumulative && !isTrueAt(panel.json, "options", "calculate")) return differences(series, unit);
  if (isTrueAt(panel.json, "options", "calculate")) return counted(series, unit);
  return series.map((each) => ({ text: each.name, counts: pairs(each) }));
}

function axisUnit(json: PanelContent["panel"]["json"], field: Field): string | undefined {
  return textAt(json, "options", "yAxis", "unit") ?? textAt(json, "yAxis", "format") ?? field.unit;
}

/** What each bucket holds beyond the one below it. */
function differences(series: readonly NamedSeries[], unit: string | undefined): readonly Bucket[] {
  const sorted = [...series].sort((a, b) => upperEnd(a) - upperEnd(b));
  return sorted.map((each, index) => {
    const below = index === 0 ? undefined : pairs(sorted[index - 1] ?? each);
    const counts = [...pairs(each)].map(
      ([time, count]) => [time, Math.max(0, count - (below?.get(time) ?? 0))] as const,
    );
    const end = upperEnd(each);
    return { text: Number.isFinite(end) ? formatText(end, unit) : "∞", counts: new Map(counts) };
  });
}

function upperEnd({ labels }: NamedSeries): number {
  const { le = "" } = labels;
  return le === "+Inf" ? Infinity : Number(le);
}

function pairs({ times, values }: NamedSeries): ReadonlyMap<number, number> {
  const numbers = times.map((time, index) => [time, values[index] ?? NaN] as const);
  return new Map(numbers.filter(([, value]) => Number.isFinite(value)));
}

/** Plain series, counted into ranges of equal width. */
function counted(series: readonly NamedSeries[], unit: string | undefined): readonly Bucket[] {
  const scale = valueScale(
    series.flatMap(({ values }) => values),
    {},
  );
  const rows = 12;
  const buckets = Array.from({ length: rows }, (_, row) => ({
    text: tickText(scale.min + ((scale.max - scale.min) * (row + 1)) / rows, unit),
    counts: new Map<number, number>(),
  }));
  for (const each of series) {
    for (const [time, value] of pairs(each)) {
      const row = Math.min(rows - 1, Math.floor(scale.position(value) * rows));
      const counts = buckets[row]?.counts;
      counts?.set(time, (counts.get(time) ?? 0) + 1);
    }
  }
  return buckets;
}

/** Without the empty buckets above and below, except one on each side. */
function occupied(buckets: readonly Bucket[]): readonly Bucket[] {
  const holds = ({ counts }: Bucket) => [...counts.values()].some((count) => count > 0);
  const [first, last] = [buckets.findIndex(holds), buckets.findLastIndex(holds)];
  return first === -1 ? buckets : buckets.slice(Math.max(0, first - 1), last + 2);
}

function labels(buckets: readonly Bucket[]): readonly AxisLabel[] {
  const every = Math.ceil(buckets.length / mostLabels);
  return buckets.flatMap(({ text }, row) =>
    (row + 1) % every === 0 ? [{ position: (row + 1) / buckets.length, text }] : [],
  );
}
