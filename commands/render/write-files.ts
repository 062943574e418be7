import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../toolchain/user-error";
import type { RenderedFile } from "./rendered-files";

const mark = "Written by npm run render";

/**
 * Writes the files, and removes those of an earlier rendering that are not among them.
 * @throws UserError before anything is written, where a file is in the way that was not rendered
 */
export function writeFiles(directory: string, files: readonly RenderedFile[]): void {
  const foreign = files.filter(({ path }) => isForeign(join(directory, path)));
  if (foreign.length > 0) {
    throw new UserError(
      `${foreign.map(({ path }) => join(directory, path)).join(", ")} was not written by npm run render. Move it away, or name another folder with --to.`,
    );
  }
  mkdirSync(directory, { recursive: true });
  const names = new Set(files.map(({ path }) => path));
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (/\.(yaml|md)$/.test(name) && !names.has(name) && !isForeign(path)) rmSync(path);
  }
  for (const { path, text } of files) writeFileSync(join(directory, path), text);
}

function isForeign(path: string): boolean {
  return existsSync(path) && !firstLine(path).includes(mark);
}

function firstLine(path: string): string {
  return readFileSync(path, "utf8").split("\n", 1)[0] ?? "";
}
