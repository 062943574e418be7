import { isDeepStrictEqual } from "node:util";
import { setTimeout as delay } from "node:timers/promises";
import type { Progress } from "../../toolchain/progress";

/** What is looked at in a run, one after the other; the first that fails ends it. */
export class Checks {
  private passed = 0;

  constructor(
    private readonly progress: Progress,
    private readonly print: (text: string) => void,
  ) {}

  get count(): number {
    return this.passed;
  }

  /** @param what holds, as a sentence for people */
  async expect(what: string, check: () => Promise<void>): Promise<void> {
    try {
      await this.progress.run(what, check);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`Not so: ${what}.\n${reason}`);
    }
    this.passed += 1;
    this.print(`${what}\n`);
  }
}

/** @throws Error naming what is too many and what is missing */
export function expectSame(
  what: string,
  found: readonly string[],
  expected: readonly string[],
): void {
  const [sorted, wanted] = [[...found].sort(), [...expected].sort()];
  if (isDeepStrictEqual(sorted, wanted)) return;
  throw new Error(`${what}: ${listed(sorted)}; expected: ${listed(wanted)}`);
}

function listed(names: readonly string[]): string {
  return names.join(", ") || "nothing";
}

/** Controllers need a while: asks until the check passes. @throws what it threw last */
export async function eventually(seconds: number, check: () => Promise<void>): Promise<void> {
  const latest = performance.now() + seconds * 1000;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (performance.now() > latest) throw error;
      await delay(500);
    }
  }
}
