import { titleOf } from "../dashboard-json";
import { isObject, type Json, type JsonObject, textOf } from "../json";
import { type Finding, type Rule, when } from "./finding";
import { placedIn } from "./placed";
import { queryFindings } from "./queries";
import { isUnit } from "./units";

/** @param sources the names of the variables that choose a datasource */
export function panelFindings(
  path: string,
  panel: JsonObject,
  sources: readonly string[],
): readonly Finding[] {
  const where = titleOf(panel);
  const at = (rule: Rule, field: string, problem: string): Finding => ({
    rule,
    path: field === "" ? path : `${path}.${field}`,
    where,
    problem,
  });
  const queries = placedIn(panel["targets"], `${path}.targets`);
  const strangers = [{ path, value: panel }, ...queries].filter(
    ({ value }) => !asksVariable(value["datasource"], sources) && !isWithinBoard(value),
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
    ...unitFaults(panel).map(([field, problem]) => at("panel-units", field, problem)),
    ...when(queries.length === 0, () => at("panel-no-targets", "targets", "asks nothing")),
    ...when(refIds.size < queries.length, () =>
      at("target-ref-ids", "targets", "has two queries of one refId"),
    ),
    ...queries.flatMap(({ path: queryPath, value }) => {
      if (isWithinBoard(value)) return [];
      const expr = textOf(value["expr"]) ?? "";
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

function asksVariable(datasource: Json | undefined, sources: readonly string[]): boolean {
  if (!isObject(datasource)) return false;
  return sources.some((name) =>
    [`$${name}`, `\${${name}}`].includes(textOf(datasource["uid"]) ?? ""),
  );
}

/** Grafana's own sources: what another panel has asked, and what it computes from other queries. */
function isWithinBoard({ datasource }: JsonObject): boolean {
  return (
    isObject(datasource) &&
    ["-- Dashboard --", "__expr__"].includes(textOf(datasource["uid"]) ?? "")
  );
}

function blank(value: Json | undefined): boolean {
  return (textOf(value) ?? "").trim() === "";
}

/** Of the whole panel, and of the fields that have another. */
function unitFaults({ fieldConfig }: JsonObject): readonly (readonly [string, string])[] {
  const config = isObject(fieldConfig) ? fieldConfig : {};
  const { defaults } = config;
  const own = textOf(isObject(defaults) ? defaults["unit"] : undefined) ?? "";
  const others = placedIn(config["overrides"], "fieldConfig.overrides").flatMap(({ path, value }) =>
    placedIn(value["properties"], `${path}.properties`).filter(
      ({ value: { id } }) => id === "unit",
    ),
  );
  const unknown = (unit: string) => `has the unit ${JSON.stringify(unit)}, which Grafana has not`;
  const field = "fieldConfig.defaults.unit";
  return [
    ...(blank(own) ? [[field, "has no unit"] as const] : []),
    ...(blank(own) || isUnit(own) ? [] : [[field, unknown(own)] as const]),
    ...others.flatMap(({ path, value }) => {
      const unit = textOf(value["value"]) ?? "";
      return isUnit(unit) ? [] : [[`${path}.value`, unknown(unit)] as const];
    }),
  ];
}
