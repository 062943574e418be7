import { stackRules } from "../rules/stack-rules";
import { type Proof, type ProvenRule, nameOf, ruleOf, testFile } from "../test/rules/proof";
import { proofsOf } from "../test/rules/proofs";
import { runTests } from "../test/rules/promtool";
import { fullStack } from "../test/rules/stacks";
import { ensureTool } from "../toolchain/ensure-tool";
import { createProgress } from "../toolchain/progress";
import { describeMissing, isMissing } from "../toolchain/tool";
import { UserError } from "../toolchain/user-error";
import { type Mutant, mutantsOf } from "./mutation/mutants";

const usage = `Usage: npm run mutate-rules [-- <alert> ...]

Changes every threshold, duration, comparison, label and metric name of every alert, one at a time,
and runs the alert's tests. A change that no test notices survives, and is printed.

  <alert>   only the alerts of these names

Exit code: 0 if nothing survives.`;

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

interface Candidate {
  readonly proof: Proof;
  readonly proven: ProvenRule;
  readonly mutant: Mutant;
}

/** The first firing case kills most; only what survives it is worth all the cases. */
async function survivorsOf(
  promtool: string,
  candidates: readonly Candidate[],
): Promise<readonly Candidate[]> {
  const first = await surviving(promtool, candidates, (proof) => ({
    ...proof,
    alsoFires: [],
    alsoSilent: [],
    justUnder: "never silent",
    recovers: "never silent",
  }));
  return surviving(promtool, first, (proof) => proof);
}

async function surviving(
  promtool: string,
  candidates: readonly Candidate[],
  cases: (proof: Proof) => Proof,
): Promise<readonly Candidate[]> {
  const files = candidates.map(({ proof, proven, mutant }) => {
    const { tests } = testFile(cases(proof), proven);
    return { ...testFile(cases(proof), { ...proven, rule: mutant.rule }), tests };
  });
  const { passed } = await runTests(promtool, files);
  return candidates.filter((_, index) => passed[index] === true);
}

async function findPromtool(): Promise<string> {
  const found = await ensureTool("promtool-2.42", { progress: createProgress(), obtain: true });
  if (isMissing(found)) throw new UserError(describeMissing(found));
  return found.path;
}
