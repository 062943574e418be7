import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { compareVersions } from "./executable-version";
import { withLock } from "./lock.cjs";
import type { Machine } from "./machine";
import { isExecutable } from "./subprocess";
import type { Tool } from "./tool";
import { UserError } from "./user-error";

/** What was obtained in one go: `<cache>/<artifact>/<version>-<platform>-<architecture>/`. */
export interface Entry extends Contents {
  /** Absolute. */
  readonly directory: string;
}

/** What is in an entry's directory; kept there in `contents.json`. */
export interface Contents {
  readonly version: string;
  readonly origin: NonNullable<Tool["origin"]>;
  /** Program name to its place, relative to the directory. */
  readonly programs: Readonly<Record<string, string>>;
  /** Directory with the web pages, relative. */
  readonly assets?: string;
}

const contentsFile = "contents.json";
const temporaryPrefix = ".tmp-";

function platformSuffix(machine: Machine): string {
  return `-${machine.platform}-${machine.architecture}`;
}

/** The entries of an artifact for this platform whose programs are all there, newest first. */
export function cachedEntries(machine: Machine, artifact: string): Entry[] {
  const parent = join(machine.cache, artifact);
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => !name.startsWith(".") && name.endsWith(platformSuffix(machine)))
    .flatMap((name) => readEntry(join(parent, name)) ?? [])
    .sort((left, right) => compareVersions(right.version, left.version));
}

function readEntry(directory: string): Entry | undefined {
  try {
    const text = readFileSync(join(directory, contentsFile), "utf8");
    const contents = JSON.parse(text) as Contents;
    const programs = Object.values(contents.programs);
    if (!programs.every((program) => isExecutable(join(directory, program)))) return undefined;
    return { ...contents, directory };
  } catch {
    // An entry appears whole, by a rename, so this one was damaged later: it is obtained again.
    return undefined;
  }
}

/** @throws {UserError} when our folder in the cache directory cannot be written. */
export function prepareCache(machine: Machine): void {
  try {
    mkdirSync(machine.cache, { recursive: true });
    accessSync(machine.cache, constants.W_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `${machine.cache} cannot be written to (${reason}), and tools have to be put there. Set XDG_CACHE_HOME to a directory that you can write to.`,
    );
  }
}

/**
 * Fills a temporary directory beside the entries and renames it into place, so that a step cut off
 * leaves nothing that looks finished. Only inside `exclusively`.
 */
export async function addEntry(
  machine: Machine,
  artifact: string,
  fill: (directory: string) => Promise<Contents>,
): Promise<Entry> {
  const parent = join(machine.cache, artifact);
  mkdirSync(parent, { recursive: true });
  removeLeftovers(parent);
  const temporary = mkdtempSync(join(parent, temporaryPrefix));
  try {
    const contents = await fill(temporary);
    writeFileSync(join(temporary, contentsFile), JSON.stringify(contents, null, 2));
    const directory = join(parent, `${contents.version}${platformSuffix(machine)}`);
    rmSync(directory, { recursive: true, force: true });
    renameSync(temporary, directory);
    return { ...contents, directory };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Under the lock, a temporary directory can only be that of a process that was cut off. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (name.startsWith(temporaryPrefix)) rmSync(join(parent, name), { recursive: true });
  }
}

/** One process at a time obtains an artifact; a second one waits and then finds it in the cache. */
export function exclusively<T>(
  machine: Machine,
  artifact: string,
  work: () => Promise<T>,
  onWait: (pid: number) => void,
): Promise<T> {
  return withLock(join(machine.cache, artifact, ".lock"), work, onWait);
}

/** Removes everything the toolchain obtained. @returns the bytes it took; 0 when there was none. */
export function removeCache(machine: Machine): number {
  if (!existsSync(machine.cache)) return 0;
  const bytes = sizeOf(machine.cache);
  rmSync(machine.cache, { recursive: true });
  return bytes;
}

function sizeOf(path: string): number {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((bytes, name) => bytes + sizeOf(join(path, name)), 0);
}
