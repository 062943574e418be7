import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RecordingRule } from "../../rules/rule";
import { renderRuleFile } from "../../rules/rule-file";
import { stackRules } from "../../rules/stack-rules";
import { testTools, unless } from "../tools";
import { type TestFile, runTests } from "./promtool";
import { errorCounts } from "./worked-numbers/errors";
import { latencies } from "./worked-numbers/latencies";
import { objectives } from "./worked-numbers/objectives";
import { type WorkedNumbers, recordingsOf, stack } from "./worked-numbers/worked-numbers";

/**
 * A sample a minute, looked at a minute after a step: in an hour there are 12 of five minutes, in a
 * day 48 of half an hour.
 */
const budgets = [
  { interval: "30m", values: "0x3000 1x14", at: 3016, mean: 3 / 6 },
  { interval: "1h", values: "0x3000 1x29", at: 3031, mean: 6 / 12 },
  { interval: "2h", values: "0x3000 1x29", at: 3031, mean: 6 / 24 },
  { interval: "6h", values: "0x3000 1x29", at: 3031, mean: 6 / 72 },
  { interval: "1d", of: "30m", values: "0x5000 1x29", at: 5031, mean: 1 / 48 },
  { interval: "3d", of: "30m", values: "0x5000 1x29", at: 5031, mean: 1 / 144 },
  { interval: "3d", of: "30m", values: "1x5000", at: 4901, mean: 1 },
  // Prometheus was down for the first half of the hour, of which nothing is known.
  { interval: "1h", values: "0x2999 _x30 1x30", at: 3061, mean: 1 },
];

describe("recording rules give worked numbers", () => {
  const promtool = testTools.promtool["2.42"];
  const skip = unless(promtool, "promtool 2.42");
  for (const worked of [...latencies, ...objectives, ...errorCounts]) {
    it(worked.title, { skip }, async () => {
      assert.notEqual(worked.rules.length, 0, "no such rule");
      const { passed, output } = await runTests(promtool ?? "", [fileOf(worked)]);
      assert.deepEqual(passed, [true], output);
    });
  }

  for (const { interval, of = "5m", values, at, mean } of budgets) {
    it(`the mean over ${interval} of ${of}: ${values}`, { skip }, async () => {
      const rule = recordingsOf("objective-budgets").find(({ record }) =>
        record.endsWith(`events_bad:rate${interval}`),
      );
      assert.ok(rule !== undefined);
      const test = {
        interval: "1m",
        input_series: [
          { series: `objective_job:events_bad:rate${of}{objective="errors"}`, values },
        ],
        promql_expr_test: [
          {
            expr: `abs(${rule.expr} - ${mean}) < bool 1e-9`,
            eval_time: `${at}m`,
            exp_samples: [{ labels: '{objective="errors"}', value: 1 }],
          },
        ],
      };
      const file = {
        rules: renderRuleFile({ name: "none", rules: [] }),
        step: 60,
        tests: [test],
      };
      const { passed, output } = await runTests(promtool ?? "", [file]);
      assert.deepEqual(passed, [true], output);
    });
  }
});

describe("every recording rule", () => {
  it("has worked numbers", () => {
    const worked = [...latencies, ...objectives, ...errorCounts].flatMap(({ rules }) =>
      rules.map(nameOf),
    );
    const averaged = budgets.map(({ interval }) => `:rate${interval}`);
    const unproven = stackRules(stack)
      .flatMap(({ rules }) => rules.filter((rule) => "record" in rule))
      .filter(({ record }) => !averaged.some((ending) => record.endsWith(ending)))
      .map(nameOf)
      .filter((name) => !worked.includes(name));
    assert.deepEqual(unproven, []);
  });
});

function nameOf({ record, labels }: RecordingRule): string {
  return `${record} ${JSON.stringify(labels)}`;
}

function fileOf({ rules, series, step = 15, at, record, gives }: WorkedNumbers): TestFile {
  return {
    rules: renderRuleFile({ name: "recordings", rules }),
    step,
    tests: [
      {
        interval: `${step}s`,
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: Object.entries(gives).flatMap(([labels, value]) => [
          {
            // Within rounding, as rates are sums of fractions.
            expr: `abs(${record}{${labels}} - ${value}) < bool 1e-9`,
            eval_time: at,
            exp_samples: [{ labels: `{${labels}}`, value: 1 }],
          },
          {
            expr: `count(${record})`,
            eval_time: at,
            exp_samples: [{ labels: "{}", value: Object.keys(gives).length }],
          },
        ]),
      },
    ],
  };
}
