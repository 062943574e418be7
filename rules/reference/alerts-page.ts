import { parseDuration } from "../../plan/settings/quantity";
import { burnRateAlerts } from "../objectives/burn-rate";
import { fewestEvents } from "../objectives/alerts";
import type { AlertingRule, RecordingRule, RuleGroup } from "../rule";
import { inWords } from "../seconds";
import { stackRules } from "../stack-rules";
import type { WatchedStack } from "../watched-stack";
import { bareStack, completeStack, singleStacks } from "./reference-stacks";
import { table } from "./table";

/** The text of `docs/alerts.md`, in Markdown. */
export function alertsPage(): string {
  const stack = completeStack();
  const groups = stackRules(stack);
  return [
    introduction,
    ...groups.filter(hasAlerts).map(alertsSection),
    recordingsSection(groups),
    burnRates(stack),
    ending,
  ].join("\n\n");
}

const titles: Readonly<Record<string, string>> = {
  scraping: "Targets",
  prometheus: "Prometheus",
  "objective-budgets": "Objectives",
  tgi: "TGI",
  vllm: "vLLM",
  tei: "TEI",
  services: "OPEA's services",
  "vector-store": "Vector stores",
  probes: "Probed pages",
  host: "Hosts",
  accelerators: "Accelerators",
};

function hasAlerts({ rules }: RuleGroup): boolean {
  return rules.some((rule) => "alert" in rule);
}

function alertsSection({ name, rules }: RuleGroup): string {
  const alerts = rules.filter((rule) => "alert" in rule);
  const rows = alerts.map((alert) => [
    `[${alert.alert}](runbooks/${alert.runbook}.md)`,
    alert.severity,
    alert.objective ?? "",
    alert.when,
    alert.for ?? "at once",
    whereIs(alert),
  ]);
  return `### ${titles[name] ?? name}\n\n${table(
    ["alert", "severity", "objective", "fires when", "for", "stacks with"],
    rows,
  )}`;
}

function recordingsSection(groups: readonly RuleGroup[]): string {
  const recordings = groups.flatMap(({ rules }) => rules.filter((rule) => "record" in rule));
  // One name stands for several rules, whose labels differ.
  const names = new Map(recordings.map((rule) => [rule.record, rule]));
  const rows = [...names.values()].map((rule) => [`\`${rule.record}\``, rule.means, whereIs(rule)]);
  return `## Recording rules

Names are \`level:metric:operations\`: the labels that are left, what was counted, what was done with it. Numerator and denominator are recorded apart, so that they can be added up. The label \`objective\` says which objective events are for, \`measured_by\` which metric they were read from.

${table(["name", "what a sample says", "stacks with"], rows)}`;
}

const bareRules = rulesIn(bareStack());
const single = singleStacks().map(({ words, stack }) => ({ words, rules: rulesIn(stack) }));

/** What has to be watched for a stack to have the rule. */
function whereIs(rule: AlertingRule | RecordingRule): string {
  const key = keyOf(rule);
  if (bareRules.has(key)) return "anything";
  const found = single.filter(({ rules }) => rules.has(key)).map(({ words }) => words);
  return found.length === single.length ? "any target" : found.join(", ");
}

function rulesIn(stack: WatchedStack): ReadonlySet<string> {
  return new Set(stackRules(stack).flatMap(({ rules }) => rules.map(keyOf)));
}

function keyOf(rule: AlertingRule | RecordingRule): string {
  if ("record" in rule) return rule.record;
  return [rule.alert, rule.severity, ...Object.values(rule.labels ?? {})].join(" ");
}

function burnRates({ objectives, prometheus }: WatchedStack): string {
  const window = parseDuration(objectives.window) / 1000;
  const allowed = 0.01;
  const rows = burnRateAlerts(allowed, window, prometheus.retentionSeconds).map(
    ({ severity, long, short, burnRate, threshold }) => [
      severity,
      inWords(long),
      inWords(short),
      String(burnRate),
      `${Number((threshold * 100).toPrecision(4))} %`,
      `${Number(((burnRate * long * 100) / window).toPrecision(3))} %`,
      inWords(window / burnRate),
    ],
  );
  return `## Burn rates

An objective allows some events to be bad, and the objective's \`window\` makes a budget of that. The burn rate is how many times faster than allowed the budget is spent: at 1 it is gone exactly when the window ends.

    burn rate = share of bad events / share that is allowed
    budget spent = burn rate × interval / window

An alert fires while the share of bad events is over burn rate × allowed share in a long interval (it is worth somebody's time) and in a short one (it still goes on), and the long one has more than ${fewestEvents} events (fewer say nothing). Critical is for hours, warning for days. For a window of ${inWords(window)} and an objective that allows 1 %:

${table(
  ["severity", "long", "short", "burn rate", "bad events over", "budget spent then", "gone after"],
  rows,
)}

From 14 days on the shares of the budget are those of the Site Reliability Workbook (chapter 5), for shorter windows those that Sloth has for 7 days: two per cent of a week's budget would be a minute. A burn rate is never below 1. An alert is left out where everything that fails is not that many times what is allowed, or where its long interval is longer than the window or than samples are kept (\`prometheus.retention.time\`).

The rate over an hour is the mean of the rates of its five-minute steps, which follow each other without a gap, and the rate over a day that of its half hours, so that nothing reads three days of raw samples. A step in which Prometheus was down counts neither way.`;
}

const introduction = `# Alerts and recording rules

<!-- Written by commands/alerts-docs.ts from rules/. Change the rules, not this page. -->

A stack has the rules on what it watches, and no others. Below are those of a stack that watches everything, with the default [objectives](objectives.md) and limits; other settings make other numbers. Each alert links to its page: what it means, what to look at, how to mend it. The pages link to the boards of a Grafana on port 3000 of this machine; the alert's annotation \`dashboard\` has the address of the stack's own. [Who is told](alertmanager.md) follows from the severity.

| severity | means |
| --- | --- |
| critical | people are without answers, or will be within hours: somebody has to act now |
| warning | it gets worse, or a budget goes within days: somebody has to act in working hours |
| info | a note for who looks at a board; nobody is told |
| none | the Watchdog, which always fires |

## Alerts`;

const ending = `## Verify

\`\`\`sh
curl -s http://127.0.0.1:9090/api/v1/rules | grep -o '"name":"[^"]*"' | sort -u
\`\`\`

names the rules of the running stack. \`npm test\` proves each alert: it fires over its threshold after its time, is silent just under it, and after it. It also plays scenarios of the [simulator](simulator.md) (an overload, errors, a dead engine, a slow retriever) on a clock of their own and asks a real Prometheus which alerts would have fired: those that should, no others, and until when. \`npm run mutate-rules\` changes every threshold, duration, comparison, label and metric name, one at a time, and tells what no test noticed. Two more take too long, or too much quiet, for every day:

\`\`\`sh
CHATQNA_MONITORING_TEST_DAYS=1 npm test -- rules/behaviour/days
CHATQNA_MONITORING_TEST_WALL_CLOCK=1 npm test -- rules/behaviour/cost
\`\`\`

The first plays whole days of usual load, in which nothing is to fire, and three good days before four hours of errors. The second measures what the rules cost Prometheus with 50 replicas of TGI, which is to be less than 100 ms an interval (47 ms measured on two busy cores; 110 ms where all groups meet in one).

## If it does not work

- **An alert of the table is not in the stack**: the stack does not watch what the last column names. \`npm run targets\` tells what it watches.
- **An alert does not fire, although its expression holds**: it has to hold for the time in column "for"; until then Prometheus' page Alerts shows it as pending.
- **An objective has no alert**: it cannot be judged there; [objectives](objectives.md) says why.
- **A threshold is not the one of the table**: it follows the settings of the stack, \`objectives\` and \`prometheus\`.`;
