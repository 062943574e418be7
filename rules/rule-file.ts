import { stringify } from "yaml";
import type { AlertingRule, RecordingRule, RuleGroup } from "./rule";

/** The text of a rule file as `promtool check rules` and Prometheus read it. */
export function renderRuleFile({ name, interval, rules }: RuleGroup): string {
  const group = { name, ...(interval !== undefined && { interval }), rules: rules.map(renderRule) };
  return stringify({ groups: [group] }, { lineWidth: 0 });
}

function renderRule(rule: AlertingRule | RecordingRule): object {
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
