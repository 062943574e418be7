import { createRequire } from "node:module";
import type { SyntaxNode } from "@lezer/common";
import type { LRParser } from "@lezer/lr";

/** The package has CommonJS beside its modules, and declares the types of the modules only. */
const { parser } = createRequire(__filename)("@prometheus-io/lezer-promql") as {
  readonly parser: LRParser;
};

export interface Matcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  /** Without its quotes. */
  readonly value: string;
}

export interface Selector {
  /** Empty where only matchers choose. */
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

/** `sum by (job) (…)`: labels that are named, and what they have to be labels of. */
export interface Grouping {
  readonly labels: readonly string[];
  readonly of: readonly Selector[];
  /** Labels that `label_replace` and `label_join` make before. */
  readonly made: readonly string[];
}

export interface ParsedQuery {
  readonly selectors: readonly Selector[];
  readonly groupings: readonly Grouping[];
}

/**
 * Reads PromQL with the grammar of Prometheus' own editor. Windows that are Grafana's to fill in are
 * written as a duration first; other variables stand in strings, where they do no harm.
 * @throws Error with the place, where it is no PromQL
 */
export function parsedQuery(query: string): ParsedQuery {
  const text = query.replaceAll(/\$__(rate_interval|range|interval)\b/g, "5m");
  const root = parser.parse(text).topNode;
  const wrong = nodesOf(root).find(({ type }) => type.isError);
  if (wrong !== undefined) {
    throw new Error(`no PromQL at character ${wrong.from}: ${text.slice(wrong.from)} in ${text}`);
  }
  return {
    selectors: selectorsIn(root, text),
    groupings: nodesOf(root)
      .filter(({ name }) => name === "AggregateExpr")
      .flatMap((aggregate) => groupingOf(aggregate, text)),
  };
}

function nodesOf(node: SyntaxNode): readonly SyntaxNode[] {
  const nodes = [node];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    nodes.push(...nodesOf(child));
  }
  return nodes;
}

function selectorsIn(node: SyntaxNode, text: string): readonly Selector[] {
  return nodesOf(node)
    .filter(({ name }) => name === "VectorSelector")
    .map((selector) => ({
      metric: textOf(selector.getChild("Identifier"), text),
      matchers: nodesOf(selector)
        .filter(({ name }) => name === "UnquotedLabelMatcher")
        .map((matcher) => matcherOf(matcher, text)),
    }));
}

function matcherOf(matcher: SyntaxNode, text: string): Matcher {
  return {
    label: textOf(matcher.getChild("LabelName"), text),
    operator: textOf(matcher.getChild("MatchOp"), text) as Matcher["operator"],
    value: textOf(matcher.getChild("StringLiteral"), text).slice(1, -1),
  };
}

function groupingOf(aggregate: SyntaxNode, text: string): readonly Grouping[] {
  const modifier = aggregate.getChild("AggregateModifier");
  const body = aggregate.getChild("FunctionCallBody");
  if (modifier === null || body === null) return [];
  const labels = nodesOf(modifier).filter(({ name }) => name === "LabelName");
  return [
    {
      labels: labels.map((label) => textOf(label, text)),
      of: selectorsIn(body, text),
      made: madeLabels(body, text),
    },
  ];
}

function madeLabels(node: SyntaxNode, text: string): readonly string[] {
  return nodesOf(node)
    .filter(({ name }) => name === "FunctionCall")
    .filter((call) => /^label_(replace|join)\b/.test(text.slice(call.from, call.to)))
    .map((call) =>
      textOf(call.getChild("FunctionCallBody")?.getChild("StringLiteral") ?? null, text),
    )
    .map((literal) => literal.slice(1, -1));
}

function textOf(node: SyntaxNode | null, text: string): string {
  return node === null ? "" : text.slice(node.from, node.to);
}
