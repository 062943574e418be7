import { panelsOf, queriesOf, titleOf, variablesOf } from "./dashboard-json";
import { isSlug } from "./import/uid";
import { placeholdersIn } from "./import/placeholders";
import { isObject, type Json, type JsonObject, objectsIn, textOf } from "./json";
import { columns } from "./layout";
import { queryFindings } from "./lint-queries";

/** What a board does that boards of ours must not. */
export interface Finding {
  readonly rule: string;
  /** A panel's title, a variable's name, or the board. */
  readonly where: string;
  readonly problem: string;
}

/**
 * The rules of Grafana's dashboard-linter that concern Prometheus, and those that its users miss:
 * slug uids, numbered panels, a grid without holes. There are no exclusions.
 */
export function lintDashboard(dashboard: JsonObject): readonly Finding[] {
  return [
    ...boardFindings(dashboard),
    ...variableFindings(dashboard),
    ...panelsOf(dashboard).flatMap(panelFindings),
    ...gridFindings(dashboard),
    ...queriesOf(dashboard).flatMap(queryFindings),
  ];
}

function boardFindings(dashboard: JsonObject): readonly Finding[] {
  const board = (rule: string, problem: string): Finding => ({ rule, where: "the board", problem });
  const ids = numbered(dashboard).map(({ id }) => id);
  return [
    ...when(!isSlug(textOf(dashboard["uid"]) ?? ""), () =>
      board("slug-uid", `the uid ${JSON.stringify(dashboard["uid"])} is no slug`),
    ),
    ...when((dashboard["id"] ?? null) !== null, () =>
      board("no-id", "an id belongs to the Grafana that gave it"),
    ),
    ...when(dashboard["editable"] !== false, () =>
      board("uneditable-dashboard", "changes in the browser would be lost"),
    ),
    ...when(ids.some((id) => typeof id !== "number") || new Set(ids).size < ids.length, () =>
      board("panel-ids", "panels without an id of their own"),
    ),
    ...placeholdersIn(dashboard).map(({ path, text }) => ({
      rule: "no-placeholders",
      where: path,
      problem: `${text} stands for nothing`,
    })),
  ];
}

function variableFindings(dashboard: JsonObject): readonly Finding[] {
  const variables = variablesOf(dashboard);
  const named = (name: string) => variables.find((variable) => variable["name"] === name);
  const choices = ["job", "instance"].flatMap((name): readonly Finding[] => {
    const variable = named(name);
    const rule = `template-${name}`;
    if (variable === undefined)
      return [{ rule, where: name, problem: "there is no such variable" }];
    return when(variable["multi"] !== true || variable["includeAll"] !== true, () => ({
      rule,
      where: name,
      problem: "several and all of them must be possible",
    }));
  });
  const source = named("datasource");
  return [
    ...when(source?.["type"] !== "datasource" || source["query"] !== "prometheus", () => ({
      rule: "template-datasource",
      where: "datasource",
      problem: "there is no variable that chooses the Prometheus",
    })),
    ...choices,
    ...variables
      .filter((variable) => variable["type"] === "query" && variable["refresh"] !== 2)
      .map((variable) => ({
        rule: "template-on-time-change-reload",
        where: textOf(variable["name"]) ?? "a variable",
        problem: "values of another time range stay",
      })),
  ];
}

function panelFindings(panel: JsonObject): readonly Finding[] {
  const at = (rule: string, problem: string): Finding => ({ rule, where: titleOf(panel), problem });
  const targets = objectsIn(panel["targets"]);
  const refIds = new Set(targets.map((target) => target["refId"]));
  return [
    ...when(
      [panel, ...targets].some((asking) => !asksVariable(asking["datasource"])),
      () => at("panel-datasource", "asks a Prometheus that nobody chose"),
    ),
    ...when(blank(panel["title"]) || blank(panel["description"]), () =>
      at("panel-title-description", "has no title or no description"),
    ),
    ...when(blank(unitOf(panel)), () => at("panel-units", "has no unit")),
    ...when(targets.length === 0, () => at("panel-no-targets", "asks nothing")),
    ...when(refIds.size < targets.length, () =>
      at("target-ref-ids", "has two queries of one refId"),
    ),
  ];
}

function asksVariable(datasource: Json | undefined): boolean {
  return isObject(datasource) && datasource["uid"] === "${datasource}";
}

function blank(value: Json | undefined): boolean {
  return (textOf(value) ?? "").trim() === "";
}

function unitOf({ fieldConfig }: JsonObject): Json | undefined {
  const defaults = isObject(fieldConfig) ? fieldConfig["defaults"] : undefined;
  return isObject(defaults) ? defaults["unit"] : undefined;
}

/** Panels and rows, which Grafana numbers alike. */
function numbered(dashboard: JsonObject): readonly JsonObject[] {
  const rows = objectsIn(dashboard["panels"]).filter(({ type }) => type === "row");
  return [...rows, ...panelsOf(dashboard)];
}

/**
 * Every cell of the grid, from the top to the last panel, belongs to one panel or row. The panels of
 * a row that is shut have a grid of their own below it: opened, it pushes down what follows.
 */
function gridFindings(dashboard: JsonObject): readonly Finding[] {
  const shown = objectsIn(dashboard["panels"]);
  const shut = shown.filter(({ type }) => type === "row");
  return [
    ...gridOf(shown, 0, "the board"),
    ...shut.flatMap((row) => {
      const { gridPos } = row;
      const top = isObject(gridPos) ? Number(gridPos["y"]) + 1 : 0;
      return gridOf(objectsIn(row["panels"]), top, titleOf(row));
    }),
  ];
}

function gridOf(panels: readonly JsonObject[], top: number, name: string): readonly Finding[] {
  const holders = new Map<string, string>();
  const findings: Finding[] = [];
  let bottom = top;
  for (const panel of panels) {
    const { gridPos } = panel;
    const [x, y, w, h] = ["x", "y", "w", "h"].map((key) =>
      isObject(gridPos) ? Number(gridPos[key]) : NaN,
    ) as [number, number, number, number];
    const where = titleOf(panel);
    if (!(x >= 0 && x + w <= columns && w > 0 && h > 0)) {
      findings.push({ rule: "grid", where, problem: "lies outside of the 24 columns" });
    }
    bottom = Math.max(bottom, y + h);
    const overlapped = new Set<string>();
    for (const cell of cells(x, y, w, h)) {
      const holder = holders.get(cell);
      if (holder !== undefined) overlapped.add(holder);
      holders.set(cell, where);
    }
    for (const other of overlapped) {
      findings.push({ rule: "grid", where, problem: `covers "${other}"` });
    }
  }
  const hole = cells(0, top, columns, bottom - top).find((cell) => !holders.has(cell));
  if (hole !== undefined) {
    findings.push({ rule: "grid", where: name, problem: `has a hole at ${hole}` });
  }
  return findings;
}

function cells(x: number, y: number, w: number, h: number): readonly string[] {
  const lines = Array.from({ length: h }, (_, line) => y + line);
  return lines.flatMap((line) => Array.from({ length: w }, (_, column) => `${x + column},${line}`));
}

function when(applies: boolean, finding: () => Finding): readonly Finding[] {
  return applies ? [finding()] : [];
}
