import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { format } from "prettier";
import { stackFileJsonSchema } from "../plan/settings/json-schema";
import { referencePage } from "../plan/settings/reference-page";

const project = resolve(__dirname, "..");

const usage = `Usage: npm run settings-docs [-- --check]

Writes docs/settings.md and schema/settings.schema.json from the schema in plan/settings.

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
  const pages = await generatedPages();
  return option === "--check" ? check(pages) : write(pages);
}

/** By the path in the project. */
type Pages = readonly (readonly [path: string, content: string])[];

async function generatedPages(): Promise<Pages> {
  const layout = { printWidth: 100 };
  const page = await format(referencePage(), {
    ...layout,
    parser: "markdown",
    proseWrap: "always",
  });
  const schema = await format(JSON.stringify(stackFileJsonSchema()), { ...layout, parser: "json" });
  return [
    ["docs/settings.md", page],
    ["schema/settings.schema.json", schema],
  ];
}

async function check(pages: Pages): Promise<number> {
  const states = await Promise.all(
    pages.map(async ([path, content]) => ({ path, fresh: (await written(path)) === content })),
  );
  const stale = states.filter(({ fresh }) => !fresh).map(({ path }) => path);
  if (stale.length === 0) return 0;
  console.error(
    `${stale.join(" and ")} do not say what plan/settings says. Write them again:\n` +
      "  npm run settings-docs",
  );
  return 1;
}

async function write(pages: Pages): Promise<number> {
  for (const [path, content] of pages) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), content);
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

if (require.main === module) {
  void main(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
