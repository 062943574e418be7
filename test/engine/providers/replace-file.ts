import { renameSync, writeFileSync } from "node:fs";

/** Whoever reads it meanwhile sees the old text or the new one, never half of it. */
export function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}
