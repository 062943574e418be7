import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { isMissing } from "../../toolchain/tool";
import { UserError } from "../../toolchain/user-error";
import { Engine } from "../stack/engine";
import { localEnvironment } from "./environment";
import { releaseDeadLock } from "./lock";
import { committedSettings, local, localStack, project, projectDirectory } from "./paths";
import { missingSecrets, planCopy } from "./settings-copy";
import { type LocalTools, writePrograms } from "./tools";

/**
 * Makes stack `local` ready for the engine: its folder, passphrase, settings, programs, the stack
 * itself. Everything that is there already stays as it is.
 */
export async function prepareLocalStack(tools: LocalTools): Promise<Engine> {
  mkdirSync(local.backend, { recursive: true });
  createPassphrase();
  syncSettings();
  writePrograms(tools);
  const engine = new Engine(tools.engine.path, localEnvironment(tools.engine.directory));
  await releaseDeadLock(engine);
  if (!stackExists()) await createStack(engine);
  if (!isMissing(tools.grafana)) await generateSecrets(engine);
  return engine;
}

export function stackExists(): boolean {
  return existsSync(join(local.backend, ".pulumi", "stacks", project, `${localStack}.json`));
}

function createPassphrase(): void {
  if (existsSync(local.passphrase)) return;
  writeFileSync(local.passphrase, randomBytes(24).toString("base64url"), { mode: 0o600 });
}

function syncSettings(): void {
  const committed = readFileSync(committedSettings, "utf8");
  const copy = existsSync(local.settings)
    ? { text: readFileSync(local.settings, "utf8"), base: readFileSync(local.settingsBase, "utf8") }
    : undefined;
  const plan = planCopy({ committed, ...(copy !== undefined && { copy }) });
  switch (plan.action) {
    case "keep":
      return;
    case "write":
      writeFileSync(local.settingsBase, committed);
      writeFileSync(local.settings, plan.text, { mode: 0o600 });
      return;
    case "conflict":
      throw new UserError(
        `Both ${relative(projectDirectory, committedSettings)} and the copy that stack local runs on, ` +
          `${relative(projectDirectory, local.settings)} (written by \`pulumi config set\`), were changed.\n` +
          `Bring the changes of the copy into the first, remove the copy, and try again.`,
      );
  }
}

/**
 * `stack init` writes the salt beside Pulumi.yaml whatever settings file it is told. So it runs in
 * the folder of the copy, which has a Pulumi.yaml for this alone.
 */
async function createStack(engine: Engine): Promise<void> {
  writeFileSync(join(local.directory, "Pulumi.yaml"), `name: ${project}\nruntime: nodejs\n`);
  await engine.succeed(["stack", "init", localStack, "--cwd", local.directory]);
}

/** Each time: a first start that was cut off may have left without them. */
async function generateSecrets(engine: Engine): Promise<void> {
  const missing = missingSecrets(readFileSync(local.settings, "utf8"));
  for (const key of missing) {
    // By standard input: an argument could be read in the process list.
    const args = ["config", "set", "--secret", "--path", key, "--stack", localStack];
    await engine.succeed(args, randomBytes(24).toString("base64url"));
  }
}
