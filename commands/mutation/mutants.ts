import { type Token, isLabel, tokensOf } from "../../dashboards/promql-tokens";
import type { AlertingRule } from "../../rules/rule";

/** A rule with one change that its tests must notice. */
export interface Mutant {
  /** What was changed, for people. */
  readonly change: string;
  readonly rule: AlertingRule;
}

/** Every change of one threshold, duration, comparison, label or metric name of a rule. */
export function mutantsOf(rule: AlertingRule): readonly Mutant[] {
  return [...expressionMutants(rule), ...forMutants(rule), ...labelMutants(rule)];
}

function expressionMutants(rule: AlertingRule): readonly Mutant[] {
  const tokens = tokensOf(rule.expr);
  return tokens.flatMap((token, index) =>
    replacements(tokens, index).map(({ from, to, width }) => {
      const before = tokens.slice(0, index).map(({ text }) => text);
      const after = tokens.slice(index + width).map(({ text }) => text);
      return {
        change: `${from} to ${to} at character ${before.join("").length} of the expression`,
        rule: { ...rule, expr: [...before, to, ...after].join("") },
      };
    }),
  );
}

interface Replacement {
  readonly from: string;
  readonly to: string;
  /** How many tokens it takes the place of. */
  readonly width: number;
}

function replacements(tokens: readonly Token[], index: number): readonly Replacement[] {
  const token = tokens[index];
  if (token === undefined) return [];
  const { kind, text } = token;
  const of = (...to: readonly string[]) => to.map((one) => ({ from: text, to: one, width: 1 }));
  if (kind === "string") return of(`${text.slice(0, -1)}_mutated"`);
  if (kind === "range") return of(...rangeMutants(text));
  if (kind === "word") return of(...wordMutants(tokens, index));
  const comparison = comparisonAt(tokens, index);
  return (otherComparisons[comparison] ?? []).map((to) => ({
    from: comparison,
    to,
    width: comparison.length,
  }));
}

const otherComparisons: Readonly<Record<string, readonly string[]>> = {
  ">": [">=", "<"],
  "<": ["<=", ">"],
  ">=": [">", "<="],
  "<=": ["<", ">="],
  "==": ["!=", ">"],
  "!=": ["=="],
};

/** The comparison that begins here; in braces there are matchers, which are none. */
function comparisonAt(tokens: readonly Token[], index: number): string {
  const token = tokens[index];
  if (token?.kind !== "other" || token.within[0] === "{") return "";
  if (!/[<>=!]/.test(token.text)) return "";
  if (/[<>=!]/.test(tokens[index - 1]?.text ?? "")) return "";
  return token.text + (tokens[index + 1]?.text === "=" ? "=" : "");
}

const words = ["by", "without", "on", "ignoring", "and", "or", "unless", "offset", "bool"];

function wordMutants(tokens: readonly Token[], index: number): readonly string[] {
  const { text, within } = tokens[index] ?? { text: "", within: [] };
  // The number of the Watchdog says nothing.
  if (within[0] === "vector") return [];
  if (/^\d+(\.\d+)?$/.test(text)) return numberMutants(text);
  if (/^\d+[smhd]$/.test(text)) return durationMutants(text);
  if (isLabel(tokens, index)) return [`${text}_mutated`];
  const next = tokens.slice(index + 1).find(({ kind }) => kind !== "space")?.text;
  return words.includes(text) || next === "(" || next === "by" || next === "without"
    ? []
    : [`${text}_mutated`];
}

/** One more and one less of what is counted, a tenth of what is measured. */
function numberMutants(text: string): readonly string[] {
  const value = Number(text);
  if (Number.isInteger(value) && value < 20) return [String(value + 1), String(value - 1)];
  return [1.1, 0.9].map((factor) => String(Number((value * factor).toPrecision(12))));
}

function durationMutants(text: string): readonly string[] {
  const unit = text.slice(-1);
  const smaller: Readonly<Record<string, readonly [count: number, unit: string]>> = {
    d: [24, "h"],
    h: [60, "m"],
    m: [60, "s"],
    s: [1000, "ms"],
  };
  const count = Number(text.slice(0, -1));
  const [parts, lesser] = smaller[unit] ?? [1, unit];
  return [`${count * 2}${unit}`, `${Math.round((count * parts) / 2)}${lesser}`];
}

function rangeMutants(text: string): readonly string[] {
  const [range = "", ...steps] = text.slice(1, -1).split(":");
  return durationMutants(range).map((one) => `[${[one, ...steps].join(":")}]`);
}

function forMutants(rule: AlertingRule): readonly Mutant[] {
  const { for: duration, ...without } = rule;
  if (duration === undefined) return [{ change: "for: 1m added", rule: { ...rule, for: "1m" } }];
  return [
    { change: `for: ${duration} removed`, rule: without },
    ...durationMutants(duration).map((to) => ({
      change: `for: ${duration} to ${to}`,
      rule: { ...rule, for: to },
    })),
  ];
}

function labelMutants(rule: AlertingRule): readonly Mutant[] {
  const severity = rule.severity === "info" ? "warning" : "info";
  return [
    { change: `severity: ${rule.severity} to ${severity}`, rule: { ...rule, severity } },
    ...Object.entries(rule.labels ?? {}).map(([name, value]) => ({
      change: `${name}: ${value} to ${value}_mutated`,
      rule: { ...rule, labels: { ...rule.labels, [name]: `${value}_mutated` } },
    })),
  ];
}
