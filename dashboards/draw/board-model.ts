import { isObject, type Json, type JsonObject, objectsIn } from "../json";
import { oneValue } from "./variables";
import { interpolateText, type Variables } from "./interpolate";
import { isTrueAt, numberAt, objectAt, textAt } from "./json-path";

/** A panel at its place in a section, with the values of the variables that hold for it. */
export interface PanelModel {
  readonly json: JsonObject;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly place: Place;
  readonly variables: Variables;
}

/** In a grid of 24 columns; rows count from the top of the section. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** A row of the board with what is below it. */
export interface Section {
  /** Empty for panels above the first row. */
  readonly title: string;
  readonly isCollapsed: boolean;
  /** In reading order. */
  readonly panels: readonly PanelModel[];
  /** Whether the panels lie at their places; repeated ones flow. */
  readonly isPlaced: boolean;
}

interface Row {
  readonly header: JsonObject;
  readonly panels: readonly JsonObject[];
}

/** What a board shows, with its repeated rows and panels written out. */
export function sectionsOf(dashboard: JsonObject, variables: Variables): readonly Section[] {
  const rows = isOldLayout(dashboard) ? oldRows(dashboard) : rowsOf(dashboard);
  return rows.flatMap((row) => repeatRow(row, variables)).filter(({ panels }) => panels.length > 0);
}

/** A row's panels stand in it while it is collapsed, and below it otherwise. */
function rowsOf(dashboard: JsonObject): readonly Row[] {
  const rows: { header: JsonObject; panels: JsonObject[] }[] = [{ header: {}, panels: [] }];
  for (const panel of [...objectsIn(dashboard["panels"])].sort(byPlace)) {
    if (panel["type"] === "row")
      rows.push({ header: panel, panels: [...objectsIn(panel["panels"])] });
    else rows.at(-1)?.panels.push(panel);
  }
  return rows;
}

/** Until Grafana 5 a board was a list of rows, with panels 12 columns wide in all. */
function isOldLayout(dashboard: JsonObject): boolean {
  return dashboard["panels"] === undefined && objectsIn(dashboard["rows"]).length > 0;
}

function oldRows(dashboard: JsonObject): readonly Row[] {
  return objectsIn(dashboard["rows"]).map((row) => {
    let x = 0;
    const panels = objectsIn(row["panels"]).map((panel, index) => {
      const w = (numberAt(panel, "span") ?? 12) * 2;
      const gridPos = { x, y: index, w, h: 8 };
      x = (x + w) % columns;
      return { ...panel, gridPos };
    });
    return { header: { title: row["title"] ?? "", collapsed: row["collapse"] ?? false }, panels };
  });
}

const columns = 24;

function byPlace(a: JsonObject, b: JsonObject): number {
  const [first, second] = [placeOf(a), placeOf(b)];
  return first.y - second.y || first.x - second.x;
}

function placeOf(panel: JsonObject): Place {
  const whole = (key: string, otherwise: number) =>
    Math.max(0, Math.round(numberAt(panel, "gridPos", key) ?? otherwise));
  const x = Math.min(columns - 1, whole("x", 0));
  const w = Math.min(columns - x, Math.max(1, whole("w", 12)));
  return { x, y: whole("y", 0), w, h: Math.max(1, whole("h", 8)) };
}

function repeatRow({ header, panels }: Row, variables: Variables): readonly Section[] {
  return repeated(header, variables).map((scoped) => {
    const sorted = panels.filter((panel) => panel["repeatPanelId"] === undefined).sort(byPlace);
    const top = Math.min(...sorted.map((panel) => placeOf(panel).y));
    return {
      title: interpolateText(textAt(header, "title") ?? "", scoped),
      isCollapsed: isTrueAt(header, "collapsed"),
      panels: sorted.flatMap((panel) => repeatPanel(panel, top, scoped)),
      isPlaced: sorted.every((panel) => textAt(panel, "repeat") === undefined) && !overlap(sorted),
    };
  });
}

/** What lies on one another would hide one another. */
function overlap(panels: readonly JsonObject[]): boolean {
  const places = panels.map(placeOf);
  return places.some((a, index) =>
    places
      .slice(index + 1)
      .some((b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h),
  );
}

function repeatPanel(panel: JsonObject, top: number, variables: Variables): readonly PanelModel[] {
  const scopes = repeated(panel, variables);
  const { x, y, w, h } = placeOf(panel);
  const perLine = Math.min(scopes.length, numberAt(panel, "maxPerRow") ?? 4);
  const isAcross = scopes.length > 1 && textAt(panel, "repeatDirection") !== "v";
  const place = { x, y: y - top, w: isAcross ? Math.floor(columns / perLine) : w, h };
  return scopes.map((scoped) => ({
    json: panel,
    type: textAt(panel, "type") ?? "unknown",
    title: interpolateText(textAt(panel, "title") ?? "", scoped),
    description: interpolateText(textAt(panel, "description") ?? "", scoped),
    place,
    variables: scoped,
  }));
}

/** The variables once for every value of the one that is repeated over. */
function repeated(source: JsonObject, variables: Variables): readonly Variables[] {
  const name = textAt(source, "repeat");
  const values = name === undefined ? undefined : variables.get(name)?.values;
  if (name === undefined || values === undefined || values.length === 0) return [variables];
  return values.map(
    (value) => new Map([...variables, [name, { ...oneValue(value), isMulti: true }]]),
  );
}

/** The type of the datasource that a panel or a query names; undefined for one chosen elsewhere. */
export function datasourceType(source: Json): string | undefined {
  if (!isObject(source)) return undefined;
  const { datasource } = source;
  if (typeof datasource === "string") return specialDatasource(datasource);
  const reference = objectAt(source, "datasource");
  return specialDatasource(textAt(reference, "uid")) ?? textAt(reference, "type");
}

/** `-- Grafana --` and `-- Dashboard --` are no servers; `-- Mixed --` says that each query has its own. */
function specialDatasource(uid: string | undefined): string | undefined {
  if (uid === "-- Mixed --") return undefined;
  return uid?.startsWith("-- ") === true ? uid : undefined;
}
