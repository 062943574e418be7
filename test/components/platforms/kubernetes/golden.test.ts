import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { stringify } from "yaml";
import type { Manifest } from "../../../../components/platforms/kubernetes/manifest";
import { environments, objectsOf } from "./clusters";

/** Set, the files are written anew: what then shows in `git diff` is what changed. */
const writing = "CHATQNA_MONITORING_WRITE_GOLDEN";
const writesGolden = process.env[writing] !== undefined;

describe("the objects of each environment", () => {
  for (const [name, settings] of Object.entries(environments)) {
    it(`${name} are those of golden/${name}.yaml`, () => {
      const text = objectsOf(settings()).map(document).join("---\n");
      const file = join(__dirname, "golden", `${name}.yaml`);
      if (writesGolden) writeFileSync(file, text);
      const difference = firstDifference(text, readFileSync(file, "utf8"));
      // Of a difference in a thousand lines, the first one tells; `git diff` shows them all.
      assert.equal(difference, undefined, `${difference ?? ""}. Write it anew with ${writing}=1`);
    });
  }
});

function firstDifference(text: string, expected: string): string | undefined {
  const [lines, committed] = [text.split("\n"), expected.split("\n")];
  const line = lines.findIndex((one, index) => one !== committed[index]);
  if (line < 0) return lines.length < committed.length ? "Lines at the end are missing" : undefined;
  return `Line ${line + 1} is "${lines[line] ?? ""}", not "${committed[line] ?? ""}"`;
}

function document(manifest: Manifest): string {
  return stringify(withoutContents(manifest), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** Of boards and rules the size only: they have tests of their own, and change often. */
function withoutContents(manifest: Manifest): unknown {
  if (manifest.kind === "PrometheusRule") return { ...manifest, spec: "(rules)" };
  if (manifest.kind !== "ConfigMap") return manifest;
  const data = Object.entries(manifest["data"] as Readonly<Record<string, string>>).map(
    ([key, text]) => [key, /\.json$|^[^.]*\.yml$/.test(key) && isLong(text) ? "(long)" : text],
  );
  return { ...manifest, data: Object.fromEntries(data) as unknown };
}

function isLong(text: string): boolean {
  return text.startsWith("groups:") || text.startsWith("{");
}
