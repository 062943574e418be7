import type { Software } from "../rules/watched-stack";
import type { BoardContext } from "./board-context";
import type { Panel, Row } from "./kit";
import type { PanelSource } from "./panel-source";

/**
 * Panels stand from left to right and go on in the next line after 24 columns, so the widths of a
 * line must add up to 24 and its heights must be equal.
 */
export interface RowSource {
  readonly title: string;
  /** Asks nothing of Prometheus until somebody opens it. */
  readonly collapsed: boolean;
  /** Whose metrics it draws, where not every stack that has the board has them: left out there. */
  readonly of?: Software;
  /** Why all of its panels may be empty: they draw a server that not every deployment has. */
  readonly mayBeEmpty?: string;
  readonly panels: readonly PanelSource[];
}

export const columns = 24;

/**
 * The rows, one below the other, numbered: Grafana numbers panels without an id itself, which would
 * show as a difference for ever.
 */
export function layOut(
  rows: readonly RowSource[],
  context: BoardContext,
): readonly (Panel | Row)[] {
  const placed: (Panel | Row)[] = [];
  let id = 0;
  let y = 0;
  for (const { title, collapsed, panels } of rows) {
    const header = { type: "row" as const, id: ++id, title, collapsed };
    const gridPos = { x: 0, y: y++, w: columns, h: 1 };
    const lines = place(panels, y, context).map((panel) => ({ id: ++id, ...panel }));
    if (collapsed) {
      placed.push({ ...header, gridPos, panels: lines });
    } else {
      placed.push({ ...header, gridPos, panels: [] }, ...lines);
      y = Math.max(y, ...lines.map(({ gridPos: { y: top, h } }) => top + h));
    }
  }
  return placed;
}

/** The panels of one row with their places, from the line `top` on. */
function place(sources: readonly PanelSource[], top: number, context: BoardContext) {
  let [x, y] = [0, top];
  return sources.map((source) => {
    const panel = source.build(context);
    const { w, h } = panel.gridPos;
    const gridPos = { x, y, w, h };
    x += w;
    if (x >= columns) [x, y] = [0, y + h];
    return { ...panel, gridPos };
  });
}
