import { titleOf } from "../dashboard-json";
import { isObject, type Json, type JsonObject, textOf } from "../json";
import { type Finding, type Rule, when } from "./finding";
import { placedIn } from "./placed";
import { queryFindings } from "./queries";

export function panelFindings(path: string, panel: JsonObject): readonly Finding[] {
  const where = titleOf(panel);
  const at = (rule: Rule, field: string, problem: string): Finding => ({
    rule,
    path: field === "" ? path : `${path}.${field}`,
    where,
    problem,
  });
  const queries = placedIn(panel["targets"], `${path}.targets`);
  const strangers = [{ path, value: panel }, ...queries].filter(
    ({ value }) => !asksVariable(value["datasource"]),
  );
  const refIds = new Set(queries.map(({ value }) => value["refId"]));
  return [
    ...strangers.map((stranger) => ({
      rule: "panel-datasource" as const,
      path: `${stranger.path}.datasource`,
      where,
      problem: "asks a Prometheus that nobody chose",
    })),
    ...when(blank(panel["title"]), () => at("panel-title-description", "title", "has no title")),
    ...when(blank(panel["description"]), () =>
      at("panel-title-description", "description", "has no description"),
    ),
    ...when(blank(unitOf(panel)), () =>
      at("panel-units", "fieldConfig.defaults.unit", "has no unit"),
    ),
    ...when(queries.length === 0, () => at("panel-no-targets", "targets", "asks nothing")),
    ...when(refIds.size < queries.length, () =>
      at("target-ref-ids", "targets", "has two queries of one refId"),
    ),
    ...queries.flatMap(({ path: queryPath, value }) => {
      const expr = textOf(value["expr"]);
      if (expr === undefined) return [];
      const legend = textOf(value["legendFormat"]) ?? "";
      const query = `${where}, query ${textOf(value["refId"]) ?? "?"}`;
      return queryFindings(expr, legend).map(([rule, problem]) => ({
        rule,
        path: `${queryPath}.${rule === "target-legend" ? "legendFormat" : "expr"}`,
        where: query,
        problem,
      }));
    }),
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
