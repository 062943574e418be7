import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stackRules } from "../../rules/stack-rules";
import type { WatchedStack } from "../../rules/watched-stack";
import { testTools, unless } from "../tools";
import { isAbout, nameOf, ruleOf, testFile } from "./proof";
import { proofsOf } from "./proofs";
import { runTests } from "./promtool";
import { fullStack } from "./stacks";

const stacks: Readonly<Record<string, WatchedStack>> = {
  "default objectives": fullStack(),
  "thirty days": fullStack({ window: "30d", errors: { ratio: "0.5%" }, availability: "99.9%" }),
  interactive: fullStack({ preset: "mlperf-interactive", window: "1d" }),
  batch: fullStack({ preset: "batch", endToEnd: { p95: "60s" } }, { scrapeInterval: "15s" }),
  "other limits": fullStack(
    { preset: "rag", timeToFirstToken: { p90: "3s" } },
    {
      scrapeInterval: "10s",
      memoryLimit: "2GiB",
      volumeSize: "100GB",
      retention: { time: "2d", size: "40GB" },
      limits: { samples: 10_000 },
    },
  ),
};

/** A rule that is the same as with the default settings is proven with those. */
const usual = new Set(filesOf(fullStack()).map(({ rules }) => rules));

function filesOf(stack: WatchedStack) {
  const groups = stackRules(stack);
  return proofsOf(stack, groups).map((proof) => ({
    name: nameOf(proof),
    ...testFile(proof, ruleOf(groups, proof)),
  }));
}

describe("alerts, as promtool evaluates them", () => {
  const promtool = testTools.promtool["2.42"];
  const skip = unless(promtool, "promtool 2.42");
  for (const [title, stack] of Object.entries(stacks)) {
    it(
      `${title}: each fires, is silent just under its threshold, and after it`,
      { skip },
      async () => {
        const files = filesOf(stack).filter(
          ({ rules }) => title === "default objectives" || !usual.has(rules),
        );
        assert.notEqual(files.length, 0, "nothing follows these settings");
        const { passed, output } = await runTests(promtool ?? "", files);
        const failed = files.filter((_, index) => passed[index] !== true).map(({ name }) => name);
        const words = output.replaceAll(/Unit Testing: +\S+\s+(SUCCESS\s+)?/g, "");
        assert.deepEqual(failed, [], words);
      },
    );
  }
});

describe("every alert", () => {
  for (const [title, stack] of Object.entries(stacks)) {
    it(`${title}: has one proof`, () => {
      const groups = stackRules(stack);
      const proofs = proofsOf(stack, groups);
      const alerts = groups.flatMap(({ rules }) => rules.filter((rule) => "alert" in rule));
      const unproven = alerts.filter(
        (rule) => proofs.filter((proof) => isAbout(proof, rule)).length !== 1,
      );
      assert.deepEqual(
        unproven.map(({ alert, severity }) => `${alert} ${severity}`),
        [],
      );
    });
  }
});
