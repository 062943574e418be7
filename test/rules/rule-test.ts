import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { RuleGroup } from "../../rules/rule";
import { renderRuleFile } from "../../rules/rule-file";
import { runTool } from "../tools";

/** One case of `promtool test rules`, in its own notation of series: `1x10 0x5`. */
export interface AlertCase {
  readonly name: string;
  readonly alert: string;
  readonly series: Readonly<Record<string, string>>;
  /** Time between two samples. */
  readonly interval: string;
  readonly at: string;
  /** The labels of each alert that fires; the annotations are compared too where given. */
  readonly fires: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  }[];
}

/** Runs the cases against the rendered rules. Throws with promtool's own words on a difference. */
export function testRules(promtool: string, group: RuleGroup, cases: readonly AlertCase[]): void {
  const directory = mkdtempSync(join(tmpdir(), "rules-"));
  try {
    writeFileSync(join(directory, "rules.yml"), renderRuleFile(group));
    writeFileSync(join(directory, "cases.yml"), stringify(testFile(group, cases)));
    runTool(promtool, ["test", "rules", "cases.yml"], directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function testFile(group: RuleGroup, cases: readonly AlertCase[]): object {
  return {
    rule_files: ["rules.yml"],
    evaluation_interval: "15s",
    tests: cases.map(({ name, alert, series, interval, at, fires }) => ({
      name,
      interval,
      input_series: Object.entries(series).map(([metric, values]) => ({ series: metric, values })),
      alert_rule_test: [
        {
          eval_time: at,
          alertname: alert,
          exp_alerts: fires.map(({ labels, annotations }) => ({
            exp_labels: { ...labels, severity: severityOf(group, alert) },
            exp_annotations: { ...annotationsOf(group, alert), ...annotations },
          })),
        },
      ],
    })),
  };
}

function ruleOf(group: RuleGroup, alert: string) {
  const rule = group.rules.find((candidate) => "alert" in candidate && candidate.alert === alert);
  if (rule === undefined || !("alert" in rule)) throw new Error(`${group.name} has no ${alert}`);
  return rule;
}

function severityOf(group: RuleGroup, alert: string): string {
  return ruleOf(group, alert).severity;
}

function annotationsOf(group: RuleGroup, alert: string): Record<string, string> {
  const { summary, description, runbook } = ruleOf(group, alert);
  return { summary, description, runbook: `docs/runbooks/${runbook}.md` };
}
