import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { ensureTools } from "../toolchain/ensure-tool";
import { type Progress, createProgress } from "../toolchain/progress";
import { type Missing, type Tool, describeMissing, isMissing } from "../toolchain/tool";
import { UserError } from "../toolchain/user-error";
import { projectDirectory } from "./local/paths";

const help = `npm test [-- <word> ...]

Checks format, lint and types, then runs all tests. The engine and three releases of promtool are
found or fetched first.

  <word>  Only test files whose path contains one of the words; format, lint and types are left out.

Exit code: 0 when everything passes.
`;

export async function main(args: readonly string[]): Promise<number> {
  const { words, wantsHelp } = readOptions(args);
  if (wantsHelp) {
    process.stdout.write(help);
    return 0;
  }
  const files = testFiles().filter(
    (file) => words.length === 0 || words.some((word) => file.includes(word)),
  );
  if (files.length === 0)
    throw new UserError(`No test file's path contains ${words.join(" or ")}.`);
  const progress = createProgress();
  const environment = await testEnvironment(progress);
  if (words.length === 0 && !(await staticChecks(progress))) return 1;
  return runTests(files, environment);
}

function readOptions(args: readonly string[]): { words: readonly string[]; wantsHelp: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: "boolean", default: false } },
    });
    return { words: positionals, wantsHelp: values.help };
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

function testFiles(): readonly string[] {
  return readdirSync(join(projectDirectory, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => join("test", file))
    .sort();
}

/** Where the tests find the tools; see test/tools.ts. */
async function testEnvironment(progress: Progress): Promise<NodeJS.ProcessEnv> {
  const names = ["pulumi", "prometheus", "promtool-2.42", "promtool-2.52", "promtool-3"] as const;
  const [found, [actionlint, alertmanager], [grafana]] = await Promise.all([
    ensureTools(names, { progress, obtain: true }),
    ensureTools(["actionlint", "alertmanager"], { progress, obtain: true }),
    ensureTools(["grafana"], { progress, obtain: false }),
  ]);
  // Later, since what has just been obtained may be one.
  const [prometheus3] = await ensureTools(["prometheus-3"], { progress, obtain: true });
  const [pulumi, prometheus, oldest, guide, current] = found.map(required);
  return {
    ...process.env,
    CHATQNA_MONITORING_PULUMI_DIR: pulumi?.directory,
    CHATQNA_MONITORING_TEST_PROMETHEUS: prometheus?.path,
    CHATQNA_MONITORING_TEST_PROMTOOL_2_42: oldest?.path,
    CHATQNA_MONITORING_TEST_PROMTOOL_2_52: guide?.path,
    CHATQNA_MONITORING_TEST_PROMTOOL_3: current?.path,
    ...secondPrometheus(prometheus, prometheus3),
    ...pathOrReason("CHATQNA_MONITORING_TEST_ACTIONLINT", actionlint),
    ...pathOrReason("CHATQNA_MONITORING_TEST_ALERTMANAGER", alertmanager),
    ...pathOrReason("CHATQNA_MONITORING_TEST_GRAFANA_HOME", grafana),
  };
}

/** Once is enough where the stack's own is of release 3. */
function secondPrometheus(first: Tool | undefined, second: Tool | Missing): NodeJS.ProcessEnv {
  const variable = "CHATQNA_MONITORING_TEST_PROMETHEUS_3";
  if (first !== undefined && !isMissing(second) && first.version === second.version) {
    return { [`${variable}_MISSING`]: `contract.test.ts has put them to ${first.version}` };
  }
  return pathOrReason(variable, second);
}

/** Of a tool without which the other tests run; its own are skipped with the reason. */
function pathOrReason(variable: string, found: Tool | Missing): NodeJS.ProcessEnv {
  return isMissing(found)
    ? { [`${variable}_MISSING`]: describeMissing(found) }
    : { [variable]: found.path };
}

function required(found: Tool | Missing): Tool {
  if (isMissing(found)) throw new UserError(describeMissing(found));
  return found;
}

/** Side by side, each shown only if it finds something. */
async function staticChecks(progress: Progress): Promise<boolean> {
  const checks: readonly [string, readonly string[]][] = [
    ["checking types", ["tsc", "--noEmit"]],
    ["linting", ["eslint", "--max-warnings", "0", "."]],
    ["checking format", ["prettier", "--check", "."]],
  ];
  const results = await Promise.all(
    checks.map(([title, [tool = "", ...args]]) =>
      progress.run(title, () => run(join("node_modules", ".bin", tool), args)),
    ),
  );
  for (const { code, output } of results) if (code !== 0) process.stdout.write(output);
  return results.every(({ code }) => code === 0);
}

function run(command: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: projectDirectory });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Last, so that the runner's own summary ends the output. */
function runTests(files: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  // Node leaves a processor free; our longest tests wait for servers most of the time.
  const concurrency = `--test-concurrency=${availableParallelism()}`;
  const args = [
    "--require",
    "./toolchain/typescript.cjs",
    "--test",
    "--test-reporter=spec",
    concurrency,
    ...files,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: projectDirectory,
      env: environment,
      stdio: "inherit",
    });
    child.on("error", reject);
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
}
