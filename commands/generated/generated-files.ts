import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { projectDirectory } from "../local/paths";

/** A committed file that a command writes from its source. */
export interface GeneratedFile {
  /** In the project. */
  readonly path: string;
  readonly content: string;
}

export interface Generator {
  /** The npm script that writes the files. */
  readonly script: string;
  readonly usage: string;
  readonly files: () => Promise<readonly GeneratedFile[]>;
}

/** @returns the exit code: 1 if something is stale with `--check`, 2 for a wrong call */
export async function generate(generator: Generator, args: readonly string[]): Promise<number> {
  const [option, ...rest] = args;
  if (option === "--help") {
    console.log(generator.usage);
    return 0;
  }
  if (rest.length > 0 || (option !== undefined && option !== "--check")) {
    console.error(generator.usage);
    return 2;
  }
  const files = await generator.files();
  return option === "--check" ? check(files, generator.script) : write(files);
}

async function check(files: readonly GeneratedFile[], script: string): Promise<number> {
  const states = await Promise.all(
    files.map(async ({ path, content }) => ({ path, fresh: (await written(path)) === content })),
  );
  const stale = states.filter(({ fresh }) => !fresh).map(({ path }) => path);
  if (stale.length === 0) return 0;
  console.error(
    `Not what the source says: ${stale.join(", ")}. Write again with:\n  npm run ${script}`,
  );
  return 1;
}

async function write(files: readonly GeneratedFile[]): Promise<number> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(projectDirectory, path)), { recursive: true });
    await writeFile(join(projectDirectory, path), content);
    console.log(`wrote ${path}`);
  }
  return 0;
}

async function written(path: string): Promise<string | undefined> {
  try {
    return await readFile(join(projectDirectory, path), "utf8");
  } catch {
    return undefined;
  }
}
