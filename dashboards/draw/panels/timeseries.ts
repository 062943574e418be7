import { paletteColor, paletteSize, shadeOf } from "../color";
import { type Field, isHidden, shownText } from "../field";
import { type Html, html } from "../html";
import { at, numberAt, textAt } from "../json-path";
import type { NamedSeries } from "../panel-queries";
import { type AxisLabel, framed, line, type Point, rectangle, type Runs, sheet } from "../plot";
import { calcName, reduceSeries } from "../reduce";
import { type Scale, type ScaleLimits, timeTicks, valueScale } from "../scale";
import { absoluteSteps } from "../thresholds";
import { formatText } from "../units";
import { legend } from "./legend";
import type { PanelContent } from "./panel-content";
import { isSamePlace, isStacked, type Stacked, stackSeries } from "./stacking";

/** A series with all that is needed to draw it. */
interface Drawn {
  readonly stacked: Stacked;
  readonly color: string;
  readonly dash?: string;
  readonly axis: Axis;
}

interface Axis {
  readonly unit: string | undefined;
  readonly isRight: boolean;
  readonly field: Field;
  readonly scale: Scale;
}

/** Lines, areas, bars or points over time. */
export function timeseries(content: PanelContent): Html {
  const { panel, window } = content;
  const drawn = drawnSeries(content);
  const axes = [...new Set(drawn.map(({ axis }) => axis))];
  const left = axes.find(({ isRight }) => !isRight) ?? axes[0];
  const right = axes.find((axis) => axis !== left);
  const x = (time: number) => (time - window.from) / (window.to - window.from);
  const chart = framed({
    left: left === undefined ? [] : axisLabels(left),
    right: right === undefined ? [] : axisLabels(right),
    bottom: timeTicks(window.from, window.to, Math.max(3, Math.round(panel.place.w / 2))),
    content: [
      ...(left === undefined ? [] : thresholdLines(left)),
      ...drawn.map((each) => draw(each, drawn.length, x)),
    ],
    label: [panel.title, ...drawn.map(({ stacked: { series } }) => titleOf(series))].join("; "),
  });
  const entries = drawn.map(({ stacked: { series }, color, dash }) => ({
    series,
    color,
    ...(dash !== undefined && { dash }),
  }));
  return html`${chart}${legend(panel, entries)}`;
}

function drawnSeries({ series }: PanelContent): readonly Drawn[] {
  const shown = series.filter(({ field }) => !isHidden(field));
  const stacked = stackSeries(shown);
  const axes = axesFor(stacked);
  return stacked.map((each, index) => {
    const { field } = each.series;
    const round = Math.floor(index / paletteSize);
    const dash = dashOf(field) ?? (round > 0 ? `${6 / round} ${3 * round}` : undefined);
    return {
      stacked: each,
      // By thresholds a line would change its colour on the way: Grafana itself takes the palette.
      color: lineColor(field, index),
      ...(dash !== undefined && { dash }),
      axis: axes.find((axis) => isOn(axis, field)) ?? axes[0] ?? axisFor([each], field),
    };
  });
}

function lineColor({ color, isShaded }: Field, index: number): string {
  if (color === undefined) return paletteColor(index);
  return isShaded ? shadeOf(color, index) : color;
}

function dashOf({ custom }: Field): string | undefined {
  const fill = textAt(custom, "lineStyle", "fill");
  if (fill === "dash") return "6 4";
  return fill === "dot" ? "1 4" : undefined;
}

/** One axis a unit and side, as Grafana does; those beyond the second are drawn without labels. */
function axesFor(stacked: readonly Stacked[]): readonly Axis[] {
  const groups: Stacked[][] = [];
  for (const each of stacked) {
    const group = groups.find(([first]) => first !== undefined && isSameAxis(first, each));
    if (group === undefined) groups.push([each]);
    else group.push(each);
  }
  return groups.flatMap((group) =>
    group[0] === undefined ? [] : [axisFor(group, group[0].series.field)],
  );
}

function isSameAxis(a: Stacked, b: Stacked): boolean {
  return (
    a.series.field.unit === b.series.field.unit &&
    isRight(a.series.field) === isRight(b.series.field)
  );
}

function isOn(axis: Axis, field: Field): boolean {
  return axis.unit === field.unit && axis.isRight === isRight(field);
}

function isRight({ custom }: Field): boolean {
  return textAt(custom, "axisPlacement") === "right";
}

function axisFor(stacked: readonly Stacked[], field: Field): Axis {
  const { custom, unit } = field;
  const isLog = textAt(custom, "scaleDistribution", "type") === "log";
  const values = stacked.flatMap(({ tops, bottoms }) => [...tops, ...bottoms]);
  const thresholds = showsThresholds(field) ? field.thresholds : undefined;
  // A limit just above the data is worth showing; one far away would flatten the lines, except those
  // that lie at zero.
  const highest = values.reduce(
    (most, value) => (value > most && Number.isFinite(value) ? value : most),
    0,
  );
  const near =
    thresholds?.steps
      .map(({ value }) => value)
      .filter((value) => highest === 0 || value <= highest * 2) ?? [];
  const softMax = Math.max(
    numberAt(custom, "axisSoftMax") ?? -Infinity,
    ...near.filter(Number.isFinite),
  );
  const scale = valueScale(values, {
    min: field.min,
    max: field.max,
    softMin: numberAt(custom, "axisSoftMin"),
    softMax: Number.isFinite(softMax) ? softMax : undefined,
    logBase: isLog ? (numberAt(custom, "scaleDistribution", "log") ?? 10) : undefined,
    base: baseOf(unit),
  });
  return { unit, isRight: isRight(field), field, scale };
}

/** What the ticks of a unit are round numbers of. */
function baseOf(unit = ""): NonNullable<ScaleLimits["base"]> {
  if (unit === "s") return 60;
  return /^([kmgt]?bytes|[kmgt]?bits|bin.*)$/i.test(unit) ? 1024 : 10;
}

function axisLabels({ scale, unit, field }: Axis): readonly AxisLabel[] {
  return scale.ticks.map((tick) => ({
    position: scale.position(tick),
    text: field.mappings.length > 0 ? shownText(tick, field) : tickText(tick, unit),
  }));
}

/** With as many decimals as a round number needs. */
export function tickText(tick: number, unit: string | undefined): string {
  const texts = [0, 1, 2, 3, 4].map((decimals) => formatText(tick, unit, decimals));
  const exact = formatText(tick, unit, 9);
  const digits = (text: string) => parseFloat(text.replace(/[^\d.-]/g, ""));
  return texts.find((text) => Math.abs(digits(text) - digits(exact)) < 1e-6) ?? texts[4] ?? exact;
}

function thresholdStyle({ custom }: Field): string {
  return textAt(custom, "thresholdsStyle", "mode") ?? "off";
}

function showsThresholds(field: Field): boolean {
  return thresholdStyle(field) !== "off";
}

function thresholdLines({ field, scale }: Axis): readonly Html[] {
  if (!showsThresholds(field)) return [];
  const dash = thresholdStyle(field).startsWith("dashed")
    ? html` stroke-dasharray="5 4"`
    : undefined;
  return absoluteSteps(field.thresholds, scale)
    .filter(({ value }) => value > scale.min && value <= scale.max)
    .map(({ value, color }) => {
      const y = Math.round((1 - scale.position(value)) * sheet.height);
      return html`<path class="limit" style="color:${color}" ${dash} d="M0 ${y}H${sheet.width}" />`;
    });
}

function draw(
  { stacked, color, dash, axis: { scale } }: Drawn,
  count: number,
  x: (time: number) => number,
): Html {
  const { series, tops, bottoms } = stacked;
  const { custom } = series.field;
  const points = (values: readonly number[]) =>
    values.map((value, index) => ({
      x: x(series.times[index] ?? NaN),
      y: Number.isFinite(value) ? scale.position(value) : NaN,
    }));
  const [top, bottom] = [points(tops), points(bottoms)];
  const style = textAt(custom, "drawStyle") ?? "line";
  if (style === "bars") return bars(top, bottom, series, color, x);
  const gap = spannedGap(custom, series.step);
  const runs = runsOf(top, series.times, gap);
  const title = titleOf(series);
  if (style === "points") {
    const dots = runs.map((run) => run.map((point) => [point])).flat();
    return line(dots, [], { color, width: numberAt(custom, "pointSize") ?? 5, fill: 0, title });
  }
  const step = textAt(custom, "lineInterpolation") ?? "linear";
  const stepped = (given: Runs) => given.map((run) => withSteps(run, step));
  const fill = (numberAt(custom, "fillOpacity") ?? 0) / 100;
  return line(stepped(runs), stepped(runsOf(bottom, series.times, gap)), {
    color,
    width: Math.max(1, numberAt(custom, "lineWidth") ?? 1) + 0.5,
    // Areas that lie on one another would add up to grey.
    fill: isStacked(series) ? Math.max(fill, 0.3) * Math.sign(fill) : fill / count,
    title,
    ...(dash !== undefined && { dash }),
  });
}

/** From how far apart on two points are not joined, in milliseconds. */
function spannedGap(custom: Field["custom"], step: number): number {
  const spanned = at(custom, "spanNulls");
  if (spanned === true) return Infinity;
  return typeof spanned === "number" ? spanned : step * 1.5;
}

/** Cut where a value is missing. Points and their bases are cut at the same places. */
function runsOf(points: readonly Point[], times: readonly number[], gap: number): Runs {
  const runs: Point[][] = [];
  let before: number | undefined;
  points.forEach((point, index) => {
    const time = times[index] ?? NaN;
    if (Number.isNaN(point.y)) {
      if (gap !== Infinity) before = undefined;
      return;
    }
    if (before === undefined || time - before > gap) runs.push([]);
    runs.at(-1)?.push(point);
    before = time;
  });
  return runs;
}

function withSteps(run: readonly Point[], interpolation: string): readonly Point[] {
  if (interpolation !== "stepAfter" && interpolation !== "stepBefore") return run;
  return run.flatMap((point, index) => {
    const before = run[index - 1];
    if (before === undefined || isSamePlace(before.y, point.y)) return [point];
    const corner =
      interpolation === "stepAfter" ? { x: point.x, y: before.y } : { x: before.x, y: point.y };
    return [corner, point];
  });
}

function bars(
  top: readonly Point[],
  bottom: readonly Point[],
  series: NamedSeries,
  color: string,
  x: (time: number) => number,
): Html {
  const half = (x(series.step) - x(0)) * 0.4;
  const pieces = top.map((point, index) => {
    const base = bottom[index]?.y ?? 0;
    if (Number.isNaN(point.y) || Number.isNaN(base)) return "";
    return rectangle({ x: point.x - half, y: base }, { x: point.x + half, y: point.y });
  });
  const title = titleOf(series);
  return html`<g style="color:${color}"
    ><title>${title}</title><path class="area" fill-opacity=".75" d="${pieces.join("")}"
  /></g>`;
}

function titleOf(series: NamedSeries): string {
  const values = ["lastNotNull", "min", "mean", "max"].flatMap((calc) => {
    const value = reduceSeries(series, calc);
    return value === undefined ? [] : [`${calcName(calc)} ${shownText(value, series.field)}`];
  });
  return `${series.name}: ${values.join(", ")}`;
}
