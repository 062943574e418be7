// Makes sure that node_modules is what package-lock.json asks for, before any package can be used.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from "node:fs";
import path from "node:path";
import { cacheDirectory } from "./cache-directory.cjs";
import { withLock } from "./lock.cjs";

/**
 * @param project The folder of package.json.
 * @param needed Whether the linters and test libraries are needed: a third of all packages, for
 *   which nobody waits who only wants to see the stack.
 * @returns What is wrong, for the user, or undefined.
 */
export async function ensurePackages(project, needed) {
  // Who has the linters keeps them: a new lockfile is no reason to take them away.
  const development = needed || hasDevelopmentPackages(project);
  if (packagesAreCurrent(project, development)) return undefined;
  const lock = path.join(project, ".local", "npm-ci.lock");
  return withLock(
    lock,
    async () => {
      if (packagesAreCurrent(project, development)) return undefined;
      return obtainPackages(project, development);
    },
    (pid) => process.stderr.write(`process ${pid} is installing npm packages, waiting ...\n`),
  );
}

// npm writes node_modules/.package-lock.json last, so a cut off installation has none.
function packagesAreCurrent(project, development) {
  const installed = installedLock(project);
  if (!existsSync(installed)) return false;
  const wanted = path.join(project, "package-lock.json");
  if (statSync(installed).mtimeMs < statSync(wanted).mtimeMs) return false;
  return !development || developmentPackages(project).every((name) => isInstalled(project, name));
}

function installedLock(project) {
  return path.join(project, "node_modules", ".package-lock.json");
}

function developmentPackages(project) {
  const text = readFileSync(path.join(project, "package.json"), "utf8");
  return Object.keys(JSON.parse(text).devDependencies ?? {});
}

/** As npm notes it: some are there anyway, as what a package of the running stack needs. */
function hasDevelopmentPackages(project) {
  if (!existsSync(installedLock(project))) return false;
  const { packages = {} } = JSON.parse(readFileSync(installedLock(project), "utf8"));
  return Object.values(packages).some(({ dev }) => dev === true);
}

function isInstalled(project, name) {
  return existsSync(path.join(project, "node_modules", name));
}

// npm takes 13 s for our packages even with its own cache full; a copy of the folder that another
// clone got from the same lockfile takes 2 s.
async function obtainPackages(project, development) {
  const stored = storedPackages(project, development);
  if (existsSync(stored) && copied(stored, path.join(project, "node_modules"))) {
    const now = new Date();
    utimesSync(installedLock(project), now, now);
    return undefined;
  }
  const problem = await install(project, development);
  if (problem === undefined) store(project, stored);
  return problem;
}

/** By everything that decides what npm installs. */
function storedPackages(project, development) {
  const hash = createHash("sha256");
  for (const file of ["package-lock.json", ".npmrc"]) {
    if (existsSync(path.join(project, file))) hash.update(readFileSync(path.join(project, file)));
  }
  hash.update(`${process.platform} ${process.arch} ${process.versions.modules} ${development}`);
  const key = hash.digest("hex").slice(0, 16);
  return path.join(
    cacheDirectory(process.env),
    "npm-packages",
    `${development ? "all" : "run"}-${key}`,
  );
}

// The cache is a convenience: where it cannot be written, the next clone runs npm again. Of each kind
// only the newest is kept, 100 MB each.
function store(project, stored) {
  try {
    mkdirSync(path.dirname(stored), { recursive: true });
    if (!copied(path.join(project, "node_modules"), stored)) return;
    const kind = path.basename(stored).split("-")[0];
    for (const name of readdirSync(path.dirname(stored))) {
      if (name.startsWith(`${kind}-`) && name !== path.basename(stored)) {
        rmSync(path.join(path.dirname(stored), name), { recursive: true, force: true });
      }
    }
  } catch {
    return;
  }
}

/** Whole or not at all. `cp` is ten times as fast as copying file by file from here. */
function copied(from, to) {
  const draft = mkdtempSync(`${to}.tmp-`);
  try {
    const { status } = spawnSync("cp", ["-R", `${from}/.`, draft], { stdio: "ignore" });
    if (status !== 0) return false;
    rmSync(to, { recursive: true, force: true });
    renameSync(draft, to);
    return true;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function install(project, development) {
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
      if (problem === undefined) {
        process.stderr.write(`installing npm packages: done, ${seconds()}\n`);
        resolve(undefined);
      } else {
        resolve(
          `${output.trimEnd()}\nnpm ci ${problem}. Put right what it says above and try again.`,
        );
      }
    };
    npm.on("error", (error) => finish(`could not be started (${error.message})`));
    npm.on("close", (code, signal) => {
      if (code === 0) finish();
      else finish(signal === null ? `failed with exit code ${code}` : `was ended by ${signal}`);
    });
  });
}
