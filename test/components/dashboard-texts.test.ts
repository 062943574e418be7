import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { readDashboardTexts } from "../../components/dashboard-texts";
import { PlanError } from "../../plan/plan-error";
import type { DashboardSettings } from "../../plan/settings/settings";

const text = '{ "title": "A", "panels": [] }';
const sha256 = createHash("sha256").update(text).digest("hex");

function entry(source: string, pinned?: string): DashboardSettings {
  const plain = { folder: "Imported", inputs: {}, renameLabels: {}, rateInterval: false };
  return { source, ...plain, ...(pinned !== undefined && { sha256: pinned }) };
}

describe("the sources of dashboards", () => {
  let directory: string;
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.end(text);
  });
  const previous = process.env["XDG_CACHE_HOME"];

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "dashboard-texts-"));
    process.env["XDG_CACHE_HOME"] = join(directory, "cache");
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    if (previous === undefined) delete process.env["XDG_CACHE_HOME"];
    else process.env["XDG_CACHE_HOME"] = previous;
    await new Promise((resolve) => server.close(resolve));
    rmSync(directory, { recursive: true });
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/board.json`;

  it("are files, with or without a checksum", async () => {
    const file = join(directory, "a.json");
    writeFileSync(file, text);
    const { imported } = await readDashboardTexts([entry(file), entry(file, sha256)]);
    assert.deepEqual(imported, [text, text]);
  });

  it("are asked once where they are pinned addresses: the next preview needs no network", async () => {
    assert.deepEqual((await readDashboardTexts([entry(address(), sha256)])).imported, [text]);
    assert.deepEqual((await readDashboardTexts([entry(address(), sha256)])).imported, [text]);
    assert.equal(asked, 1);
  });

  it("are all named that cannot be read, by their settings", async () => {
    const missing = join(directory, "none.json");
    const other = "0".repeat(64);
    await assert.rejects(
      readDashboardTexts([entry(missing), entry(address(), other)]),
      (error: Error) => {
        assert.ok(error instanceof PlanError);
        const lines = error.message.split("\n");
        assert.match(lines[0] ?? "", /^chatqna-monitoring:dashboards\[0\]\.source: .*no such file/);
        assert.match(lines[1] ?? "", /^chatqna-monitoring:dashboards\[1\]\.source: .*pinned/);
        return true;
      },
    );
  });
});
