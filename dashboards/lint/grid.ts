import { titleOf } from "../dashboard-json";
import { isObject, type JsonObject } from "../json";
import { columns } from "../layout";
import type { Finding } from "./finding";
import { type Placed, placedIn } from "./placed";

/**
 * Every cell of the grid, from the top to the last panel, belongs to one panel or row. The panels of
 * a row that is shut have a grid of their own below it: opened, it pushes down what follows.
 */
export function gridFindings(dashboard: JsonObject): readonly Finding[] {
  const shown = placedIn(dashboard["panels"], "panels");
  const rows = shown.filter(({ value }) => value["type"] === "row");
  return [
    ...gridOf(shown, 0, { path: "panels", where: "the board" }),
    ...rows.flatMap(({ path, value }) => {
      const { gridPos } = value;
      const top = isObject(gridPos) ? Number(gridPos["y"]) + 1 : 0;
      const inside = placedIn(value["panels"], `${path}.panels`);
      return gridOf(inside, top, { path: `${path}.panels`, where: titleOf(value) });
    }),
  ];
}

function gridOf(
  panels: readonly Placed[],
  top: number,
  whole: Pick<Finding, "path" | "where">,
): readonly Finding[] {
  const holders = new Map<string, string>();
  const findings: Finding[] = [];
  let bottom = top;
  for (const { path: panelPath, value } of panels) {
    const { gridPos } = value;
    const path = `${panelPath}.gridPos`;
    const [x, y, w, h] = ["x", "y", "w", "h"].map((key) =>
      isObject(gridPos) ? Number(gridPos[key]) : NaN,
    ) as [number, number, number, number];
    const where = titleOf(value);
    if (!(x >= 0 && x + w <= columns && w > 0 && h > 0)) {
      findings.push({ rule: "grid", path, where, problem: "lies outside of the 24 columns" });
    }
    bottom = Math.max(bottom, y + h);
    const overlapped = new Set<string>();
    for (const cell of cells(x, y, w, h)) {
      const holder = holders.get(cell);
      if (holder !== undefined) overlapped.add(holder);
      holders.set(cell, where);
    }
    for (const other of overlapped) {
      findings.push({ rule: "grid", path, where, problem: `covers "${other}"` });
    }
  }
  const hole = cells(0, top, columns, bottom - top).find((cell) => !holders.has(cell));
  if (hole !== undefined) {
    findings.push({ rule: "grid", ...whole, problem: `has a hole at ${hole}` });
  }
  return findings;
}

function cells(x: number, y: number, w: number, h: number): readonly string[] {
  const lines = Array.from({ length: h }, (_, line) => y + line);
  return lines.flatMap((line) => Array.from({ length: w }, (_, column) => `${x + column},${line}`));
}
