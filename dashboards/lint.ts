import { isSlug } from "./import/uid";
import { placeholdersIn } from "./import/placeholders";
import { isObject, type Json, type JsonObject, objectsIn, textOf } from "./json";
import { type Finding, type Rule, when } from "./lint/finding";
import { gridFindings } from "./lint/grid";
import { panelFindings } from "./lint/panels";
import { placedPanels } from "./lint/placed";
import { sourceVariables, variableFindings } from "./lint/variables";

/**
 * The rules of Grafana's dashboard-linter (compared with its source at 4d0844b) that concern
 * Prometheus, and those that its users miss: slug uids, numbered panels, a grid without holes,
 * metrics that some release exports. There are no exclusions. Needs the development packages.
 */
export function lintDashboard(dashboard: JsonObject): readonly Finding[] {
  const sources = sourceVariables(dashboard);
  return [
    ...boardFindings(dashboard),
    ...variableFindings(dashboard),
    ...placedPanels(dashboard)
      .filter(({ value }) => value["type"] !== "text")
      .flatMap(({ path, value }) => panelFindings(path, value, sources)),
    ...gridFindings(dashboard),
  ];
}

/** Boards that would overwrite each other in one Grafana. */
export function lintTogether(
  boards: readonly { readonly file: string; readonly dashboard: JsonObject }[],
): readonly (Finding & { readonly file: string })[] {
  const holders = new Map<string, string>();
  return boards.flatMap(({ file, dashboard }) => {
    const uid = textOf(dashboard["uid"]) ?? "";
    const holder = holders.get(uid);
    if (holder === undefined) holders.set(uid, file);
    return when(uid !== "" && holder !== undefined, () => ({
      rule: "unique-uid",
      path: "uid",
      where: "the board",
      problem: `${holder ?? ""} has the uid ${uid} too`,
    })).map((finding) => ({ ...finding, file }));
  });
}

function boardFindings(dashboard: JsonObject): readonly Finding[] {
  const board = (rule: Rule, path: string, problem: string): Finding => ({
    rule,
    path,
    where: "the board",
    problem,
  });
  const ids = numbered(dashboard).map(({ id }) => id);
  return [
    ...when(!isSlug(textOf(dashboard["uid"]) ?? ""), () =>
      board("slug-uid", "uid", `the uid ${JSON.stringify(dashboard["uid"])} is no slug`),
    ),
    ...when((dashboard["id"] ?? null) !== null, () =>
      board("no-id", "id", "an id belongs to the Grafana that gave it"),
    ),
    ...when(dashboard["editable"] !== false, () =>
      board("uneditable-dashboard", "editable", "changes in the browser would be lost"),
    ),
    ...when(ids.some((id) => typeof id !== "number") || new Set(ids).size < ids.length, () =>
      board("panel-ids", "panels", "panels without an id of their own"),
    ),
    ...placeholdersIn(withoutInputs(dashboard)).map(({ path, text }) => ({
      rule: "no-placeholders" as const,
      path,
      where: "the board",
      problem: `${text} stands for nothing`,
    })),
  ];
}

/**
 * In Grafana's export format, what the person who imports the board is asked for may stand in its
 * variables: that is what the format is for. In a panel it would bind it to one Prometheus.
 */
function withoutInputs(dashboard: JsonObject): JsonObject {
  const { templating, __inputs: inputs } = dashboard;
  const asked = new Set(objectsIn(inputs).map(({ name }) => `\${${textOf(name) ?? ""}}`));
  if (asked.size === 0 || !isObject(templating)) return dashboard;
  const list = objectsIn(templating["list"]).map((variable) => filledIn(variable, asked));
  return { ...dashboard, templating: { ...templating, list } };
}

function filledIn(variable: JsonObject, asked: ReadonlySet<string>): JsonObject {
  const { current } = variable;
  const value: Json | undefined = isObject(current) ? current["value"] : undefined;
  const isAsked = typeof value === "string" && asked.has(value);
  return isAsked ? { ...variable, current: {} } : variable;
}

/** Panels and rows, which Grafana numbers alike. */
function numbered(dashboard: JsonObject): readonly JsonObject[] {
  const rows = objectsIn(dashboard["panels"]).filter(({ type }) => type === "row");
  return [...rows, ...placedPanels(dashboard).map(({ value }) => value)];
}
