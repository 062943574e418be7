/** Files that are whole or not there at all, whatever interrupts us. */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

import { systemErrorCode } from "./problem";

export interface FileModes {
  readonly file: number;
  /** For directories that have to be created on the way. */
  readonly directory: number;
}

/**
 * Writes beside the file and renames: a reader sees the old content or the new one, never a part.
 * The mode is in place before the first byte is. The content is on the disk on return.
 */
export async function writeFileAtomically(
  path: string,
  content: string,
  modes: FileModes,
): Promise<void> {
  const partial = partialPath(path);
  const handle = await openPartial(partial, modes);
  try {
    await handle.chmod(modes.file);
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(partial, path);
}

/**
 * Where a file is written until it is whole. Always the same name, so that what an interrupted
 * write left is overwritten by the next one and removed with the file.
 */
export function partialPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.partial`);
}

async function openPartial(partial: string, modes: FileModes) {
  // Somebody who removes empty directories beside us may take the one that we just made.
  for (let attempt = 1; ; attempt++) {
    await mkdir(dirname(partial), { recursive: true, mode: modes.directory });
    await rm(partial, { force: true });
    try {
      return await open(partial, "wx", modes.file);
    } catch (error) {
      if (systemErrorCode(error) !== "ENOENT" || attempt === 3) throw error;
    }
  }
}
