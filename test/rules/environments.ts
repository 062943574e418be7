import { readFileSync, readdirSync } from "node:fs";
import { makePlan } from "../../plan/plan";
import type { Settings } from "../../plan/settings/settings";
import { readStackFile } from "../../plan/settings/stack-file";
import type { RuleGroup } from "../../rules/rule";
import { noImports, programs } from "../plan/planned";

export interface Environment {
  readonly stack: string;
  readonly settings: Settings;
}

/** The stacks whose settings are committed: `Pulumi.<stack>.yaml`. */
export function environments(): readonly Environment[] {
  return readdirSync(".").flatMap((file) => {
    const [, stack] = /^Pulumi\.(\w+)\.yaml$/.exec(file) ?? [];
    if (stack === undefined) return [];
    const parsed = readStackFile(readFileSync(file, "utf8"), stack);
    if (!parsed.ok) throw new Error(`${file}: ${JSON.stringify(parsed.problems)}`);
    return [{ stack, settings: parsed.settings }];
  });
}

/** As the stack has them; without Grafana, whose secrets no test knows. */
export function rulesOf(stack: string, settings: Settings): readonly RuleGroup[] {
  const silent = { ...settings, grafana: { ...settings.grafana, enabled: false } };
  return makePlan(silent, { stack, dashboards: noImports, programs: programs() }).rules;
}
