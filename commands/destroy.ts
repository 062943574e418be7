import { existsSync, readFileSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { createProgress } from "../toolchain/progress";
import { UserError } from "../toolchain/user-error";
import { releaseDeadLock } from "./local/lock";
import { stopEverything } from "./local/orphans";
import { local, localStack } from "./local/paths";
import { stackExists } from "./local/prepare";
import { hasOwnSettings } from "./local/settings-copy";
import { engineOf } from "./stack/engine-of";

const help = `npm run destroy [-- --stack <name>]

Takes a stack away: its processes or containers, its files and its data. Twice in a row is no error.

  --stack <name>  Default local, without a question. For another stack this is
                  \`pulumi destroy --stack <name>\`, which asks.

Exit code: 0 when nothing is left.
`;

export async function main(args: readonly string[]): Promise<number> {
  const { stack, wantsHelp } = readOptions(args);
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  return stack === localStack ? destroyLocal() : destroyOther(stack);
}

function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stack: { type: "string", default: localStack },
        help: { type: "boolean", default: false },
      },
    });
    return { stack: values.stack, wantsHelp: values.help };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

async function destroyOther(stack: string): Promise<number> {
  const engine = await engineOf(stack, createProgress());
  return engine.run(["destroy", "--stack", stack]);
}

async function destroyLocal(): Promise<number> {
  if (stackExists()) {
    const engine = await engineOf(localStack, createProgress());
    await releaseDeadLock(engine);
    const code = await engine.run(["destroy", "--stack", localStack, "--yes", "--skip-preview"]);
    if (code !== 0) return code;
  }
  await stopEverything();
  const kept = removeFolder();
  // The engine has just recommended `pulumi stack rm`, which would delete Pulumi.local.yaml.
  process.stdout.write("\nStack local is gone, with its history: there is no stack to remove.\n");
  if (kept !== undefined) process.stdout.write(kept);
  return 0;
}

/**
 * Settings that the user made with `pulumi config set` are the user's: they stay.
 * @returns what to say of them
 */
function removeFolder(): string | undefined {
  const keep = userChangedSettings();
  const gone = keep
    ? [local.backend, local.pulumiHome, local.stacks, local.programs]
    : [local.directory];
  for (const path of gone) rmSync(path, { recursive: true, force: true });
  return keep
    ? `Kept ${local.settings}, which holds settings of yours, and the passphrase of its secrets.\n`
    : undefined;
}

function userChangedSettings(): boolean {
  if (!existsSync(local.settings) || !existsSync(local.settingsBase)) return false;
  const text = readFileSync(local.settings, "utf8");
  return hasOwnSettings({ text, base: readFileSync(local.settingsBase, "utf8") });
}
