import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mutantsOf } from "../../../commands/mutation/mutants";
import { survivorsOf } from "../../../commands/mutation/survivors";
import type { AlertingRule } from "../../../rules/rule";
import { type Proof, step } from "../../rules/proof";
import { testTools, unless } from "../../tools";

const rule: AlertingRule = {
  alert: "QueueLong",
  expr: 'max by (job) (increase(waiting{kind!="own"}[5m]) offset 1m) >= 20 and on (job) up == 1',
  for: "2m",
  severity: "warning",
  labels: { interval: "5m" },
  when: "always",
  summary: "A queue is long",
  description: "{{ $value }} wait.",
  runbook: "queue",
};

describe("the changes of a rule", () => {
  const changes = mutantsOf(rule).map(({ change }) => change.replace(/ at character .*/, ""));

  it("are those of every threshold, duration, comparison, label and metric, and of nothing else", () => {
    assert.deepEqual(changes, [
      "job to job_mutated",
      "waiting to waiting_mutated",
      "kind to kind_mutated",
      '"own" to "own_mutated"',
      "[5m] to [10m]",
      "[5m] to [150s]",
      "1m to 2m",
      "1m to 30s",
      ">= to >",
      ">= to <=",
      "20 to 22",
      "20 to 18",
      "job to job_mutated",
      "up to up_mutated",
      "== to !=",
      "== to >",
      "1 to 2",
      "1 to 0",
      "for: 2m removed",
      "for: 2m to 4m",
      "for: 2m to 60s",
      "severity: warning to info",
      "interval: 5m to 5m_mutated",
    ]);
  });

  it("are one at a time", () => {
    for (const { change, rule: changed } of mutantsOf(rule)) {
      const differing = [
        changed.expr !== rule.expr,
        changed.for !== rule.for,
        changed.severity !== rule.severity,
        changed.labels?.["interval"] !== rule.labels?.["interval"],
      ].filter(Boolean);
      assert.equal(differing.length, 1, change);
    }
  });

  it("are told with their place, as the same text may stand in it twice", () => {
    const places = mutantsOf(rule).map(({ change }) => change);
    assert.equal(new Set(places).size, places.length, places.join("\n"));
  });
});

describe("survivors", () => {
  const promtool = testTools.promtool["2.42"];
  const down: AlertingRule = {
    ...rule,
    alert: "Down",
    expr: "up < 1",
    for: "1m",
    labels: {},
    description: "Gone.",
  };
  const series = 'up{job="a"}';
  const strict: Proof = {
    alert: "Down",
    fires: {
      name: "down",
      series: { [series]: "1x4 0x40" },
      since: 5 * step,
      labels: { job: "a" },
    },
    justUnder: { name: "up", series: { [series]: "1x40" }, at: 300 },
    recovers: { name: "up again", series: { [series]: "0x20 1x20" }, at: 600 },
  };
  const survivors = async (proof: Proof) => {
    const proven = { group: { name: "g", rules: [down] }, rule: down };
    const candidates = mutantsOf(down).map((mutant) => ({ proof, proven, mutant }));
    const found = await survivorsOf(promtool ?? "", candidates);
    return found.map(({ mutant }) => mutant.change);
  };
  const skip = unless(promtool, "promtool 2.42");

  it("are none where the proof looks at everything", { skip }, async () => {
    assert.deepEqual(await survivors(strict), []);
  });

  it("are the changes that a lax proof cannot see", { skip }, async () => {
    const lax: Proof = {
      ...strict,
      // Down from the start and looked at late: neither the comparison nor the delay shows.
      fires: { ...strict.fires, series: { [series]: "0x40" }, since: 0 },
      justUnder: "never silent",
      recovers: "never silent",
    };
    assert.deepEqual(await survivors(lax), [
      "< to <= at character 3 of the expression",
      "1 to 2 at character 5 of the expression",
    ]);
  });
});
