import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";

import { markerFile } from "../../../providers/process/directory";
import { newProvider, sandbox, urnOf } from "./sandbox";

const urn = urnOf("Directory", "data");
const provider = newProvider();
const mode = "0700";

describe("a directory", { concurrency: true }, () => {
  it("is made with its mode and a mark, and removed with what others put there", async (test) => {
    const box = await sandbox(test);
    const path = join(box.directory, "data");
    const inputs = { path, mode: "0755", keepOnDelete: false };
    const { state } = await provider.create(urn, inputs);
    assert.equal((await stat(path)).mode & 0o777, 0o755);
    assert.equal(await readFile(join(path, markerFile), "utf8"), `${urn}\n`);
    const unchanged = await provider.diff(urn, state, inputs);
    assert.deepEqual(unchanged, { changes: false, replaces: [], deleteBeforeReplace: false });
    await mkdir(join(path, "wal"));
    await writeFile(join(path, "wal", "0001"), "");
    await provider.delete(urn, state);
    assert.deepEqual(await readdir(box.directory), []);
    await provider.delete(urn, state);
  });

  it("stays with what is in it when it is to be kept, and is used again", async (test) => {
    const box = await sandbox(test);
    const path = join(box.directory, "data");
    const inputs = { path, mode, keepOnDelete: true };
    const { state } = await provider.create(urn, inputs);
    await writeFile(join(path, "block"), "");
    await provider.delete(urn, state);
    const renamed = urnOf("Directory", "storage");
    await provider.create(renamed, inputs);
    assert.deepEqual((await readdir(path)).sort(), [markerFile, "block"]);
    // The resource of the old name goes after the one of the new name has come.
    await provider.delete(urn, { ...state, keepOnDelete: false });
    assert.deepEqual((await readdir(path)).sort(), [markerFile, "block"]);
  });

  it("is neither taken nor removed when this stack did not make it", async (test) => {
    const box = await sandbox(test);
    const path = join(box.directory, "mine");
    const inputs = { path, mode, keepOnDelete: false };
    await mkdir(path);
    await writeFile(join(path, "thesis"), "");
    await assert.rejects(provider.create(urn, inputs), {
      message: new RegExp(`^${path} cannot be used: it was there before`),
    });
    await assert.rejects(provider.delete(urn, inputs), {
      message: new RegExp(`^${path} is not removed: .*\\nMove it away or remove it yourself`),
    });
    assert.deepEqual(await readdir(path), ["thesis"]);

    const link = join(box.directory, "link");
    await symlink(path, link);
    await assert.rejects(provider.delete(urn, { ...inputs, path: link }), /is not a directory/);
    assert.deepEqual(await readdir(path), ["thesis"]);
  });

  it("is not taken from another stack", async (test) => {
    const box = await sandbox(test);
    const inputs = { path: join(box.directory, "data"), mode, keepOnDelete: false };
    await provider.create(urnOf("Directory", "data", "other"), inputs);
    await assert.rejects(provider.create(urn, inputs), /belongs to another stack/);
  });

  it("is made again when it was removed, and gets its mode back", async (test) => {
    const box = await sandbox(test);
    const path = join(box.directory, "data");
    const inputs = { path, mode, keepOnDelete: false };
    const { state } = await provider.create(urn, inputs);
    const damages = [() => rm(path, { recursive: true }), () => chmod(path, 0o777)];
    for (const damage of damages) {
      await damage();
      assert.equal((await provider.diff(urn, state, inputs)).changes, true);
      await provider.update(urn, state, inputs);
      assert.equal((await provider.diff(urn, state, inputs)).changes, false);
    }
    await rm(path, { recursive: true });
    assert.deepEqual(await provider.read(urn, state), { id: "", state: {} });
  });

  it("is replaced for another path", async (test) => {
    const box = await sandbox(test);
    const inputs = { path: join(box.directory, "data"), mode, keepOnDelete: false };
    const elsewhere = { ...inputs, path: join(box.directory, "elsewhere") };
    assert.deepEqual((await provider.diff(urn, inputs, elsewhere)).replaces, ["path"]);
  });
});
