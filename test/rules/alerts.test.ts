import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { watchedStack } from "../../plan/watched-stack";
import { plannedTargets } from "../../plan/targets/planned-targets";
import { stackRules } from "../../rules/stack-rules";
import type { WatchedStack } from "../../rules/watched-stack";
import { testTools, unless } from "../tools";
import { environments } from "./environments";
import { type Series, isAbout, nameOf, ruleOf, step, testFile } from "./proof";
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

/** Those of the committed stacks, with their own targets and settings. */
const environmentStacks = environments().map(({ stack, settings }) => ({
  title: `stack ${stack}`,
  watched: watchedStack(settings, plannedTargets(settings.targets)),
}));

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

describe("alerts of every environment", () => {
  const promtool = testTools.promtool["2.42"];
  it("are those of the committed stacks", () => {
    assert.deepEqual(
      environmentStacks.map(({ title }) => title),
      ["stack bench", "stack dev", "stack local", "stack prod"],
    );
  });

  for (const { title, watched } of environmentStacks) {
    it(
      `${title}: each fires, is silent just under its threshold, and after it`,
      { skip: unless(promtool, "promtool 2.42") },
      async (test) => {
        const files = filesOf(watched);
        // What is proven above is proven.
        const own = files.filter(({ rules }) => !usual.has(rules));
        test.diagnostic(`${files.length} alerts, ${own.length} not as with the default settings`);
        const { passed, output } = await runTests(promtool ?? "", own);
        const failed = own.filter((_, index) => passed[index] !== true).map(({ name }) => name);
        assert.deepEqual(failed, [], output);
      },
    );
  }
});

describe("alerts where there is nothing to see", () => {
  const promtool = testTools.promtool["2.42"];
  const skip = unless(promtool, "promtool 2.42");
  const groups = stackRules(fullStack());
  /** Absence is what these are about. */
  const speaking = ["Watchdog", "TargetMissing"];

  const situations: readonly (readonly [title: string, ofThose: (series: Series) => Series])[] = [
    ["no series at all", () => ({})],
    [
      "nothing but NaN",
      (series) => Object.fromEntries(Object.keys(series).map((name) => [name, "NaN+0x400"])),
    ],
  ];
  for (const [title, ofThose] of situations) {
    it(`${title}: all are silent`, { skip }, async () => {
      const proofs = proofsOf(fullStack(), groups).filter(({ alert }) => !speaking.includes(alert));
      const files = proofs.map((proof) => {
        const series = ofThose(proof.fires.series);
        const justUnder = { name: title, series, at: 90 * (proof.step ?? step) };
        const only = { ...proof, justUnder, recovers: "never silent" as const };
        const file = testFile({ ...only, alsoFires: [], alsoSilent: [] }, ruleOf(groups, proof));
        return { ...file, tests: file.tests.slice(1) };
      });
      const { passed, output } = await runTests(promtool ?? "", files);
      const failed = proofs.filter((_, index) => passed[index] !== true).map(nameOf);
      assert.deepEqual(failed, [], output);
    });
  }
});

describe("every alert", () => {
  const all = [
    ...Object.entries(stacks),
    ...environmentStacks.map(({ title, watched }) => [title, watched] as const),
  ];
  for (const [title, stack] of all) {
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
