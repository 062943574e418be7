import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { FixUps } from "../dashboards/import/fix-ups";
import { type ImportedDashboard, importDashboard } from "../dashboards/import/import-dashboard";
import { ImportError } from "../dashboards/import/import-error";
import { loadDashboard } from "../dashboards/import/load-dashboard";
import { UserError } from "../toolchain/user-error";

const help = `npm run dashboards:import -- <url|file> [options]

Makes a community dashboard one that Pulumi can manage, prints what had to be changed, and the
checksum that pins the file. Writes nothing unless told to.

  --uid <slug>                Default: made of the title.
  --datasource <uid>          The Prometheus it asks. Default prometheus, the stack's own.
  --variable <name>           Ask the Prometheus chosen in this variable of the board instead.
  --input <name>=<value>      For an input that is no Prometheus. May be repeated.
  --rename-label <old>=<new>  The series here carry the label under another name. May be repeated.
  --rate-interval             Replace the fixed windows of rates by $__rate_interval.
  --sha256 <checksum>         What the file must be.
  --write <file>              Write the changed dashboard there.
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
  if (options.write !== undefined) await write(options.write, imported);
  const text = options.json
    ? `${JSON.stringify({ source: options.source, sha256, ...imported }, undefined, 2)}\n`
    : report(options, imported, sha256);
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
        uid: { type: "string" },
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

function report(options: Options, imported: ImportedDashboard, sha256: string): string {
  const changes = imported.changes.map(({ what, places: [first = "", ...more] }) =>
    more.length === 0 ? `  ${what}  (${first})` : `  ${what}  (${first} and ${more.length} more)`,
  );
  const hints = imported.hints.map((hint) => `  ${hint}`);
  return [
    `"${imported.title}" can be imported, as ${imported.uid}.`,
    ...(changes.length === 0 ? ["", "Nothing had to be changed."] : ["", "Changed:", ...changes]),
    ...(hints.length === 0 ? [] : ["", "Mind:", ...hints]),
    ...(options.write === undefined ? [] : ["", `Written to ${options.write}.`]),
    "",
    `sha256 of the file: ${sha256}`,
    "",
  ].join("\n");
}
