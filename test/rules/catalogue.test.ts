import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unknownIn } from "../../dashboards/unknown-series";
import { measuredServers } from "../../plan/targets/metrics/catalogue";
import { knownSeriesOf } from "../../plan/targets/metrics/known-series";
import { stackRules } from "../../rules/stack-rules";
import { withRecorded } from "./recorded-series";
import { fullStack } from "./stacks";

const groups = stackRules(fullStack());
const known = withRecorded(knownSeriesOf(measuredServers), groups);

describe("the rules", () => {
  for (const { name, rules } of groups) {
    it(`ask only for metrics, labels and values that something exports or records: ${name}`, () => {
      const unknown = rules.flatMap((rule) =>
        unknownIn(rule.expr, known).map((problem) =>
          "alert" in rule ? `${rule.alert}: ${problem}` : `${rule.record}: ${problem}`,
        ),
      );
      assert.deepEqual(unknown, []);
    });
  }
});
