import { type Html, html } from "./html";

/**
 * Charts are drawn on a sheet of this size and stretched to their panel, with lines that keep their
 * width. Whole numbers of it are finer than the pixels of a screen.
 */
export const sheet = { width: 2000, height: 1000 } as const;

/** A point as shares of the plot, from 0 to 1, y upwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LineStyle {
  readonly color: string;
  /** In pixels. */
  readonly width: number;
  readonly dash?: string;
  /** Of what is between the line and its base, 0 to 1. */
  readonly fill: number;
  /** For people who point at the line. */
  readonly title: string;
}

/** Runs of points without a gap. */
export type Runs = readonly (readonly Point[])[];

/** A line, and what is below it down to `base`, which has the same points. */
export function line(runs: Runs, base: Runs, style: LineStyle): Html {
  const stroke = runs.map((run) => pathOf(run)).join("");
  const area = runs.map((run, index) => areaOf(run, base[index] ?? [])).join("");
  const dash = style.dash === undefined ? undefined : html` stroke-dasharray="${style.dash}"`;
  return html`<g style="color:${style.color}"
    ><title>${style.title}</title>${
      style.fill > 0
        ? html`<path class="area" fill-opacity="${Number(style.fill.toFixed(3))}" d="${area}" />`
        : undefined
    }<path class="line" stroke-width="${style.width}" ${dash} d="${stroke}"
  /></g>`;
}

export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points.map(onSheet);
  if (first === undefined) return "";
  const start = `M${first.x} ${first.y}`;
  // A lone point is a line without length: round ends make it a dot.
  if (rest.length === 0) return `${start}h0`;
  let before = first;
  const steps = rest.map((point) => {
    const step = `${point.x - before.x} ${point.y - before.y}`;
    before = point;
    return step;
  });
  return `${start}l${steps.join(" ").replaceAll(" -", "-")}`;
}

function areaOf(top: readonly Point[], bottom: readonly Point[]): string {
  if (top.length < 2) return "";
  const way = [...top, ...[...bottom].reverse()];
  return `${pathOf(way)}z`;
}

function onSheet({ x, y }: Point): Point {
  return { x: Math.round(clamp(x) * sheet.width), y: Math.round((1 - clamp(y)) * sheet.height) };
}

/** A little beyond the edges, where it is cut off. */
function clamp(share: number): number {
  return Math.min(1.2, Math.max(-0.2, share));
}

/** A rectangle as a piece of a path. */
export function rectangle(from: Point, to: Point): string {
  const [a, b] = [onSheet(from), onSheet(to)];
  return `M${a.x} ${a.y}H${b.x}V${b.y}H${a.x}z`;
}

export function sheetSvg(content: readonly Html[]): Html {
  return html`<svg
    viewBox="0 0 ${sheet.width} ${sheet.height}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${content}
  </svg>`;
}

export interface AxisLabel {
  /** Share of the axis, from 0 to 1. */
  readonly position: number;
  readonly text: string;
}

export interface Frame {
  readonly left: readonly AxisLabel[];
  readonly right: readonly AxisLabel[];
  readonly bottom: readonly AxisLabel[];
  /** Drawn above the grid. */
  readonly content: readonly Html[];
  /** What the chart shows, for those who cannot see it. */
  readonly label: string;
}

/** A plot with its axes. Labels are text of the page, so that they keep their size on any screen. */
export function framed({ left, right, bottom, content, label }: Frame): Html {
  const grid = left.map(
    ({ position }) => `M0 ${Math.round((1 - position) * sheet.height)}H${sheet.width}`,
  );
  const lines = html`<path class="rule" d="${grid.join("")}" />`;
  return html`<div class="chart" role="img" aria-label="${label}">
    <div class="y">${verticalLabels(left)}</div>
    <div class="plot">${sheetSvg([lines, ...content])}</div>
    ${right.length === 0 ? undefined : html`<div class="y right">${verticalLabels(right)}</div>`}
    <div class="x">
      ${bottom.map(
        ({ position, text }, index) =>
          html`<span${index % 2 === 1 ? html` class="second"` : undefined} style="left:${percent(position)}">${text}</span>`,
      )}
    </div>
  </div>`;
}

/** The widest label, unseen and in the flow, makes the column wide enough. */
function verticalLabels(labels: readonly AxisLabel[]): Html {
  const widest = labels.reduce((wide, { text }) => (text.length > wide.length ? text : wide), "");
  return html`<i>${widest}</i>${labels.map(
      ({ position, text }) => html`<span style="bottom:${percent(position)}">${text}</span>`,
    )}`;
}

export function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
