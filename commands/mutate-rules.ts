import { stackRules } from "../rules/stack-rules";
import { nameOf, ruleOf } from "../test/rules/proof";
import { proofsOf } from "../test/rules/proofs";
import { fullStack } from "../test/rules/stacks";
import { ensureTool } from "../toolchain/ensure-tool";
import { createProgress } from "../toolchain/progress";
import { describeMissing, isMissing } from "../toolchain/tool";
import { UserError } from "../toolchain/user-error";
import { mutantsOf } from "./mutation/mutants";
import { survivorsOf } from "./mutation/survivors";

const usage = `Usage: npm run mutate-rules [-- <alert> ...]

Changes every threshold, duration, comparison, label and metric name of every alert, one at a time,
and runs the alert's tests. A change that no test notices survives, and is printed.

  <alert>   only the alerts of these names

Exit code: 0 if nothing survives.`;

/** It reads the proofs from test/, as it is them that it tests; they are part of every clone. */
export async function main(args: readonly string[]): Promise<number> {
  if (args.some((arg) => arg.startsWith("-"))) {
    console.log(usage);
    return args.includes("--help") ? 0 : 2;
  }
  const promtool = await findPromtool();
  const groups = stackRules(fullStack());
  const proofs = proofsOf(fullStack(), groups).filter(
    ({ alert }) => args.length === 0 || args.includes(alert),
  );
  if (proofs.length === 0) throw new UserError(`There is no alert ${args.join(" or ")}.`);
  const candidates = proofs.flatMap((proof) => {
    const proven = ruleOf(groups, proof);
    return mutantsOf(proven.rule).map((mutant) => ({ proof, proven, mutant }));
  });
  const survivors = await survivorsOf(promtool, candidates);
  for (const { proof, mutant } of survivors)
    console.log(`survives: ${nameOf(proof)}: ${mutant.change}`);
  console.log(
    `${proofs.length} rules, ${candidates.length} changes, ${survivors.length} that no test notices.`,
  );
  return survivors.length === 0 ? 0 : 1;
}

async function findPromtool(): Promise<string> {
  const found = await ensureTool("promtool-2.42", { progress: createProgress(), obtain: true });
  if (isMissing(found)) throw new UserError(describeMissing(found));
  return found.path;
}
