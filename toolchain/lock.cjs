"use strict";
// One process at a time, on a file system alone. The lock is a directory with a single entry named
// after its owner, moved into place whole: rename() refuses a target that is not empty, so exactly
// one of several takers wins. A dead owner's entry is unlinked by name, which again only one of
// several takers can do, and never hits an entry that someone put there meanwhile.
// CommonJS without types, because run.mjs needs it before any package is installed.

const fs = require("node:fs");
const path = require("node:path");

const pollMilliseconds = 200;

async function withLock(directory, work, onWait) {
  const release = await acquire(directory, onWait ?? (() => undefined));
  try {
    return await work();
  } finally {
    release();
  }
}

async function acquire(directory, onWait) {
  const me = ownerName(process.pid);
  let waiting = false;
  while (!tryAcquire(directory, me)) {
    const owner = currentOwner(directory);
    if (owner === undefined) continue;
    if (!isAlive(owner)) {
      fs.rmSync(path.join(directory, owner), { force: true });
      continue;
    }
    if (!waiting) onWait(Number(owner.split("-")[0]));
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, pollMilliseconds));
  }
  return () => {
    fs.rmSync(path.join(directory, me), { force: true });
    try {
      fs.rmdirSync(directory);
    } catch {
      // Someone who waited has taken it already, which is what releasing is for.
    }
  };
}

function tryAcquire(directory, me) {
  fs.mkdirSync(path.dirname(directory), { recursive: true });
  const prepared = fs.mkdtempSync(`${directory}-`);
  fs.writeFileSync(path.join(prepared, me), "");
  try {
    fs.renameSync(prepared, directory);
    return true;
  } catch (error) {
    fs.rmSync(prepared, { recursive: true, force: true });
    if (error.code === "ENOTEMPTY" || error.code === "EEXIST") return false;
    throw error;
  }
}

function currentOwner(directory) {
  try {
    return fs.readdirSync(directory)[0];
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

// A pid is used again after a while; with the process's start time beside it, it is not mistaken.
function ownerName(pid) {
  return `${pid}-${startTime(pid)}`;
}

function startTime(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name in parentheses may hold spaces; field 22 counts from behind it.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return "0";
  }
}

function isAlive(owner) {
  const pid = Number(owner.split("-")[0]);
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
  }
  return ownerName(pid) === owner;
}

exports.withLock = withLock;
