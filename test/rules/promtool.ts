import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";

/** A rule file and the tests on it. */
export interface TestFile {
  readonly rules: string;
  readonly tests: readonly object[];
  /** Seconds between two evaluations. */
  readonly step: number;
}

export interface Outcome {
  /** Whether each file passed, in their order. */
  readonly passed: readonly boolean[];
  /** promtool's own words. */
  readonly output: string;
}

/** Runs test files in two promtools side by side, as one uses one processor. */
export async function runTests(promtool: string, files: readonly TestFile[]): Promise<Outcome> {
  const half = Math.ceil(files.length / 2);
  const [first, second] = await Promise.all([
    runInOne(promtool, files.slice(0, half)),
    runInOne(promtool, files.slice(half)),
  ]);
  return {
    passed: [...first.passed, ...second.passed],
    output: first.output + second.output,
  };
}

async function runInOne(promtool: string, files: readonly TestFile[]): Promise<Outcome> {
  if (files.length === 0) return { passed: [], output: "" };
  const directory = mkdtempSync(join(tmpdir(), "rules-"));
  try {
    const names = files.map(({ rules, tests, step }, index) => {
      writeFileSync(join(directory, `${index}.rules.yml`), rules);
      const test = { rule_files: [`${index}.rules.yml`], evaluation_interval: `${step}s`, tests };
      writeFileSync(join(directory, `${index}.yml`), stringify(test, { lineWidth: 0 }));
      return `${index}.yml`;
    });
    const { stdout, stderr } = await run(promtool, ["test", "rules", ...names], directory);
    // For each file its name, and the word SUCCESS or, on the other stream, what differs.
    const succeeded = new Set(
      [...stdout.matchAll(/Unit Testing: +(\S+)\s+SUCCESS/g)].map(([, name]) => name),
    );
    return { passed: names.map((name) => succeeded.has(name)), output: stdout + stderr };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function run(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, maxBuffer: 2 ** 28 }, (error, stdout, stderr) => {
      // An exit code is an outcome; a program that does not start is none.
      if (error !== null && typeof error.code !== "number") reject(new Error(error.message));
      else resolve({ stdout, stderr });
    });
  });
}
