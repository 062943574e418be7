import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { describe, it } from "node:test";

const project = join(__dirname, "..", "..");
const program = `
const { askOnTerminal } = require("./commands/detection/ask.ts");
askOnTerminal("Write them?").then((answer) => console.log("answered", answer));`;

/** The whole output of a process that asks, and is answered on its standard input. */
async function asked(input: string): Promise<string> {
  const args = ["--require", "./toolchain/typescript.cjs", "--eval", program];
  const child = spawn(process.execPath, args, { cwd: project });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  child.stdin.end(input);
  await new Promise((resolve) => child.once("close", resolve));
  return output;
}

describe("the question on the terminal", { concurrency: true }, () => {
  const cases: readonly [string, string, boolean][] = [
    ["y", "y\n", true],
    ["YES", " YES \n", true],
    ["n", "n\n", false],
    ["nothing", "\n", false],
    ["another word", "yesterday\n", false],
    ["the end of the input", "", false],
  ];
  for (const [title, input, expected] of cases) {
    it(`takes ${title} for ${expected ? "yes" : "no"}`, async () => {
      assert.match(
        await asked(input),
        new RegExp(`Write them\\? \\[y/N\\] ?\n?answered ${expected}`),
      );
    });
  }
});
