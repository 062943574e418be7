import { format } from "prettier";
import { alertsPage } from "../rules/reference/alerts-page";
import { objectivesPage } from "../rules/reference/objectives-page";
import { type GeneratedFile, generate } from "./generated/generated-files";

const usage = `Usage: npm run alerts-docs [-- --check]

Writes docs/alerts.md and docs/objectives.md from rules/ and plan/settings/objectives.ts.

  --check   writes nothing; exits with 1 if one of them is not up to date`;

export function main(args: readonly string[]): Promise<number> {
  return generate({ script: "alerts-docs", usage, files: alertFiles }, args);
}

async function alertFiles(): Promise<readonly GeneratedFile[]> {
  const layout = { printWidth: 100, parser: "markdown" };
  return [
    { path: "docs/alerts.md", content: await format(alertsPage(), layout) },
    { path: "docs/objectives.md", content: await format(objectivesPage(), layout) },
  ];
}
