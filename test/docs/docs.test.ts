import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { formatProblems } from "../../plan/settings/problem";
import { readStackFile } from "../../plan/settings/stack-file";

const pages = [
  "README.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file)),
];

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  scripts: Readonly<Record<string, string>>;
};

describe("the documentation", () => {
  for (const page of pages) {
    const text = readFileSync(page, "utf8");

    it(`${page} links to what exists`, () => {
      const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link]) => link ?? "");
      const broken = links.filter((link) => !existsSync(join(dirname(page), link)));
      assert.deepEqual(broken, []);
    });

    it(`${page} names scripts that exist`, () => {
      const named = [...text.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name ?? "");
      assert.deepEqual(
        named.filter((name) => scripts[name] === undefined),
        [],
      );
    });

    it(`${page} shows settings that are accepted`, () => {
      for (const [, block = ""] of text.matchAll(/```yaml\n(config:\n[\s\S]*?)```/g)) {
        const parsed = readStackFile(block, "docs");
        assert.ok(parsed.ok, parsed.ok ? "" : `${block}\n${formatProblems(page, parsed.problems)}`);
      }
    });
  }

  for (const page of pages.filter((one) => /^docs\/[^/]+\.md$/.test(one))) {
    const isReference = ["architecture", "dependencies"].some((name) => page.includes(name));
    it(
      `${page} ends in how to verify and what to do if it does not work`,
      {
        skip: isReference && "a reference, not a task",
      },
      () => {
        const headings = [...readFileSync(page, "utf8").matchAll(/^## (.*)$/gm)].map(
          ([, heading]) => heading,
        );
        assert.deepEqual(headings.slice(-2), ["Verify", "If it does not work"]);
      },
    );
  }
});
