/** The file that a process' standard output and standard error go to. */
import { mkdir, open, rename, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { dirname } from "node:path";

import { systemErrorCode } from "./problem";

const rotateAtBytes = 10 * 1024 * 1024;
const tailBytes = 64 * 1024;

/** One run of a process in its log file. */
export interface LogSection {
  readonly path: string;
  /** Offset of the run's first byte. */
  readonly start: number;
}

/**
 * Opens the log for appending, readable by its owner only. A log of over 10 MB becomes `<path>.1`
 * first, in place of the one that was: a crash loop fills 20 MB at most.
 */
export async function openLog(
  path: string,
): Promise<{ readonly handle: FileHandle; readonly section: LogSection }> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if ((await sizeOf(path)) > rotateAtBytes) await rename(path, `${path}.1`);
  const handle = await open(path, "a", 0o600);
  return { handle, section: { path, start: (await handle.stat()).size } };
}

/** Where the log ends now: what is written from here on is news. */
export async function endOfLog(path: string): Promise<LogSection> {
  return { path, start: await sizeOf(path) };
}

/** The last lines of the section, oldest first, long ones cut; empty when there are none. */
export async function lastLines(section: LogSection, count: number): Promise<string[]> {
  const size = await sizeOf(section.path);
  // A log that shrank was emptied by somebody; then all of it is of this run.
  const start = Math.max(section.start <= size ? section.start : 0, size - tailBytes);
  if (size === start) return [];
  const handle = await open(section.path, "r");
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, null, start);
    const lines = buffer.toString("utf8", 0, bytesRead).trimEnd().split(/\r?\n/);
    return lines.slice(-count).map(printable);
  } finally {
    await handle.close();
  }
}

/** Without the control characters by which a program colours its log, and of bearable length. */
function printable(line: string): string {
  // eslint's no-control-regex forbids the plain form.
  const escapeSequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, "g");
  const clean = line.replace(escapeSequence, "").replace(/\p{Cc}/gu, " ");
  return clean.length > 300 ? `${clean.slice(0, 297)}...` : clean;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return 0;
    throw error;
  }
}
