import { delimiter } from "node:path";
import { createProgress } from "../toolchain/progress";
import { localVariables } from "./local/environment";
import { prepareLocalStack } from "./local/prepare";
import { ensureLocalTools } from "./local/tools";

const help = `eval "$(npm run -s env)"

Prints what a shell needs for a plain \`pulumi\` on stack local: its backend, passphrase and settings
file, and the engine on PATH. Run it again after a change of Pulumi.local.yaml: stack local runs on a
copy of that file, which this renews. In a shell so prepared every \`pulumi\` works on stack local.
`;

export async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help")) {
    process.stdout.write(help);
    return 0;
  }
  const tools = await ensureLocalTools(createProgress());
  await prepareLocalStack(tools);
  const lines = [
    `export PATH=${quoted(tools.engine.directory)}${delimiter}"$PATH"`,
    "unset PULUMI_CONFIG_PASSPHRASE",
    ...Object.entries(localVariables()).map(([name, value]) => `export ${name}=${quoted(value)}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

/** For a POSIX shell: nothing in single quotes means anything to it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
