import { format } from "prettier";
import { stackFileJsonSchema } from "../plan/settings/json-schema";
import { referencePage } from "../plan/settings/reference-page";
import { type GeneratedFile, generate } from "./generated/generated-files";

const usage = `Usage: npm run settings-docs [-- --check]

Writes docs/settings.md and schema/settings.schema.json from the schema in plan/settings.

  --check   writes nothing; exits with 1 if one of them is not up to date`;

export function main(args: readonly string[]): Promise<number> {
  return generate({ script: "settings-docs", usage, files: settingsFiles }, args);
}

async function settingsFiles(): Promise<readonly GeneratedFile[]> {
  const layout = { printWidth: 100 };
  const page = await format(referencePage(), {
    ...layout,
    parser: "markdown",
    proseWrap: "always",
  });
  const schema = await format(JSON.stringify(stackFileJsonSchema()), { ...layout, parser: "json" });
  return [
    { path: "docs/settings.md", content: page },
    { path: "schema/settings.schema.json", content: schema },
  ];
}
