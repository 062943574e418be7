// Runs commands/<name>.ts, after making sure that this Node and node_modules will do. Plain
// JavaScript without packages: it is what runs on a fresh clone.
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock.cjs";

const project = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync(path.join(project, "package.json"), "utf8"));
  const needed = engines.node.replace(">=", "");
  const [major, minor] = process.versions.node.split(".").map(Number);
  const [neededMajor, neededMinor] = needed.split(".").map(Number);
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  fail(`Node ${process.versions.node} is too old: this project needs ${needed} or newer.`);
}

function commandNames() {
  return readdirSync(path.join(project, "commands"))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
}

// The linters and test libraries are a third of all packages: who only wants to see the stack does
// not wait for them.
const needDevelopmentPackages = ["test", "settings-docs"];

// npm writes node_modules/.package-lock.json last, so a cut off installation has none.
function packagesAreCurrent(development) {
  const installed = path.join(project, "node_modules", ".package-lock.json");
  const wanted = path.join(project, "package-lock.json");
  if (!existsSync(installed)) return false;
  if (statSync(installed).mtimeMs < statSync(wanted).mtimeMs) return false;
  return !development || developmentPackages().every(isInstalled);
}

function developmentPackages() {
  const { devDependencies = {} } = JSON.parse(
    readFileSync(path.join(project, "package.json"), "utf8"),
  );
  return Object.keys(devDependencies);
}

function isInstalled(name) {
  return existsSync(path.join(project, "node_modules", name));
}

function installPackages(development) {
  return new Promise((resolve) => {
    const startedAt = Date.now();
    const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
    process.stderr.write("installing npm packages ...\n");
    const ticking = setInterval(() => {
      process.stderr.write(`installing npm packages: ${seconds()}\n`);
    }, 5_000);
    const npm = spawn("npm", ["ci", development ? "--include=dev" : "--omit=dev"], {
      cwd: project,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.on("data", (chunk) => (output = (output + chunk).slice(-20_000)));
    }
    const finish = (problem) => {
      clearInterval(ticking);
      if (problem !== undefined) {
        fail(`${output.trimEnd()}\nnpm ci ${problem}. Put right what it says above and try again.`);
      }
      process.stderr.write(`installing npm packages: done, ${seconds()}\n`);
      resolve();
    };
    npm.on("error", (error) => finish(`could not be started (${error.message})`));
    npm.on("close", (code, signal) => {
      if (code === 0) finish();
      else finish(signal === null ? `failed with exit code ${code}` : `was ended by ${signal}`);
    });
  });
}

async function ensurePackages(development) {
  if (packagesAreCurrent(development)) return;
  const lock = path.join(project, ".local", "npm-ci.lock");
  await withLock(
    lock,
    async () => {
      if (!packagesAreCurrent(development)) await installPackages(development);
    },
    (pid) => process.stderr.write(`process ${pid} is installing npm packages, waiting ...\n`),
  );
}

// Commands share the process: a second Node would cost more than everything here together.
async function runCommand(name, args) {
  const require = createRequire(import.meta.url);
  // So that a stack trace shows our lines. Here only: Node would read the maps of all of Pulumi's SDK.
  process.setSourceMapsEnabled(true);
  require("./typescript.cjs");
  const { main } = require(path.join(project, "commands", `${name}.ts`));
  return main(args);
}

function report(error) {
  if (error instanceof Error && error.name === "UserError") fail(error.message);
  const text = error instanceof Error ? error.stack : String(error);
  fail(
    `${text}\n\nThis is a defect of the project, not a mistake of yours. Please report the lines above.`,
  );
}

process.on("uncaughtException", report);
checkNode();
const [name, ...args] = process.argv.slice(2);
const commands = commandNames();
if (!commands.includes(name)) {
  const problem = name === undefined ? "No command given." : `There is no command "${name}".`;
  fail(`${problem} There are: ${commands.join(", ")}.`);
}
await ensurePackages(needDevelopmentPackages.includes(name));
try {
  process.exit(await runCommand(name, args));
} catch (error) {
  report(error);
}
