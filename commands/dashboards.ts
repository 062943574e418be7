import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { generatedBoards } from "../dashboards/boards";

const project = resolve(__dirname, "..");

const usage = `Usage: npm run dashboards [-- --check]

Writes the boards in dashboards/*.json from their sources in dashboards/.

  --check   writes nothing; exits with 1 if one of them is not up to date`;

/** @returns the exit code: 1 if something is stale with `--check`, 2 for a wrong call */
export async function main(args: readonly string[]): Promise<number> {
  const [option, ...rest] = args;
  if (option === "--help") {
    console.log(usage);
    return 0;
  }
  if (rest.length > 0 || (option !== undefined && option !== "--check")) {
    console.error(usage);
    return 2;
  }
  const files = await Promise.all(
    generatedBoards().map(async ({ file, content }) => ({
      path: join("dashboards", file),
      text: await format(JSON.stringify(content), { printWidth: 100, parser: "json" }),
    })),
  );
  return option === "--check" ? check(files) : write(files);
}

interface BoardFile {
  readonly path: string;
  readonly text: string;
}

async function check(files: readonly BoardFile[]): Promise<number> {
  const states = await Promise.all(
    files.map(async ({ path, text }) => ({ path, fresh: (await written(path)) === text })),
  );
  const stale = states.filter(({ fresh }) => !fresh).map(({ path }) => path);
  if (stale.length === 0) return 0;
  console.error(
    `${stale.join(" and ")} does not show what its source says. Write it again:\n  npm run dashboards`,
  );
  return 1;
}

async function write(files: readonly BoardFile[]): Promise<number> {
  for (const { path, text } of files) {
    await writeFile(join(project, path), text);
    console.log(`wrote ${path}`);
  }
  return 0;
}

async function written(path: string): Promise<string | undefined> {
  try {
    return await readFile(join(project, path), "utf8");
  } catch {
    return undefined;
  }
}
