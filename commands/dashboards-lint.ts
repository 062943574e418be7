import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ImportError } from "../dashboards/import/import-error";
import { Changes } from "../dashboards/import/changes";
import { readDashboard } from "../dashboards/import/read-dashboard";
import type { JsonObject } from "../dashboards/json";
import { lintDashboard, lintTogether } from "../dashboards/lint";
import { type Finding, mends } from "../dashboards/lint/finding";
import { UserError } from "../toolchain/user-error";

const help = `npm run dashboards:lint -- <file> ... [--json]

Holds dashboards to the rules that our own keep: those of Grafana's dashboard-linter that concern
Prometheus, and some of ours (docs/dashboards-lint.md). For each finding: where it stands in the file,
what is wrong, how to mend it.

  --json   For machines: a list of {file, rule, path, where, problem, mend}.

Exit code: 0 if nothing is found, 1 if something is, 2 for a wrong call.
`;

type FileFinding = Finding & { readonly file: string };

export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    process.stderr.write(help);
    return 2;
  }
  const { files, json, help: wantsHelp } = options;
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  const findings = lintFiles(files);
  await print(json ? asJson(findings) : report(files, findings));
  return findings.length === 0 ? 0 : 1;
}

/** A pipe takes 64 KB at a time, and what it has not taken yet ends with the process. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => {
      resolve();
    });
  });
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return positionals.length > 0 || values.help ? { ...values, files: positionals } : undefined;
  } catch {
    return undefined;
  }
}

function lintFiles(files: readonly string[]): readonly FileFinding[] {
  const boards: { file: string; dashboard: JsonObject }[] = [];
  const findings = files.flatMap((file): readonly FileFinding[] => {
    const read = readFile(file);
    if (typeof read === "string") {
      return [{ file, rule: "no-json", path: "", where: "the file", problem: read }];
    }
    boards.push({ file, dashboard: read });
    return lintDashboard(read).map((finding) => ({ ...finding, file }));
  });
  return [...findings, ...lintTogether(boards)];
}

/** @returns the board, or why it is none */
function readFile(file: string): JsonObject | string {
  try {
    return readDashboard(readFileSync(file, "utf8"), file, new Changes());
  } catch (error) {
    if (error instanceof ImportError) return error.message;
    if (error instanceof Error && "code" in error) {
      throw new UserError(`${file} cannot be read: ${error.message}`);
    }
    throw error;
  }
}

function asJson(findings: readonly FileFinding[]): string {
  const whole = findings.map((finding) => ({ ...finding, mend: mends[finding.rule] }));
  return `${JSON.stringify(whole, undefined, 2)}\n`;
}

function report(files: readonly string[], findings: readonly FileFinding[]): string {
  const lines = files.flatMap((file) => {
    const own = findings.filter((finding) => finding.file === file);
    return own.length === 0 ? [] : [file, ...own.flatMap(told), ""];
  });
  const boards = files.length === 1 ? "1 file" : `${files.length} files`;
  const found =
    findings.length === 1
      ? "1 finding"
      : `${findings.length === 0 ? "no" : findings.length} findings`;
  return `${[...lines, `${boards}, ${found}.`].join("\n")}\n`;
}

function told({ rule, path, where, problem }: Finding): readonly string[] {
  return [
    `  ${path === "" ? where : path}  [${rule}]`,
    `    ${where}: ${problem}`,
    `    ${mends[rule]}`,
  ];
}
