import { fieldOf, shownText, colorOf } from "../field";
import { type Html, html } from "../html";
import { at, isTrueAt, listAt, numberAt, objectAt, textAt } from "../json-path";
import type { JsonObject } from "../../json";
import type { NamedSeries } from "../panel-queries";
import type { PanelContent } from "./panel-content";

type Cell = string | number | undefined;
type Row = Readonly<Record<string, Cell>>;

const mostRows = 100;

/** The series at the end of the window: a row each, or one for all queries with the same labels. */
export function table(content: PanelContent): Html {
  const { panel } = content;
  const plan = transformationsOf(panel.json);
  const rows = sortRows(filterRows(rowsOf(content, plan), plan), plan, panel.json);
  const columns = columnsOf(rows, plan);
  const fields = new Map(
    columns.map(({ key, title }) => [key, fieldOf(panel.json, nameOf(key, title))]),
  );
  const shown = columns.filter(({ key }) => fields.get(key)?.custom["hidden"] !== true);
  const body = rows.slice(0, mostRows).map((row) => {
    return html`<tr>
      ${shown.map(({ key }) => cell(row[key], fields.get(key) ?? fieldOf(panel.json)))}
    </tr>`;
  });
  const left = rows.length - mostRows;
  return html`<div class="table">
    <table>
      <thead>
        <tr>
          ${shown.map(({ key, title }) => {
            const isNumber = rows.some((row) => typeof row[key] === "number");
            return html`<th${isNumber ? html` class="number"` : undefined}>${fields.get(key)?.displayName ?? title}</th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
    ${left > 0 ? html`<p class="note">and ${left} more rows</p>` : undefined}
  </div>`;
}

function cell(value: Cell, field: ReturnType<typeof fieldOf>): Html {
  if (typeof value !== "number") return html`<td>${value ?? ""}</td>`;
  const color =
    field.thresholds.steps.length > 1 ? colorOf(value, field, { min: 0, max: 100 }) : undefined;
  const style = color === undefined ? undefined : html` style="color:${color}"`;
  return html`<td class="number" ${style}>${shownText(value, field)}</td>`;
}

/** Overrides name a column by its title or by what it was called before. */
function nameOf(key: string, title: string) {
  const [, refId = "A"] = /^Value #(.+)$/.exec(key) ?? [];
  return { name: title, refId };
}

interface Plan {
  /** Whether the queries' series are joined, by one field or by all labels they share. */
  readonly joinedBy: string | undefined;
  readonly isMerged: boolean;
  readonly excluded: (key: string) => boolean;
  readonly renamed: (key: string) => string;
  readonly order: ReadonlyMap<string, number>;
  readonly sort: { readonly key: string; readonly isDescending: boolean } | undefined;
  readonly limit: number;
}

/** The transformations that tables of Prometheus queries use; others leave the rows as they are. */
function transformationsOf(json: JsonObject): Plan {
  const steps = listAt(json, "transformations").filter((step) => !isTrueAt(step, "disabled"));
  const options = (...ids: readonly string[]) =>
    steps
      .filter((step) => ids.includes(textAt(step, "id") ?? ""))
      .map((step) => objectAt(step, "options"));
  const [join] = options("joinByField", "seriesToColumns");
  const organize = options("organize");
  const kept = options("filterFieldsByName").map((each) => listAt(each, "include", "names"));
  const [sortBy] = options("sortBy");
  const sortKey = textAt(listAt(sortBy, "sort")[0], "field");
  return {
    joinedBy: join === undefined ? undefined : (textAt(join, "byField") ?? "Time"),
    isMerged: options("merge").length > 0,
    excluded: (key) =>
      organize.some((each) => isTrueAt(each, "excludeByName", key)) ||
      kept.some((names) => names.length > 0 && !names.includes(key)),
    renamed: (key) =>
      organize.reduce((name, each) => textAt(each, "renameByName", name) ?? name, key),
    order: new Map(
      organize.flatMap((each) =>
        Object.keys(objectAt(each, "indexByName")).map(
          (key) => [key, numberAt(each, "indexByName", key) ?? 0] as const,
        ),
      ),
    ),
    sort:
      sortKey === undefined
        ? undefined
        : { key: sortKey, isDescending: isTrueAt(listAt(sortBy, "sort")[0], "desc") },
    limit: numberAt(options("limit")[0], "limitField") ?? Infinity,
  };
}

function rowsOf({ series }: PanelContent, plan: Plan): readonly Row[] {
  const refIds = new Set(series.map(({ refId }) => refId));
  const valueKey = (each: NamedSeries) => (refIds.size > 1 ? `Value #${each.refId}` : "Value");
  const rows = new Map<string, Row>();
  series.forEach((each, index) => {
    const { __name__: name, ...labels } = each.labels;
    const key = joinKey(each, plan, refIds.size > 1) ?? String(index);
    const named = name === undefined || refIds.size > 1 ? {} : { Metric: name };
    rows.set(key, { ...named, ...labels, ...rows.get(key), [valueKey(each)]: each.values.at(-1) });
  });
  return [...rows.values()];
}

function joinKey({ labels }: NamedSeries, plan: Plan, hasSeveral: boolean): string | undefined {
  const { joinedBy, isMerged } = plan;
  if (joinedBy !== undefined && joinedBy !== "Time") return labels[joinedBy];
  if (!hasSeveral || (joinedBy === undefined && !isMerged)) return undefined;
  const shared = Object.entries(labels).filter(([label]) => label !== "__name__");
  return JSON.stringify(shared.sort());
}

function filterRows(rows: readonly Row[], { limit }: Plan): readonly Row[] {
  return limit === Infinity ? rows : rows.slice(0, limit);
}

interface Column {
  readonly key: string;
  readonly title: string;
}

/** Labels first, values last, unless the board says otherwise. Times would all be the same. */
function columnsOf(rows: readonly Row[], { excluded, renamed, order }: Plan): readonly Column[] {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (key) => !excluded(key),
  );
  const rank = (key: string) => order.get(key) ?? (key.startsWith("Value") ? 1000 : 500);
  return [...keys].sort((a, b) => rank(a) - rank(b)).map((key) => ({ key, title: renamed(key) }));
}

function sortRows(rows: readonly Row[], plan: Plan, json: JsonObject): readonly Row[] {
  const [shownSort] = listAt(json, "options", "sortBy");
  const title = plan.sort?.key ?? textAt(shownSort, "displayName");
  if (title === undefined) return rows;
  const isDescending = plan.sort?.isDescending ?? at(shownSort, "desc") === true;
  const keys = columnsOf(rows, plan);
  const key = keys.find((column) => column.title === title || column.key === title)?.key ?? title;
  const up = [...rows].sort((a, b) => compare(a[key], b[key]));
  return isDescending ? up.reverse() : up;
}

function compare(a: Cell, b: Cell): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a ?? "").localeCompare(String(b ?? ""), "en", { numeric: true });
}
