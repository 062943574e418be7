import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RecordingRule, RuleGroup } from "../../../rules/rule";
import { renderRuleFile } from "../../../rules/rule-file";
import { stackRules } from "../../../rules/stack-rules";
import type { Act } from "../../../simulator/history/write-history";
import { runTool, testTools, unless } from "../../tools";
import { seconds } from "../proof";
import { type Firing, firingsOf } from "./firings";
import {
  type Watched,
  deploymentOf,
  scrapeInterval,
  stackOf,
  wordsOf,
  writeScrapes,
} from "./history";
import { PrometheusOfThePast, type Span } from "./prometheus";

/** On a whole day, so that blocks, steps and the hours of scenario `day` begin together. */
const startedAt = 19_723 * 86_400;

const programs = {
  prometheus: testTools.prometheus ?? "",
  promtool: testTools.promtool["2.42"] ?? "",
};

export const unlessTools =
  unless(testTools.prometheus, "Prometheus") || unless(testTools.promtool["2.42"], "promtool 2.42");

/**
 * Plays acts on the simulator's virtual clock, fills a Prometheus with what it would have scraped and
 * recorded, and asks it when each alert would have fired: with the rules' own `for` and windows.
 */
export async function firingsIn(
  acts: readonly Act[],
  watched: Watched,
): Promise<readonly Firing[]> {
  const directory = mkdtempSync(join(tmpdir(), "behaviour-"));
  try {
    const deployment = deploymentOf(watched);
    const groups = stackRules(stackOf(watched, deployment));
    const length = acts.reduce((sum, act) => sum + act.seconds, 0);
    const span = { start: startedAt, end: startedAt + length - scrapeInterval };
    mkdirSync(join(directory, "data"));
    const scrapes = join(directory, "scrapes.om");
    writeScrapes(scrapes, deployment, { acts, startedAt }, groups);
    const blocks = ["tsdb", "create-blocks-from"];
    runTool(programs.promtool, [...blocks, "openmetrics", "-q", scrapes, "data"], directory);
    for (const level of recordingLevels(groups)) await record(level, span, directory);
    return await withPrometheus(directory, (prometheus) => evaluate(groups, span, prometheus));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/**
 * Groups whose recordings need no others, then those that need only these, and so on: promtool knows
 * of no rule that needs another one.
 */
export function recordingLevels(groups: readonly RuleGroup[]): readonly (readonly RuleGroup[])[] {
  const left = new Set(groups.flatMap(recordingsOf));
  const levels: (readonly RuleGroup[])[] = [];
  while (left.size > 0) {
    // A name may stand for several rules, and is done when all of them are.
    const missing = new Set([...left].map(({ record }) => record));
    const isNext = (rule: RecordingRule) =>
      left.has(rule) && wordsOf(rule.expr).every((word) => !missing.has(word));
    const level = groups
      .map((group) => ({ ...group, rules: recordingsOf(group).filter(isNext) }))
      .filter(({ rules }) => rules.length > 0);
    if (level.length === 0) throw new Error(`They need each other: ${[...missing].join(", ")}`);
    levels.push(level);
    for (const { rules } of level) for (const rule of rules) left.delete(rule);
  }
  return levels;
}

function recordingsOf({ rules }: RuleGroup): readonly RecordingRule[] {
  return rules.filter((rule) => "record" in rule);
}

function record(groups: readonly RuleGroup[], span: Span, directory: string): Promise<void> {
  const files = groups.map((group) => {
    writeFileSync(join(directory, `${group.name}.yml`), renderRuleFile(group));
    return `${group.name}.yml`;
  });
  return withPrometheus(directory, ({ url }) => {
    const times = [`--start=${span.start}`, `--end=${span.end}`];
    const backfill = ["tsdb", "create-blocks-from", "rules", "-q", `--url=${url}`, ...times];
    const every = `--eval-interval=${scrapeInterval}s`;
    runTool(programs.promtool, [...backfill, every, "--output-dir=data", ...files], directory);
  });
}

async function evaluate(
  groups: readonly RuleGroup[],
  span: Span,
  prometheus: PrometheusOfThePast,
): Promise<readonly Firing[]> {
  const firings: Firing[] = [];
  for (const { rules, interval } of groups) {
    const step = interval === undefined ? scrapeInterval : seconds(interval);
    for (const rule of rules) {
      if (!("alert" in rule)) continue;
      const lines = await prometheus.range(rule.expr, span, step);
      firings.push(...firingsOf(rule, lines, step, span.start));
    }
  }
  return firings;
}

async function withPrometheus<Result>(
  directory: string,
  use: (prometheus: PrometheusOfThePast) => Result | Promise<Result>,
): Promise<Result> {
  const prometheus = await PrometheusOfThePast.start(programs.prometheus, directory);
  try {
    return await use(prometheus);
  } finally {
    await prometheus.stop();
  }
}
