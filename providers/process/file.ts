/** `process:index:File`: a file of the host. */
import { lstat, readFile, rm, rmdir } from "node:fs/promises";
import { dirname, sep } from "node:path";

import { partialPath, writeFileAtomically } from "./atomic-file";
import type { FileInputs, FileMode } from "./inputs";
import { absolutePath, object, oneOf, parse, secretText } from "./parse";
import type { Reader } from "./parse";
import { systemErrorCode } from "./problem";
import { changedProperties, isUnknown } from "./property-values";
import type { Properties } from "./property-values";
import { typed } from "./resource-kind";
import type { ResourceKind } from "./resource-kind";

const inputsReader: Reader<FileInputs> = object<FileInputs>(
  { path: absolutePath, content: secretText, mode: oneOf<FileMode>("0644", "0600") },
  { root: absolutePath },
);

/** What deleting needs to know. */
type Place = Pick<FileInputs, "path" | "root">;
const placeReader: Reader<Place> = object<Place>(
  { path: absolutePath },
  { root: absolutePath },
  "ignored",
);

export const fileKind: ResourceKind = {
  deleteBeforeReplace: false,

  check(inputs) {
    const { value, failures } = parse(inputsReader, inputs);
    if (value === undefined) return failures;
    const { path, root } = value;
    if (root === undefined || isUnknown(path) || isUnknown(root) || isBelow(path, root)) return [];
    return [{ property: "root", reason: `must be above ${path}, found ${root}` }];
  },

  async diff(_urn, state, inputs) {
    const changed = changedProperties(state, inputs);
    if (changed.includes("path")) return { changes: true, replaces: ["path"] };
    if (changed.length > 0) return { changes: true, replaces: [] };
    const { path, content, mode } = typed(inputsReader, inputs);
    const found = await readFromDisk(path);
    return { changes: found?.content !== content || found.mode !== mode, replaces: [] };
  },

  async create(_urn, inputs) {
    const file = typed(inputsReader, inputs);
    await write(file);
    return { id: file.path, state: inputs };
  },

  async read(_urn, state) {
    const { path } = typed(placeReader, state);
    const found = await readFromDisk(path);
    return found === undefined ? undefined : { ...state, ...found };
  },

  async update(_urn, _state, inputs) {
    await write(typed(inputsReader, inputs));
    return inputs;
  },

  async delete(_urn, state: Properties) {
    const { path, root } = typed(placeReader, state);
    await rm(path, { force: true });
    await rm(partialPath(path), { force: true });
    if (root !== undefined) await removeEmptyDirectories(dirname(path), root);
  },
};

async function write({ path, content, mode }: FileInputs): Promise<void> {
  const modes = { file: parseInt(mode, 8), directory: mode === "0600" ? 0o700 : 0o755 };
  await writeFileAtomically(path, content, modes);
}

/** Undefined unless a regular file is there; a link in its place is none of ours. */
async function readFromDisk(path: string): Promise<{ content: string; mode: string } | undefined> {
  try {
    const found = await lstat(path);
    if (!found.isFile()) return undefined;
    const mode = (found.mode & 0o777).toString(8).padStart(4, "0");
    return { content: await readFile(path, "utf8"), mode };
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemErrorCode(error) ?? "")) return undefined;
    throw error;
  }
}

async function removeEmptyDirectories(from: string, root: string): Promise<void> {
  for (let directory = from; isBelow(directory, root); directory = dirname(directory)) {
    try {
      await rmdir(directory);
    } catch (error) {
      const code = systemErrorCode(error) ?? "";
      if (["ENOTEMPTY", "EEXIST"].includes(code)) return;
      if (code !== "ENOENT") throw error;
    }
  }
}

function isBelow(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}
