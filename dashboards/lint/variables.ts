import { isObject, type JsonObject, textOf } from "../json";
import { readPromql } from "../promql-syntax";
import { type Finding, when } from "./finding";
import { placedIn } from "./placed";

export function variableFindings({ templating }: JsonObject): readonly Finding[] {
  const list = "templating.list";
  const variables = placedIn(isObject(templating) ? templating["list"] : undefined, list);
  const named = (name: string) => variables.find(({ value }) => value["name"] === name);
  const choices = (["job", "instance"] as const).flatMap((name): readonly Finding[] => {
    const variable = named(name);
    const rule = `template-${name}` as const;
    if (variable === undefined) {
      return [{ rule, path: list, where: name, problem: "there is no such variable" }];
    }
    const { path, value } = variable;
    return when(value["multi"] !== true || value["includeAll"] !== true, () => ({
      rule,
      path,
      where: name,
      problem: "several and all of them must be possible",
    }));
  });
  const source = named("datasource");
  const isPrometheus =
    source?.value["type"] === "datasource" && source.value["query"] === "prometheus";
  return [
    ...when(!isPrometheus, () => ({
      rule: "template-datasource",
      path: source?.path ?? list,
      where: "datasource",
      problem: "there is no variable that chooses the Prometheus",
    })),
    ...choices,
    ...variables
      .filter(({ value }) => value["type"] === "query")
      .flatMap(({ path, value }) => queryVariableFindings(path, value)),
  ];
}

function queryVariableFindings(path: string, variable: JsonObject): readonly Finding[] {
  const where = textOf(variable["name"]) ?? "a variable";
  const expr = expressionOf(variable);
  const { errors } = expr === undefined ? { errors: [] } : readPromql(expr);
  return [
    ...when(variable["refresh"] !== 2, () => ({
      rule: "template-on-time-change-reload",
      path: `${path}.refresh`,
      where,
      problem: "values of another time range stay",
    })),
    ...errors.map((found) => ({
      rule: "template-label-promql" as const,
      path: `${path}.query`,
      where,
      problem: `its query is no PromQL: ${found}`,
    })),
  ];
}

/** The PromQL in a variable's query; undefined where there is none: `label_values(job)`, `metrics(up)`. */
function expressionOf({ query }: JsonObject): string | undefined {
  const text = (isObject(query) ? textOf(query["query"]) : textOf(query)) ?? "";
  const [, selector] = /^\s*label_values\((.*),\s*[\w$]+\s*\)\s*$/s.exec(text) ?? [];
  return selector ?? /^\s*query_result\((.*)\)\s*$/s.exec(text)?.[1];
}
