import { type Proof, type ProvenRule, testFile } from "../../test/rules/proof";
import { runTests } from "../../test/rules/promtool";
import type { Mutant } from "./mutants";

/** A changed rule and what has to notice the change. */
export interface Candidate {
  readonly proof: Proof;
  readonly proven: ProvenRule;
  readonly mutant: Mutant;
}

/** Those whose proof passes all the same. The first firing case kills most; the rest meet all cases. */
export async function survivorsOf(
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
    // What is expected follows from the rule as it was.
    const { tests } = testFile(cases(proof), proven);
    return { ...testFile(cases(proof), { ...proven, rule: mutant.rule }), tests };
  });
  const { passed } = await runTests(promtool, files);
  return candidates.filter((_, index) => passed[index] === true);
}
