import { join } from "node:path";
import { format } from "prettier";
import { generatedBoards } from "../dashboards/boards";
import { type GeneratedFile, generate } from "./generated/generated-files";

const usage = `Usage: npm run dashboards [-- --check]

Writes the boards in dashboards/*.json from their sources in dashboards/.

  --check   writes nothing; exits with 1 if one of them is not up to date`;

export function main(args: readonly string[]): Promise<number> {
  return generate({ script: "dashboards", usage, files: boardFiles }, args);
}

function boardFiles(): Promise<readonly GeneratedFile[]> {
  return Promise.all(
    generatedBoards().map(async ({ file, content }) => ({
      path: join("dashboards", file),
      content: await format(JSON.stringify(content), { printWidth: 100, parser: "json" }),
    })),
  );
}
