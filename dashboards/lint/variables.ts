import { isObject, type JsonObject, textOf } from "../json";
import { readPromql } from "../promql-syntax";
import { type Finding, type Rule, when } from "./finding";
import { type Placed, placedIn } from "./placed";

const list = "templating.list";

export function variableFindings(dashboard: JsonObject): readonly Finding[] {
  const variables = variablesOf(dashboard);
  return [
    ...sourceFindings(variables),
    ...choiceFindings(variables, "job", "Job"),
    ...choiceFindings(variables, "instance", "Instance"),
    ...variables
      .filter(({ value }) => value["type"] === "query")
      .flatMap(({ path, value }) => queryVariableFindings(path, value)),
  ];
}

/** The names of the variables that choose a datasource. */
export function sourceVariables(dashboard: JsonObject): readonly string[] {
  return variablesOf(dashboard)
    .filter(({ value }) => value["type"] === "datasource")
    .flatMap(({ value }) => textOf(value["name"]) ?? []);
}

function variablesOf({ templating }: JsonObject): readonly Placed[] {
  return placedIn(isObject(templating) ? templating["list"] : undefined, list);
}

/** Names and labels that people, and links from other boards, find the choice by. */
const sourceNames: Readonly<Record<string, string>> = {
  datasource: "Data source",
  prometheus_datasource: "Prometheus data source",
};

function sourceFindings(variables: readonly Placed[]): readonly Finding[] {
  const source = variables.find(
    ({ value }) => value["type"] === "datasource" && value["query"] === "prometheus",
  );
  const finding = (path: string, problem: string): Finding => ({
    rule: "template-datasource",
    path,
    where: textOf(source?.value["name"]) ?? "datasource",
    problem,
  });
  if (source === undefined) {
    return [finding(list, "there is no variable that chooses the Prometheus")];
  }
  const { path, value } = source;
  const name = textOf(value["name"]) ?? "";
  if (!Object.hasOwn(sourceNames, name)) {
    const names = Object.keys(sourceNames).join(" or ");
    return [finding(`${path}.name`, `is not called ${names}: links of other boards set nothing`)];
  }
  return when(!Object.values(sourceNames).includes(textOf(value["label"]) ?? ""), () =>
    finding(`${path}.label`, `is not labelled ${Object.values(sourceNames).join(" or ")}`),
  );
}

function choiceFindings(
  variables: readonly Placed[],
  name: "job" | "instance",
  label: string,
): readonly Finding[] {
  const rule: Rule = `template-${name}`;
  const variable = variables.find(({ value }) => value["name"] === name);
  if (variable === undefined) {
    return [{ rule, path: list, where: name, problem: "there is no such variable" }];
  }
  const { path, value } = variable;
  const at = (field: string, problem: string): Finding => ({
    rule,
    path: field === "" ? path : `${path}.${field}`,
    where: name,
    problem,
  });
  const { datasource } = value;
  const uid = isObject(datasource) ? textOf(datasource["uid"]) : undefined;
  return [
    ...when(value["type"] !== "query", () =>
      at("type", "is no query: it does not know what Prometheus scrapes"),
    ),
    ...when(value["type"] === "query" && !asksChosen(uid), () =>
      at("datasource", "asks a Prometheus that nobody chose"),
    ),
    ...when(value["label"] !== label, () => at("label", `is not labelled ${label}`)),
    ...when(value["multi"] !== true || value["includeAll"] !== true, () =>
      at("", "several and all of them must be possible"),
    ),
  ];
}

function asksChosen(uid: string | undefined): boolean {
  return Object.keys(sourceNames).some((name) => uid === `$${name}` || uid === `\${${name}}`);
}

function queryVariableFindings(path: string, variable: JsonObject): readonly Finding[] {
  const where = textOf(variable["name"]) ?? "a variable";
  return [
    ...when(variable["refresh"] !== 2, () => ({
      rule: "template-on-time-change-reload",
      path: `${path}.refresh`,
      where,
      problem: "values of another time range stay",
    })),
    ...queryFaults(variable).map((problem) => ({
      rule: "template-label-promql" as const,
      path: `${path}.query`,
      where,
      problem,
    })),
  ];
}

/** Of Grafana's own functions for Prometheus: grafana.com/docs/grafana/latest/datasources/prometheus/template-variables. */
const functions = ["label_names", "label_values", "metrics", "query_result"];

/** In Grafana's classic form: one of its functions, with PromQL or names in it. */
function queryFaults({ query }: JsonObject): readonly string[] {
  const text = (isObject(query) ? textOf(query["query"]) : textOf(query)) ?? "";
  const [, name, inside = ""] = /^\s*(\w+)\((.*)\)\s*$/s.exec(text) ?? [];
  if (name === undefined) return [`its query ${JSON.stringify(text)} calls no function`];
  if (!functions.includes(name)) return [`its query calls ${name}, which Grafana has not`];
  const expr = name === "query_result" ? inside : selectorOf(name, inside);
  if (expr === undefined) return [];
  return readPromql(expr).errors.map((found) => `its query is no PromQL: ${found}`);
}

/** What stands before the label of `label_values(up, job)`; undefined where there is no selector. */
function selectorOf(name: string, inside: string): string | undefined {
  if (name !== "label_values") return undefined;
  return /^(.*),\s*[\w$]+\s*$/s.exec(inside)?.[1];
}
