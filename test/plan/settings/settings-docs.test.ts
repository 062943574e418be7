import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { main } from "../../../commands/settings-docs";
import { stackFileJsonSchema } from "../../../plan/settings/json-schema";
import { settingsSchema } from "../../../plan/settings/schema";
import {
  type Schema,
  childSchema,
  docOf,
  kindOf,
  shapeOf,
} from "../../../plan/settings/schema-walk";

describe("what is generated from the settings' schema", () => {
  it("is up to date: npm run settings-docs", async () => {
    assert.equal(await main(["--check"]), 0);
  });

  it("describes every setting", () => {
    assert.deepEqual(undescribed(settingsSchema, ""), []);
  });

  it("allows an encrypted value for a secret, and no plain one", () => {
    const schema = JSON.stringify(stackFileJsonSchema());
    assert.match(schema, /"adminPassword":\{"type":"object","properties":\{"secure"/);
    assert.doesNotMatch(schema, /"(adminPassword|password|bearerToken)":\{"type":"string"/);
  });

  it("shows the defaults that are used", async () => {
    const page = await readFile(join(__dirname, "../../../docs/settings.md"), "utf8");
    assert.match(page, /\*\*`port`\*\* \(port; default `9090`\)/);
    assert.match(page, /\*\*`retention`\*\*/);
  });
});

/** Settings without a description, and values without a rule for messages. */
function undescribed(schema: Schema, path: string): readonly string[] {
  const shape = shapeOf(schema);
  if (shape.is === "value") return kindOf(schema) === undefined ? [`${path}: no rule`] : [];
  if (shape.is === "list") return undescribed(shape.item, `${path}[]`);
  if (shape.is === "names") {
    return [...undescribed(shape.name, `${path}.<name>`), ...undescribed(shape.value, `${path}.*`)];
  }
  return Object.keys(shape.settings).flatMap((key) => {
    const child = childSchema(schema, key);
    const here = `${path}.${key}`;
    if (child === undefined) return [`${here}: not found`];
    const own = docOf(child) === undefined ? [`${here}: no description`] : [];
    return [...own, ...undescribed(child, here)];
  });
}
