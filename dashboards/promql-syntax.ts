import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "./promql-grammar.cjs";
import { tokensOf } from "./promql-tokens";

/** What Prometheus' own grammar finds in an expression. */
export interface PromqlSyntax {
  /** What is no PromQL, as written. */
  readonly errors: readonly string[];
  readonly selectors: readonly Selector[];
  /** Labels of `by`, `without`, `on`, `ignoring`, `group_left` and `group_right`. */
  readonly grouping: readonly string[];
  /** Those of `by`: what an aggregation keeps. */
  readonly kept: readonly string[];
  /** Those of `without`. */
  readonly dropped: readonly string[];
  /** Labels that the expression makes itself: of `label_replace`, `label_join`, `count_values`. */
  readonly made: readonly string[];
}

export interface Selector {
  /** Absent where it chooses by labels only. */
  readonly metric?: string;
  readonly matchers: readonly LabelMatcher[];
  /** The function that takes its range: `rate`, `avg_over_time`. Absent for an instant selector. */
  readonly rangeOf?: string;
}

export interface LabelMatcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  /** Without quotes and escapes. */
  readonly value: string;
}

/** Reads PromQL with Grafana's variables in it. The parser is there with the development packages only. */
export function readPromql(expr: string): PromqlSyntax {
  const text = withoutVariables(expr);
  const tree = parser.parse(text);
  const nodes = nodesOf(tree);
  const written = ({ from, to }: SyntaxNode): string => text.slice(from, to);
  const labelsIn = (node: SyntaxNode): readonly string[] =>
    node.getChildren("LabelName").map(written);
  const aggregated = (by: "By" | "Without"): readonly string[] =>
    nodes
      .filter((node) => node.name === "AggregateModifier" && node.getChild(by) !== null)
      .flatMap((node) => node.getChildren("GroupingLabels").flatMap(labelsIn));
  return {
    errors: nodes.filter(({ type }) => type.isError).map((node) => near(text, node)),
    selectors: nodes.filter(({ name }) => name === "VectorSelector").map(selectorWith(written)),
    grouping: nodes.filter(({ name }) => name === "GroupingLabels").flatMap(labelsIn),
    kept: aggregated("By"),
    dropped: aggregated("Without"),
    made: nodes.flatMap((node) => madeLabel(node, written)),
  };
}

/** The parser knows no variables: each becomes something of its kind. Those in strings stay. */
function withoutVariables(expr: string): string {
  return tokensOf(expr)
    .map(({ kind, text }) => {
      if (kind === "range") return text.replaceAll(/\$\{[^}]*\}|\$\w+/g, "5m");
      return kind === "variable" ? standIn(text) : text;
    })
    .join("");
}

function standIn(variable: string): string {
  if (/__(range|interval|rate_interval)_m?s\b/.test(variable)) return "300";
  if (/__(range|interval|rate_interval)\b/.test(variable)) return "5m";
  return "grafana_variable";
}

function nodesOf(tree: Tree): readonly SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  tree.iterate({
    enter: ({ node }) => {
      nodes.push(node);
    },
  });
  return nodes;
}

function near(text: string, { from, to }: SyntaxNode): string {
  const found = text.slice(from, to);
  return found === "" ? `something is missing after ${JSON.stringify(text.slice(0, from))}` : found;
}

function selectorWith(written: (node: SyntaxNode) => string): (node: SyntaxNode) => Selector {
  return (node) => {
    const metric = node.getChild("Identifier");
    const matchers = node.getChild("LabelMatchers");
    const rangeOf = rangeFunction(node, written);
    return {
      ...(metric !== null && { metric: written(metric) }),
      ...(rangeOf !== undefined && { rangeOf }),
      matchers: (matchers?.getChildren("UnquotedLabelMatcher") ?? []).map((matcher) =>
        matcherOf(matcher, written),
      ),
    };
  };
}

function matcherOf(node: SyntaxNode, written: (node: SyntaxNode) => string): LabelMatcher {
  const [label, operator, value] = ["LabelName", "MatchOp", "StringLiteral"].map((name) => {
    const child = node.getChild(name);
    return child === null ? "" : written(child);
  }) as [string, LabelMatcher["operator"], string];
  return { label, operator, value: unquoted(value) };
}

function rangeFunction(
  { parent }: SyntaxNode,
  written: (node: SyntaxNode) => string,
): string | undefined {
  if (parent?.name !== "MatrixSelector") return undefined;
  for (let node: SyntaxNode | null = parent; node !== null; node = node.parent) {
    const name = node.name === "FunctionCall" ? node.getChild("FunctionIdentifier") : null;
    if (name !== null) return written(name);
  }
  return "";
}

function madeLabel(node: SyntaxNode, written: (node: SyntaxNode) => string): readonly string[] {
  const strings = () =>
    (node.getChild("FunctionCallBody")?.getChildren("StringLiteral") ?? []).map((child) =>
      unquoted(written(child)),
    );
  const name = node.getChild("FunctionIdentifier") ?? node.getChild("AggregateOp");
  return name !== null && /^(label_replace|label_join|count_values)$/.test(written(name))
    ? strings().slice(0, 1)
    : [];
}

/** As Go reads a string. */
function unquoted(literal: string): string {
  const inside = literal.slice(1, -1);
  return literal.startsWith("`") ? inside : inside.replaceAll(/\\(.)/g, "$1");
}
