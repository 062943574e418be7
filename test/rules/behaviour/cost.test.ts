import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout } from "node:timers/promises";
import { parseDuration } from "../../../plan/settings/quantity";
import type { RuleGroup } from "../../../rules/rule";
import { renderRuleFile } from "../../../rules/rule-file";
import { stackRules } from "../../../rules/stack-rules";
import { runTool, testTools } from "../../tools";
import { deploymentOf, scrapeInterval, stackOf, writeScrapes } from "./history";
import { unlessTools } from "./past";
import { PrometheusOfThePast } from "./prometheus";

const replicas = 50;
const [minute, hour] = [60, 3600];
const watched = { engine: "tgi", hardware: "gaudi", objectives: {} } as const;

/** Time on the wall is only Prometheus' own where nothing else wants the processor. */
const unlessAlone =
  process.env["CHATQNA_MONITORING_TEST_WALL_CLOCK"] === undefined &&
  "wants a machine with nothing else to do: CHATQNA_MONITORING_TEST_WALL_CLOCK=1 npm test -- rules/behaviour/cost";

describe("the rules of a stack with 50 replicas of TGI", () => {
  it(
    "are evaluated in less than 100 ms an interval",
    { skip: unlessTools || unlessAlone },
    async (test) => {
      const directory = mkdtempSync(join(tmpdir(), "cost-"));
      try {
        const groups = writeHistory(directory);
        const configuration = {
          global: { evaluation_interval: `${scrapeInterval}s` },
          rule_files: groups.map(({ name }) => `rules/${name}.yml`),
        };
        const prometheus = await PrometheusOfThePast.start(
          testTools.prometheus ?? "",
          directory,
          JSON.stringify(configuration),
        );
        try {
          const costs = await costsOf(prometheus, groups);
          let [all, perInterval] = [0, 0];
          for (const { name, interval } of groups) {
            const cost = costs.get(name) ?? 0;
            const every = interval === undefined ? scrapeInterval : parseDuration(interval) / 1000;
            test.diagnostic(`${name}: ${inMilliseconds(cost)} every ${every} s`);
            all += cost;
            perInterval += (cost * scrapeInterval) / every;
          }
          test.diagnostic(`all groups at once: ${inMilliseconds(all)}`);
          test.diagnostic(`an interval of ${scrapeInterval} s: ${inMilliseconds(perInterval)}`);
          assert.ok(perInterval < 0.1, inMilliseconds(perInterval));
        } finally {
          await prometheus.stop();
        }
      } finally {
        rmSync(directory, { recursive: true });
      }
    },
  );
});

/**
 * What Prometheus would hold now, from blocks: the last ten minutes of every series, and of what
 * rules look back on further as much as they look back on. And the next ten minutes, as nothing is
 * scraped while it is written and evaluated.
 */
function writeHistory(directory: string): readonly RuleGroup[] {
  const deployment = deploymentOf(watched, replicas);
  const groups = stackRules(stackOf(watched, deployment));
  mkdirSync(join(directory, "rules"));
  for (const group of groups)
    writeFileSync(join(directory, "rules", `${group.name}.yml`), renderRuleFile(group));
  const now = Math.floor(Date.now() / 1000 / scrapeInterval) * scrapeInterval;
  const startedAt = now - 10 * minute;
  const acts = [{ scenario: "steady", seconds: 20 * minute }] as const;
  mkdirSync(join(directory, "data"));
  const scrapes = join(directory, "scrapes.om");
  writeScrapes(scrapes, deployment, { acts, startedAt, requestsPerSecond: replicas / 2 }, groups);
  const longer = join(directory, "longer.om");
  writeFileSync(longer, longerPast(readFileSync(scrapes, "utf8"), groups, startedAt));
  for (const file of [scrapes, longer]) {
    const backfill = ["tsdb", "create-blocks-from", "openmetrics", "-q", file, "data"];
    runTool(testTools.promtool["2.42"] ?? "", backfill, directory);
  }
  return groups;
}

/** Six hours of gauges that rules take the most of, and three days of recorded events. */
function longerPast(scrapes: string, groups: readonly RuleGroup[], end: number): string {
  const gauges = new Set(scrapes.match(/^(?:tgi_batch_current_max_tokens|up)\{.*?\}/gm) ?? []);
  const events = groups.flatMap(({ rules }) =>
    rules.flatMap((rule) =>
      "record" in rule && rule.labels !== undefined
        ? ["a", "b"].map((job) => seriesOf(rule.record, { job, ...rule.labels }))
        : [],
    ),
  );
  let text = "";
  for (let moment = end - 72 * hour; moment < end; moment += scrapeInterval) {
    for (const series of events) text += `${series} ${1 + (moment % 7)} ${moment}\n`;
    if (moment < end - 6 * hour) continue;
    for (const series of gauges) text += `${series} ${1000 + (moment % 700)} ${moment}\n`;
  }
  return `${text}# EOF\n`;
}

function seriesOf(name: string, labels: Readonly<Record<string, string>>): string {
  const list = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${name}{${list.join(",")}}`;
}

/**
 * How long an evaluation of each group took, in seconds: of those until each was evaluated twice the
 * fastest, as whatever else the machine does only adds.
 */
async function costsOf(
  { url }: PrometheusOfThePast,
  groups: readonly RuleGroup[],
): Promise<ReadonlyMap<string, number>> {
  const deadline = Date.now() + 170_000;
  const fastest = new Map<string, number>();
  while (Date.now() < deadline) {
    const text = await (await fetch(`${url}/metrics`)).text();
    const of = (metric: string) =>
      new Map(
        [...text.matchAll(new RegExp(`^${metric}\\{rule_group=".*;(.*)"\\} (.*)$`, "gm"))].map(
          ([, group = "", value]) => [group, Number(value)] as const,
        ),
      );
    const failures = [...of("prometheus_rule_evaluation_failures_total").values()];
    assert.ok(
      failures.every((count) => count === 0),
      "a rule failed",
    );
    const iterations = of("prometheus_rule_group_iterations_total");
    for (const [group, seconds] of of("prometheus_rule_group_last_duration_seconds")) {
      // Before the end of the first evaluation.
      if (seconds === 0) continue;
      fastest.set(group, Math.min(seconds, fastest.get(group) ?? Infinity));
    }
    if (groups.every(({ name }) => (iterations.get(name) ?? 0) >= 2)) return fastest;
    await setTimeout(1000);
  }
  throw new Error("Not every group was evaluated twice in time.");
}

function inMilliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}
