/**
 * What the provider started, noted outside of the engine's state: a process that runs although the
 * engine was killed before `create` returned is in here and nowhere else. One file a resource, so
 * that resources which start at the same time do not meet.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";

import { writeFileAtomically } from "./atomic-file";
import { nonEmptyText, object, oneOf, parse, wholeNumberBetween } from "./parse";
import type { Reader } from "./parse";
import { messageOf, Problem, systemErrorCode } from "./problem";
import { isRunning } from "./start-time";
import type { ProcessIdentity } from "./start-time";
import { stopProcess } from "./stop";

export interface RegistryEntry extends ProcessIdentity {
  /** Of the resource that the process belongs to. */
  readonly urn: string;
  readonly name: string;
  readonly program: string;
  /** Of all inputs that a running process has taken in: program, arguments, files, ... */
  readonly inputsHash: string;
  /**
   * `starting` until the process was ready for the first time. `reloading` from the signal until
   * the program confirmed that it reads its files: what it runs with meanwhile is not sure.
   */
  readonly state: "starting" | "running" | "reloading";
}

/** An entry, and the directory it stands in. */
export interface RegisteredProcess extends RegistryEntry {
  readonly registry: string;
}

const entryReader: Reader<RegistryEntry> = object<RegistryEntry>(
  {
    urn: nonEmptyText,
    name: nonEmptyText,
    pid: wholeNumberBetween(1, Number.MAX_SAFE_INTEGER),
    startTime: nonEmptyText,
    program: nonEmptyText,
    inputsHash: nonEmptyText,
    state: oneOf("starting", "running", "reloading"),
  },
  {},
  "ignored",
);

/**
 * Everything noted in the directory, whether it still runs or not, by name. Empty where there is
 * no such directory.
 *
 * @throws Problem for an entry that cannot be read.
 */
export async function listRegistry(registry: string): Promise<RegisteredProcess[]> {
  const files = (await filesOf(registry)).filter(isEntryFile);
  const entries = await Promise.all(files.map((file) => readEntry(registry, file)));
  return entries
    .filter((entry) => entry !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The entry of one resource, if there is one. */
export async function findRegistered(
  registry: string,
  urn: string,
): Promise<RegisteredProcess | undefined> {
  return readEntry(registry, entryFile(urn));
}

export async function isAlive(entry: RegistryEntry): Promise<boolean> {
  return isRunning(entry);
}

/**
 * Stops the process as `stopProcess` does, and forgets it. Once it is forgotten, calling it again
 * does nothing.
 */
export async function stopRegistered(
  entry: RegisteredProcess,
  graceSeconds: number,
): Promise<void> {
  await stopProcess(entry, graceSeconds);
  await forget(entry);
}

/** Notes the entry in place of the one that the same resource had. */
export async function note(registry: string, entry: RegistryEntry): Promise<RegisteredProcess> {
  const { urn, name, pid, startTime, program, inputsHash, state } = entry;
  const content = { urn, name, pid, startTime, program, inputsHash, state };
  await writeFileAtomically(
    join(registry, entryFile(urn)),
    `${JSON.stringify(content, null, 2)}\n`,
    { file: 0o600, directory: 0o700 },
  );
  return { ...content, registry };
}

/** Removes the entry, unless the resource has started another process since. */
export async function forget(entry: RegisteredProcess): Promise<void> {
  const current = await findRegistered(entry.registry, entry.urn);
  if (current?.pid !== entry.pid || current.startTime !== entry.startTime) return;
  await rm(join(entry.registry, entryFile(entry.urn)), { force: true });
  await removeIfEmpty(entry.registry);
}

/** `prometheus-0123456789abcdef.json`: the name for people, the hash because names may collide. */
function entryFile(urn: string): string {
  const name = (urn.split("::").at(-1) ?? "").replace(/[^A-Za-z0-9._-]/g, "-").slice(0, 80);
  return `${name}-${createHash("sha256").update(urn).digest("hex").slice(0, 16)}.json`;
}

function isEntryFile(file: string): boolean {
  return /-[0-9a-f]{16}\.json$/.test(file) && !file.startsWith(".");
}

async function readEntry(registry: string, file: string): Promise<RegisteredProcess | undefined> {
  const path = join(registry, file);
  try {
    const { value } = parse(entryReader, JSON.parse(await readFile(path, "utf8")));
    if (value !== undefined) return { ...value, registry };
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw unreadable(path, messageOf(error));
  }
  throw unreadable(path, "it is not an entry of ours");
}

function unreadable(path: string, reason: string): Problem {
  return new Problem(
    `The note of a started process cannot be read: ${reason}.\n` +
      `  file  ${path}\n` +
      `Look whether the process it names still runs, end it, remove the file and run the same ` +
      `command again.`,
  );
}

async function filesOf(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return [];
    throw error;
  }
}

async function removeIfEmpty(directory: string): Promise<void> {
  try {
    await rmdir(directory);
  } catch (error) {
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(systemErrorCode(error) ?? "")) throw error;
  }
}
