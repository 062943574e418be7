// Runs commands/<name>.ts, after making sure that this Node and node_modules will do. Plain
// JavaScript without packages: it is what runs on a fresh clone.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensurePackages } from "./packages.mjs";

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

const needDevelopmentPackages = [
  "test",
  "settings-docs",
  "alerts-docs",
  "dashboards",
  "dashboards-lint",
  "compatibility",
];

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
const problem = await ensurePackages(project, needDevelopmentPackages.includes(name));
if (problem !== undefined) fail(problem);
try {
  process.exit(await runCommand(name, args));
} catch (error) {
  report(error);
}
