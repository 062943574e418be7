import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatProblems } from "../../plan/settings/problem";
import type { Settings } from "../../plan/settings/settings";
import { readStackFile } from "../../plan/settings/stack-file";
import { UserError } from "../../toolchain/user-error";
import { local, localStack, projectDirectory } from "../local/paths";

/**
 * The program checks its settings too. Here it costs no engine, and the file still tells which
 * values are secret, so that the messages can show all others.
 * @returns undefined for a stack without settings
 * @throws UserError with every problem
 */
export function checkSettings(stack: string): Settings | undefined {
  const name = `Pulumi.${stack}.yaml`;
  const file = stack === localStack ? local.settings : join(projectDirectory, name);
  if (!existsSync(file)) return undefined;
  const parsed = readStackFile(readFileSync(file, "utf8"), stack);
  if (!parsed.ok) throw new UserError(formatProblems(name, parsed.problems));
  return parsed.settings;
}
