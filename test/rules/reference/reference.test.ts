import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { main } from "../../../commands/alerts-docs";
import { presetNames } from "../../../plan/settings/objectives";
import { stackRules } from "../../../rules/stack-rules";
import { fullStack } from "../stacks";

describe("what is generated from the rules", () => {
  it("is up to date: npm run alerts-docs", async () => {
    assert.equal(await main(["--check"]), 0);
  });

  const page = readFileSync("docs/alerts.md", "utf8");
  const rules = stackRules(fullStack()).flatMap((group) => group.rules);

  it("lists every alert with its severity, its words and its runbook", () => {
    const rows = page.split("\n").map((line) => line.split(/ *(?<!\\)\| */).slice(1, -1));
    for (const rule of rules) {
      if (!("alert" in rule)) continue;
      const link = `[${rule.alert}](runbooks/${rule.runbook}.md)`;
      const found = rows.some(
        ([alert, severity, objective, when]) =>
          alert === link &&
          severity === rule.severity &&
          objective === (rule.objective ?? "") &&
          when === rule.when,
      );
      assert.ok(found, `${rule.alert} (${rule.severity}): ${rule.when}`);
    }
  });

  it("lists every recording rule", () => {
    for (const rule of rules) {
      if ("record" in rule) assert.ok(page.includes(`\`${rule.record}\``), rule.record);
    }
  });

  it("says for each rule which stacks have it", () => {
    const empty = page.split("\n").filter((line) => /^\| (\[|`).*\|\s+\|$/.test(line));
    assert.deepEqual(empty, []);
  });

  it("names every preset with its source", () => {
    const objectives = readFileSync("docs/objectives.md", "utf8");
    for (const name of presetNames) assert.match(objectives, new RegExp(`^\\| \`${name}\` `, "m"));
  });
});
