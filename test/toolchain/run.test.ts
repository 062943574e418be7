import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { describe, it } from "node:test";
import { temporaryDirectory, writeScript } from "./fake-machine";

const sources = resolve(__dirname, "..", "..", "toolchain");
const swc = dirname(dirname(require.resolve("@swc/core/package.json")));

/** A project with run.mjs, one command and an npm that installs by linking our own swc. */
function project(
  context: TestContext,
  options: { node?: string; npm?: string; cache?: string } = {},
) {
  const root = temporaryDirectory(context);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  mkdirSync(join(root, "toolchain"));
  for (const file of [
    "run.mjs",
    "packages.mjs",
    "cache-directory.cjs",
    "lock.cjs",
    "typescript.cjs",
    "user-error.ts",
  ]) {
    copyFileSync(join(sources, file), join(root, "toolchain", file));
  }
  write("package.json", JSON.stringify({ engines: { node: options.node ?? ">=20.19" } }));
  write("package-lock.json", "{}");
  write(
    "commands/greet.ts",
    `import { UserError } from "../toolchain/user-error";
export async function main(args: readonly string[]): Promise<number> {
  if (args[0] === "mistake") throw new UserError("You gave a mistake.");
  if (args[0] === "defect") throw new TypeError("We made one.");
  console.log("hello", ...args);
  return Number(args[1] ?? 0);
}`,
  );
  const installs = join(root, "installs");
  const install = `/bin/rm -rf node_modules; /bin/mkdir -p node_modules
/bin/ln -s ${swc} node_modules/@swc; echo "{}" > node_modules/.package-lock.json`;
  writeScript(join(root, "bin", "npm"), `echo "$*" >> ${installs}\n${options.npm ?? install}`);
  writeScript(join(root, "bin", "cp"), `exec /bin/cp "$@"`);
  const run = (...args: string[]): Promise<Result> =>
    runNode([join(root, "toolchain", "run.mjs"), ...args], {
      PATH: join(root, "bin"),
      XDG_CACHE_HOME: options.cache ?? join(root, "cache"),
    });
  const installed = (): number =>
    existsSync(installs) ? readFileSync(installs, "utf8").trimEnd().split("\n").length : 0;
  return { root, run, installed, write };
}

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runNode(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Result> {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, { env });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("close", (code) => {
      done({ code, stdout, stderr });
    });
  });
}

describe("running a command", { concurrency: true }, () => {
  it("installs the packages first, and only once", async (context) => {
    const { root, run, installed } = project(context);
    const first = await run("greet", "world");
    assert.equal(first.stdout, "hello world\n", first.stderr);
    assert.match(
      first.stderr,
      /^installing npm packages \.\.\.\ninstalling npm packages: done, \d+ s\n$/,
    );
    const second = await run("greet");
    assert.deepEqual(second, { code: 0, stdout: "hello\n", stderr: "" });
    assert.equal(readFileSync(join(root, "installs"), "utf8"), "ci --omit=dev\n");
    assert.equal(installed(), 1);
    assert.ok(!existsSync(join(root, ".local", "npm-ci.lock")), "the lock was left behind");
  });

  it("adds the development packages once a command needs them", async (context) => {
    const { root, run, write } = project(context);
    write("commands/test.ts", `export const main = () => Promise.resolve(0);`);
    await run("greet");
    const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as object & {
      engines: object;
    };
    write("package.json", JSON.stringify({ engines, devDependencies: { linter: "1.0.0" } }));
    await run("greet");
    await run("test");
    assert.equal(readFileSync(join(root, "installs"), "utf8"), "ci --omit=dev\nci --include=dev\n");
  });

  it("leaves the development packages when the lockfile changes", async (context) => {
    const { root, run } = project(context);
    await run("greet");
    const packages = { "node_modules/linter": { version: "1.0.0", dev: true } };
    writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
    const later = new Date(Date.now() + 60_000);
    writeFileSync(join(root, "package-lock.json"), '{"newer": true}');
    utimesSync(join(root, "package-lock.json"), later, later);
    await run("greet");
    assert.equal(readFileSync(join(root, "installs"), "utf8"), "ci --omit=dev\nci --include=dev\n");
  });

  it("takes what another clone got from the same lockfile", async (context) => {
    const cache = temporaryDirectory(context);
    const first = project(context, { cache });
    await first.run("greet");
    const second = project(context, { cache });
    const { code, stdout, stderr } = await second.run("greet", "world");
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: "hello world\n", stderr: "" });
    assert.equal(second.installed(), 0);

    const third = project(context, { cache });
    third.write("package-lock.json", '{"other": true}');
    await third.run("greet");
    assert.equal(third.installed(), 1, "another lockfile wants other packages");
    assert.equal(readdirSync(join(cache, "chatqna-monitoring", "npm-packages")).length, 1);
  });

  it("installs again when the lockfile is newer", async (context) => {
    const { root, run, installed } = project(context);
    await run("greet");

    assert.equal(installed(), 1);
    const later = new Date(Date.now() + 60_000);
    writeFileSync(join(root, "package-lock.json"), '{"newer": true}');
    utimesSync(join(root, "package-lock.json"), later, later);
    await run("greet");
    assert.equal(installed(), 2);
  });

  it("installs again after an installation that was cut off", async (context) => {
    const { root, run, installed } = project(context);
    await run("greet");
    rmSync(join(root, "node_modules", ".package-lock.json"));
    rmSync(join(root, "cache"), { recursive: true });
    assert.equal((await run("greet")).code, 0);
    assert.equal(installed(), 2);
  });

  it("installs once when two start together", async (context) => {
    const { run, installed } = project(context);
    const results = await Promise.all([run("greet"), run("greet")]);
    for (const { code, stderr } of results) assert.equal(code, 0, stderr);
    assert.equal(installed(), 1);
  });

  it("shows what npm said when it fails", async (context) => {
    const { run } = project(context, { npm: "echo 'npm error disk full' >&2; exit 7" });
    const { code, stderr } = await run("greet");
    assert.equal(code, 1);
    assert.match(stderr, /npm error disk full\nnpm ci failed with exit code 7\. Put right what/);
  });

  it("says when there is no npm", async (context) => {
    const { root, run } = project(context);
    rmSync(join(root, "bin", "npm"));
    const { code, stderr } = await run("greet");
    assert.equal(code, 1);
    assert.match(stderr, /npm ci could not be started \(spawn npm ENOENT\)/);
  });

  it("passes arguments on and exits with the command's code", async (context) => {
    const { run } = project(context);
    const { code, stdout } = await run("greet", "--stack", "3");
    assert.equal(stdout, "hello --stack 3\n");
    assert.equal(code, 3);
  });

  it("prints a user's mistake without a stack", async (context) => {
    const { run } = project(context);
    await run("greet");
    const result = await run("greet", "mistake");
    assert.deepEqual(result, { code: 1, stdout: "", stderr: "You gave a mistake.\n" });
  });

  it("prints a defect of ours with its stack, in TypeScript's lines", async (context) => {
    const { run } = project(context);
    await run("greet");
    const { code, stderr } = await run("greet", "defect");
    assert.equal(code, 1);
    assert.match(stderr, /^TypeError: We made one\.\n +at .*greet\.ts:4:/);
    assert.match(stderr, /This is a defect of the project, not a mistake of yours/);
  });

  it("lists the commands when there is none of that name", async (context) => {
    const { run, installed } = project(context);
    const unknown = await run("great");
    assert.equal(unknown.code, 1);
    assert.equal(unknown.stderr, 'There is no command "great". There are: greet.\n');
    assert.equal((await run()).stderr, "No command given. There are: greet.\n");
    assert.equal(installed(), 0);
  });

  it("refuses a Node that is too old", async (context) => {
    const { run, installed } = project(context, { node: ">=99.1" });
    const { code, stderr } = await run("greet");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `Node ${process.versions.node} is too old: this project needs 99.1 or newer.\n`,
    );
    assert.equal(installed(), 0);
  });
});
