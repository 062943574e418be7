/** `process:index:Directory`: a directory of the host that others write into. */
import { randomUUID } from "node:crypto";
import { chmod, lstat, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { writeFileAtomically } from "./atomic-file";
import type { DirectoryInputs, DirectoryMode } from "./inputs";
import { absolutePath, flag, object, oneOf, parse } from "./parse";
import type { Reader } from "./parse";
import { Problem, systemErrorCode } from "./problem";
import { changedProperties } from "./property-values";
import { typed } from "./resource-kind";
import type { ResourceKind } from "./resource-kind";

/** Holds the URN of the resource that made the directory: the proof that it may be removed. */
export const markerFile = ".made-by-chatqna-monitoring";

const inputsReader: Reader<DirectoryInputs> = object<DirectoryInputs>(
  {
    path: absolutePath,
    mode: oneOf<DirectoryMode>("0755", "0700"),
    keepOnDelete: flag,
  },
  {},
);

type Place = Pick<DirectoryInputs, "path" | "keepOnDelete">;
const placeReader: Reader<Place> = object<Place>(
  { path: absolutePath, keepOnDelete: flag },
  {},
  "ignored",
);

export const directoryKind: ResourceKind = {
  deleteBeforeReplace: false,

  check(inputs) {
    return parse(inputsReader, inputs).failures;
  },

  async diff(_urn, state, inputs) {
    const changed = changedProperties(state, inputs);
    if (changed.includes("path")) return { changes: true, replaces: ["path"] };
    if (changed.length > 0) return { changes: true, replaces: [] };
    const { path, mode } = typed(inputsReader, inputs);
    return { changes: (await modeOf(path)) !== mode, replaces: [] };
  },

  async create(urn, inputs) {
    const directory = typed(inputsReader, inputs);
    await makeOrTakeOver(urn, directory);
    return { id: directory.path, state: inputs };
  },

  async read(_urn, state) {
    const mode = await modeOf(typed(placeReader, state).path);
    return mode === undefined ? undefined : { ...state, mode };
  },

  async update(urn, _state, inputs) {
    await makeOrTakeOver(urn, typed(inputsReader, inputs));
    return inputs;
  },

  async delete(urn, state) {
    const { path, keepOnDelete } = typed(placeReader, state);
    if (keepOnDelete || (await modeOf(path)) === undefined) return;
    const owner = await ownerOf(path);
    // Its resource has another name now, and that one's create took the directory over.
    if (owner !== undefined && owner !== urn) return;
    if (owner === undefined) throw notOurs(path, "is not removed");
    await rm(path, { recursive: true, force: true });
  },
};

async function makeOrTakeOver(urn: string, { path, mode }: DirectoryInputs): Promise<void> {
  if ((await modeOf(path)) === undefined) {
    await make(urn, path);
  } else {
    await takeOver(urn, path);
  }
  await chmod(path, parseInt(mode, 8));
}

/** Marked first and named last: whenever we are interrupted, there is no unmarked directory. */
async function make(urn: string, path: string): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await mark(beside, urn);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    if (["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes(systemErrorCode(error) ?? "")) {
      throw notOurs(path, "cannot be made");
    }
    throw error;
  }
}

/** What an interrupted run or a resource with `keepOnDelete` has left, in the same stack. */
async function takeOver(urn: string, path: string): Promise<void> {
  const owner = await ownerOf(path);
  if (owner === urn) return;
  if (owner === undefined) throw notOurs(path, "cannot be used");
  if (stackOf(owner) !== stackOf(urn)) {
    throw new Problem(
      `The directory ${path} belongs to another stack (${owner}).\n` +
        `Choose another path, or destroy that stack first.`,
    );
  }
  await mark(path, urn);
}

async function mark(directory: string, urn: string): Promise<void> {
  await writeFileAtomically(join(directory, markerFile), `${urn}\n`, {
    file: 0o600,
    directory: 0o700,
  });
}

async function ownerOf(path: string): Promise<string | undefined> {
  try {
    return (await readFile(join(path, markerFile), "utf8")).trim();
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemErrorCode(error) ?? "")) return undefined;
    throw error;
  }
}

/** `urn:pulumi:stack::project` */
function stackOf(urn: string): string {
  return urn.split("::").slice(0, 2).join("::");
}

/** Undefined when nothing is there. A file or link in its place has a mode, but no marker in it. */
async function modeOf(path: string): Promise<string | undefined> {
  try {
    const found = await lstat(path);
    if (!found.isDirectory()) throw notOurs(path, "is not a directory, it cannot be used");
    return (found.mode & 0o777).toString(8).padStart(4, "0");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemErrorCode(error) ?? "")) return undefined;
    throw error;
  }
}

function notOurs(path: string, consequence: string): Problem {
  return new Problem(
    `${path} ${consequence}: it was there before, or lost its ${markerFile} file, ` +
      `and what this project has not made it does not touch.\n` +
      `Move it away or remove it yourself, then run the same command again.`,
  );
}
