import type { Tool } from "../../toolchain/tool";
import { eventually, expectSame } from "./checks";
import { objectsIn } from "./cluster-state";
import type { Cluster } from "./cluster-under-test";
import { ScratchStack } from "./scratch-stack";

export interface PulumiStack {
  /** For people: `plain mode`. */
  readonly what: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Where nothing of it may be left. */
  readonly namespaces: readonly string[];
}

/** @throws CannotRun for a plugin that is neither there nor to be had */
export async function installPlugin(engine: Tool): Promise<void> {
  const stack = new ScratchStack(engine);
  try {
    await stack.installPlugin("@pulumi/kubernetes");
  } finally {
    stack.remove();
  }
}

/** The same as rendered, by the engine and the official plugin. */
export async function checkByPulumi(
  { kubectl, checks }: Cluster,
  engine: Tool,
  { what, settings, secrets, namespaces }: PulumiStack,
): Promise<void> {
  const stack = new ScratchStack(engine);
  try {
    await stack.create(settings, secrets);
    await checks.expect(`pulumi up brings ${what} up, and waits for its pods`, () => stack.up());
    await checks.expect("a second preview is empty", () => stack.expectNoChanges());
    await checks.expect("pulumi destroy leaves nothing of it", async () => {
      await stack.destroy();
      await eventually(60, async () => {
        for (const namespace of namespaces) {
          expectSame(`left in ${namespace}`, await objectsIn(kubectl, namespace), []);
        }
      });
    });
  } finally {
    stack.remove();
  }
}
