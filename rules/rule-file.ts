import { stringify } from "yaml";
import type { AlertingRule, RecordingRule, RuleGroup } from "./rule";

/** A group as Prometheus has it, and as the operator's PrometheusRule has it too. */
export function renderGroup({ name, interval, rules }: RuleGroup) {
  return { name, ...(interval !== undefined && { interval }), rules: rules.map(renderRule) };
}

/** The text of a rule file as `promtool check rules` and Prometheus read it. */
export function renderRuleFile(group: RuleGroup): string {
  return stringify({ groups: [renderGroup(group)] }, { lineWidth: 0 });
}

type RenderedRule = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

function renderRule(rule: AlertingRule | RecordingRule): RenderedRule {
  if ("record" in rule) {
    return { record: rule.record, expr: rule.expr, ...(rule.labels && { labels: rule.labels }) };
  }
  return {
    alert: rule.alert,
    expr: rule.expr,
    ...(rule.for !== undefined && { for: rule.for }),
    labels: labelsOf(rule),
    annotations: annotationsOf(rule),
  };
}

/** What the rule adds to the labels of its series. */
export function labelsOf({ severity, labels }: AlertingRule): Record<string, string> {
  return { severity, ...labels };
}

/** As templates: `{{ $value }}` is filled in by Prometheus. */
export function annotationsOf(rule: AlertingRule): Record<string, string> {
  return {
    summary: rule.summary,
    description: rule.description,
    runbook: `docs/runbooks/${rule.runbook}.md`,
    ...(rule.dashboard !== undefined && { dashboard: rule.dashboard }),
  };
}
