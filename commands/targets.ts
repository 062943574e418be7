import { parseArgs } from "node:util";
import { createProgress } from "../toolchain/progress";
import { UserError } from "../toolchain/user-error";
import { engineOf } from "./stack/engine-of";
import { readOutputs } from "./stack/outputs";
import { PrometheusApi, type ScrapedTarget } from "./stack/prometheus-api";
import { formatTable } from "./stack/table";

const help = `npm run targets [-- [word] [--stack <name>] [--json]]

Every scrape target as Prometheus sees it now, with its last error.

  word            Only targets with this word in their job, component, address or error.
  --stack <name>  Default local.
  --json          For machines.

Exit code: 0 when all shown targets are up, 1 otherwise.
`;

export async function main(args: readonly string[]): Promise<number> {
  const { word, stack, json, wantsHelp } = readOptions(args);
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  const outputs = await readOutputs(await engineOf(stack, createProgress()), stack);
  const targets = (await targetsOf(outputs)).filter((target) => mentions(target, word));
  process.stdout.write(json ? `${JSON.stringify(targets, undefined, 2)}\n` : table(targets, word));
  return targets.every(({ health }) => health === "up") ? 0 : 1;
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: { type: "string", default: "local" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    const { stack, json, help: wantsHelp } = values;
    return { word: positionals.join(" "), stack, json, wantsHelp };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

async function targetsOf(outputs: Awaited<ReturnType<typeof readOutputs>>) {
  try {
    return await new PrometheusApi(outputs).targets();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `Prometheus at ${outputs.prometheusUrl} does not answer (${reason}). Start it again with: npm start`,
    );
  }
}

function mentions(target: ScrapedTarget, word: string): boolean {
  const { job, component, url, lastError } = target;
  return [job, component, url, lastError].some((text) =>
    text.toLowerCase().includes(word.toLowerCase()),
  );
}

function table(targets: readonly ScrapedTarget[], word: string): string {
  if (targets.length === 0) return `No target mentions "${word}".\n`;
  return formatTable([
    ["job", "component", "url", "state", "last error"],
    ...targets.map(({ job, component, url, health, lastError }) => [
      job,
      component,
      url,
      health,
      lastError,
    ]),
  ]);
}
