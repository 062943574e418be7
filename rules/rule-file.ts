import { stringify } from "yaml";
import type { AlertingRule, RecordingRule, RuleGroup } from "./rule";

/** The text of a rule file as `promtool check rules` and Prometheus read it. */
export function renderRuleFile(group: RuleGroup): string {
  const document = { groups: [{ name: group.name, rules: group.rules.map(renderRule) }] };
  return stringify(document, { lineWidth: 0 });
}

function renderRule(rule: AlertingRule | RecordingRule): object {
  if ("record" in rule) {
    return { record: rule.record, expr: rule.expr, ...(rule.labels && { labels: rule.labels }) };
  }
  return {
    alert: rule.alert,
    expr: rule.expr,
    ...(rule.for !== undefined && { for: rule.for }),
    labels: { severity: rule.severity },
    annotations: {
      summary: rule.summary,
      description: rule.description,
      runbook: `docs/runbooks/${rule.runbook}.md`,
    },
  };
}
