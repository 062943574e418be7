import { parseArgs } from "node:util";
import type { Settings } from "../plan/settings/settings";
import { createProgress, type Progress } from "../toolchain/progress";
import { UserError } from "../toolchain/user-error";
import { withEngine } from "./local/environment";
import { sweepOrphans } from "./local/orphans";
import { localStack } from "./local/paths";
import { prepareLocalStack } from "./local/prepare";
import { refuseTakenPorts } from "./local/taken-ports";
import { ensureEngine, ensureLocalTools } from "./local/tools";
import { pageLine } from "./page/page-line";
import { checkSettings } from "./stack/check-settings";
import { Engine } from "./stack/engine";
import { type StackOutputs, readOutputs } from "./stack/outputs";
import { printOverview } from "./stack/overview";
import { PrometheusApi } from "./stack/prometheus-api";
import { waitForTargets } from "./stack/wait-for-targets";

const help = `npm start [-- --stack <name>]

Brings a stack up and shows what runs where. A second run changes only what the settings changed,
and starts again what is gone.

  --stack <name>  Default local: processes on this machine, no account and no Docker needed. Another
                  stack uses the Pulumi backend you are logged in to, and asks before it changes
                  anything; this is \`pulumi up --stack <name>\` with the engine found for you.
  --help          This text.

Settings: Pulumi.<stack>.yaml, described in docs/settings.md.
Exit code: 0 when the stack is up and every target answers, 1 when something is wrong, 130 after Ctrl-C.
`;

export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const progress = createProgress();
  const engine = await engineFor(options.stack, progress);
  const settings = checkSettings(options.stack);
  if (options.stack === localStack && settings !== undefined) await refuseTakenPorts(settings);
  const code = await engine.run(upArgs(options.stack));
  if (code !== 0) return code;
  const [outputs] = await Promise.all([
    readOutputs(engine, options.stack),
    options.stack === localStack ? sweepOrphans(engine) : undefined,
  ]);
  return show({ stack: options.stack, outputs, settings }, progress);
}

function readOptions(args: readonly string[]): { stack: string; help: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { stack: { type: "string" }, help: { type: "boolean" } },
    });
    return { stack: values.stack ?? localStack, help: values.help ?? false };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

async function engineFor(stack: string, progress: Progress): Promise<Engine> {
  if (stack === localStack) return prepareLocalStack(await ensureLocalTools(progress));
  const { path, directory } = await ensureEngine(progress);
  return new Engine(path, withEngine(process.env, directory));
}

/** Stack `local` belongs to this machine alone, so that there is nobody to ask for a review. */
function upArgs(stack: string): readonly string[] {
  const common = ["up", "--stack", stack, "--suppress-outputs"];
  return stack === localStack ? [...common, "--yes", "--skip-preview"] : common;
}

interface Shown {
  readonly stack: string;
  readonly outputs: StackOutputs;
  readonly settings: Settings | undefined;
}

async function show(shown: Shown, progress: Progress): Promise<number> {
  const { stack, outputs } = shown;
  const prometheus = new PrometheusApi(outputs);
  const targets = await waitForTargets(prometheus, outputs.targets.length + 1, progress);
  await printOverview({ stack, outputs, prometheus, targets });
  const page = await pageLine(shown);
  if (page !== undefined) process.stdout.write(`${page}\n`);
  return targets.every(({ health }) => health === "up") ? 0 : 1;
}
