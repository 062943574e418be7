import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { FixUps } from "../dashboards/import/fix-ups";
import { hintsOn } from "../dashboards/import/hints";
import { type ImportedDashboard, importDashboard } from "../dashboards/import/import-dashboard";
import { ImportError } from "../dashboards/import/import-error";
import { isAddress, loadDashboard } from "../dashboards/import/load-dashboard";
import { type DashboardEntry, entryText, withEntry } from "../dashboards/import/stack-entry";
import { formatProblems } from "../plan/settings/problem";
import { namespace } from "../plan/settings/schema";
import { readStackFile } from "../plan/settings/stack-file";
import { UserError } from "../toolchain/user-error";
import { projectDirectory } from "./local/paths";

const help = `npm run dashboards:import -- <url|file> [options]

Looks whether Pulumi can manage a community dashboard, and prints what has to be changed for it and
the setting that adds it to a stack.

  --stack <name>              Write the setting into Pulumi.<name>.yaml.
  --uid <slug>                Default: made of the title.
  --folder <title>            Default: Imported.
  --datasource <uid>          The Prometheus it asks. Default prometheus, the stack's own.
  --variable <name>           Ask the Prometheus chosen in this variable of the board instead.
  --input <name>=<value>      For an input that is no Prometheus. May be repeated.
  --rename-label <old>=<new>  The series here carry the label under another name. May be repeated.
  --rate-interval             Replace the fixed windows of rates by $__rate_interval.
  --sha256 <checksum>         What the file must be.
  --write <file>              Write the changed dashboard there: for a Grafana that is not ours.
  --json                      For machines.

Exit code: 0 when it can be imported, 1 otherwise.
`;

export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.help) {
    process.stdout.write(help);
    return 0;
  }
  const { imported, sha256 } = await importFrom(options);
  const entry = entryOf(options, imported, sha256);
  if (options.write !== undefined) await write(options.write, imported);
  if (options.stack !== undefined) addToStack(options.stack, entry);
  const text = options.json
    ? `${JSON.stringify({ source: options.source, sha256, ...imported, setting: entry }, undefined, 2)}\n`
    : report(options, imported, entry);
  process.stdout.write(text);
  return 0;
}

type Options = ReturnType<typeof readOptions>;

function readOptions(args: readonly string[]) {
  const { values, positionals } = parse(args);
  const [source = "", ...rest] = positionals;
  if (!values.help && (source === "" || rest.length > 0)) throw wrongCall("Give one file or URL.");
  if (values.datasource !== undefined && values.variable !== undefined) {
    throw wrongCall("Give --datasource or --variable, not both.");
  }
  if (values.stack !== undefined && (values.datasource ?? values.variable) !== undefined) {
    throw wrongCall("A board of a stack asks the stack's own Prometheus: leave --datasource out.");
  }
  const { input, "rename-label": labels, "rate-interval": rateInterval, ...plain } = values;
  const fixUps: FixUps = { renameLabels: pairs("--rename-label", labels), rateInterval };
  return { ...plain, source, inputs: pairs("--input", input), fixUps };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: { type: "string" },
        uid: { type: "string" },
        folder: { type: "string" },
        datasource: { type: "string" },
        variable: { type: "string" },
        input: { type: "string", multiple: true, default: [] },
        "rename-label": { type: "string", multiple: true, default: [] },
        "rate-interval": { type: "boolean", default: false },
        sha256: { type: "string" },
        write: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw wrongCall(error instanceof Error ? error.message : String(error));
  }
}

function wrongCall(problem: string): UserError {
  return new UserError(`${problem}\n\n${help}`);
}

function pairs(option: string, texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const [name = "", ...value] = text.split("=");
      if (name !== "" && value.length > 0) return [name, value.join("=")];
      throw wrongCall(`${option} takes name=value, found "${text}".`);
    }),
  );
}

async function importFrom(options: Options) {
  const { source, uid, datasource, variable, inputs, fixUps } = options;
  try {
    const { text, sha256 } = await loadDashboard(source, options.sha256);
    const imported = importDashboard(text, {
      source,
      inputs,
      fixUps,
      ...(uid !== undefined && { uid }),
      ...(datasource !== undefined && { datasource: { pin: datasource } }),
      ...(variable !== undefined && { datasource: { variable } }),
    });
    return { imported, sha256 };
  } catch (error) {
    throw error instanceof ImportError ? new UserError(error.message) : error;
  }
}

async function write(file: string, { dashboard }: ImportedDashboard): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(dashboard, undefined, 2)}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${file} cannot be written: ${reason}`);
  }
}

/** What is the default is left out. A path stands as the program reads it: from the project. */
function entryOf(options: Options, { uid }: ImportedDashboard, sha256: string): DashboardEntry {
  const { source, folder, inputs, fixUps } = options;
  const { renameLabels = {}, rateInterval = false } = fixUps;
  return {
    source: isAddress(source) ? source : relative(projectDirectory, resolve(source)),
    sha256,
    uid,
    ...(folder !== undefined && { folder }),
    ...(Object.keys(inputs).length > 0 && { inputs }),
    ...(Object.keys(renameLabels).length > 0 && { renameLabels }),
    ...(rateInterval && { rateInterval }),
  };
}

function addToStack(stack: string, entry: DashboardEntry): void {
  const name = `Pulumi.${stack}.yaml`;
  const path = join(projectDirectory, name);
  if (!existsSync(path)) throw new UserError(`There is no ${name} in ${projectDirectory}.`);
  const changed = changedText(name, readFileSync(path, "utf8"), entry);
  const checked = readStackFile(changed, stack);
  if (!checked.ok) {
    const problems = formatProblems(name, checked.problems);
    throw new UserError(
      `With this dashboard the stack would be refused, nothing written.\n${problems}`,
    );
  }
  writeFileSync(path, changed);
}

function changedText(name: string, text: string, entry: DashboardEntry): string {
  try {
    return withEntry(text, settingKey, entry);
  } catch {
    throw new UserError(`${name} is not valid YAML. npm start names the line; mend it first.`);
  }
}

const settingKey = `${namespace}:dashboards`;

function report(options: Options, imported: ImportedDashboard, entry: DashboardEntry): string {
  const changes = imported.changes.map(({ what, places: [first = "", ...more] }) =>
    more.length === 0 ? `  ${what}  (${first})` : `  ${what}  (${first} and ${more.length} more)`,
  );
  const hints = hintsOn(imported.dashboard).map((hint) => `  ${hint}`);
  const { stack, write: written } = options;
  return [
    `"${imported.title}" can be imported, as ${imported.uid}.`,
    ...(changes.length === 0 ? ["", "Nothing has to be changed."] : ["", "Changed:", ...changes]),
    ...(hints.length === 0 ? [] : ["", "Mind:", ...hints]),
    ...(written === undefined ? [] : ["", `Written to ${written}.`]),
    "",
    stack === undefined
      ? "The setting that adds it (--stack <name> writes it):"
      : `Written to Pulumi.${stack}.yaml:`,
    "",
    entryText(settingKey, entry),
  ].join("\n");
}
