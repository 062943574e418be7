import { parseArgs } from "node:util";
import { removeCache } from "../toolchain/cache";
import { ensureTool } from "../toolchain/ensure-tool";
import type { Machine } from "../toolchain/machine";
import { thisMachine } from "../toolchain/machine";
import { createProgress } from "../toolchain/progress";
import type { Missing, Tool, ToolName } from "../toolchain/tool";
import { isMissing, toolNames } from "../toolchain/tool";
import { toolCatalogue } from "../toolchain/tool-catalogue";
import { UserError } from "../toolchain/user-error";

const help = `npm run doctor [-- options]

Shows the tools this project needs: which version there is, where it comes from and what it is
needed for. It looks, but neither downloads nor builds; npm start and npm test do that.

  --clean   removes the folder in your cache directory that holds what was downloaded or built
  --json    prints the findings as JSON
  --help    prints this

Exit code 0 when everything required is there, otherwise 1.
`;

/** @returns the exit code. @throws {UserError} for an unknown option. */
export function main(args: readonly string[]): Promise<number> {
  return doctor(args, thisMachine(), (text) => process.stdout.write(text));
}

/** As `main`, about any machine and printing wherever. */
export async function doctor(
  args: readonly string[],
  machine: Machine,
  print: (text: string) => void,
): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    print(help);
    return 0;
  }
  if (options.clean) {
    print(`${clean(machine)}\n`);
    return 0;
  }
  const findings = await Promise.all(toolNames.map((name) => examine(machine, name)));
  print(options.json ? formatJson(findings, machine) : formatTable(findings, machine));
  const healthy = findings.every(({ found, required }) => !required || !isMissing(found));
  return healthy ? 0 : 1;
}

function parseOptions(args: readonly string[]): { clean: boolean; json: boolean; help: boolean } {
  const flag = { type: "boolean", default: false } as const;
  try {
    return parseArgs({ args: [...args], options: { clean: flag, json: flag, help: flag } }).values;
  } catch {
    const unknown = args.filter((arg) => !["--clean", "--json", "--help"].includes(arg));
    throw new UserError(
      `npm run doctor does not know ${unknown.join(" ")}. It knows --clean, --json and --help.`,
    );
  }
}

function clean(machine: Machine): string {
  const bytes = removeCache(machine);
  return bytes === 0
    ? `There is nothing to remove: ${machine.cache} does not exist.`
    : `Removed ${machine.cache} (${(bytes / 1e6).toFixed(1)} MB).`;
}

interface Finding {
  readonly found: Tool | Missing;
  readonly required: boolean;
  readonly neededFor: string;
}

async function examine(machine: Machine, name: ToolName): Promise<Finding> {
  const { required, neededFor } = toolCatalogue[name];
  return { found: await look(machine, name), required, neededFor };
}

/** A wrong environment variable stops every other command, but here it is a finding. */
async function look(machine: Machine, name: ToolName): Promise<Tool | Missing> {
  try {
    return await ensureTool(name, { machine, obtain: false, progress: createProgress() });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { name, tried: [], remedy: error.message };
  }
}

function formatJson(findings: readonly Finding[], machine: Machine): string {
  const tools = findings.map(({ found, ...rest }) => ({ ...found, ...rest }));
  const node = { version: process.versions.node, path: process.execPath };
  return `${JSON.stringify({ node, tools, cache: machine.cache }, null, 2)}\n`;
}

/** The table, below it one line for each tool that is missing, and where the cache is. */
function formatTable(findings: readonly Finding[], machine: Machine): string {
  const rows = [
    ["tool", "version", "from", "needed for"],
    ["node", process.versions.node, "running", "every command"],
    ...findings.map(({ found, required, neededFor }) =>
      isMissing(found)
        ? [found.name, "-", required ? "MISSING" : "missing, optional", neededFor]
        : [found.name, found.version, origin(found), neededFor],
    ),
  ];
  const explanations = findings.flatMap(({ found }) => (isMissing(found) ? [explain(found)] : []));
  return [
    ...alignColumns(rows),
    ...(explanations.length === 0 ? [] : ["", ...explanations]),
    "",
    `Downloaded and built tools: ${machine.cache}`,
    "",
  ].join("\n");
}

function origin(tool: Tool): string {
  return tool.origin === undefined ? tool.from : `${tool.from} (${tool.origin})`;
}

function explain({ name, tried, remedy }: Missing): string {
  return [`${name}: ${tried.join("; ")}`, remedy].filter((part) => !part.endsWith(": ")).join(". ");
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
