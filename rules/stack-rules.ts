import { acceleratorRules } from "./accelerators";
import { hostRules } from "./host";
import { latencyRules } from "./latency";
import { objectiveRules } from "./objectives/objectives";
import { prometheusRules } from "./prometheus";
import type { AlertingRule, RuleGroup } from "./rule";
import { probeRules, scrapingRules } from "./scraping";
import { serviceRules } from "./services";
import { teiRules } from "./tei";
import { tgiRules } from "./tgi";
import { vectorStoreRules } from "./vector-store";
import { vllmRules } from "./vllm";
import type { WatchedStack } from "./watched-stack";

/** The rules of a stack: those on what it watches, and no others. */
export function stackRules(stack: WatchedStack): readonly RuleGroup[] {
  const groups = [
    scrapingRules(stack),
    prometheusRules(stack),
    ...latencyRules(stack),
    ...objectiveRules(stack),
    ...tgiRules(stack),
    ...vllmRules(stack),
    ...teiRules(stack),
    ...serviceRules(stack),
    ...vectorStoreRules(stack),
    ...probeRules(stack),
    ...hostRules(stack),
    ...acceleratorRules(stack),
  ];
  return groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ("alert" in rule ? withDashboard(rule, stack) : rule)),
  }));
}

/** The address of the board, where the stack has it: a link to a board that is not there helps nobody. */
function withDashboard(rule: AlertingRule, { grafana }: WatchedStack): AlertingRule {
  const { board } = rule;
  if (board === undefined || grafana?.boards.includes(board.uid) !== true) return rule;
  const chosen = board.variables.map((label) => `var-${label}={{ $labels.${label} }}`).join("&");
  const query = chosen === "" ? "" : `?${chosen}`;
  return { ...rule, dashboard: `${grafana.url}/d/${board.uid}${query}` };
}
