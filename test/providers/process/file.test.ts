import assert from "node:assert/strict";
import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";

import { secret } from "../../../providers/process/property-values";
import { newProvider, sandbox, urnOf } from "./sandbox";

// Stricter than any mode that is asked for.
process.umask(0o077);

const urn = urnOf("File", "file");
const provider = newProvider();
const nothingToDo = { changes: false, replaces: [], deleteBeforeReplace: false };
const toUpdate = { ...nothingToDo, changes: true };

describe("a file", { concurrency: true }, () => {
  it("has the content and the mode that were asked for, whatever the umask", async (test) => {
    const { directory } = await sandbox(test);
    const path = join(directory, "a", "b", "file");
    const inputs = { path, content: "text ü", mode: "0644", root: directory };
    const { id, state } = await provider.create(urn, inputs);
    assert.equal(id, path);
    assert.equal(await readFile(path, "utf8"), "text ü");
    assert.equal(await modeOf(path), 0o644);
    assert.deepEqual(await readdir(join(directory, "a", "b")), ["file"], "nothing beside it");
    assert.deepEqual(await provider.diff(urn, state, inputs), nothingToDo);
  });

  it("is its owner's alone when it holds a secret, as are the directories made for it", async (test) => {
    const { directory } = await sandbox(test);
    const path = join(directory, "secrets", "file");
    const inputs = { path, content: secret("hunter2"), mode: "0600" };
    const { state } = await provider.create(urn, inputs);
    assert.equal(await readFile(path, "utf8"), "hunter2");
    assert.equal(await modeOf(path), 0o600);
    assert.equal(await modeOf(join(directory, "secrets")), 0o700);
    assert.deepEqual(state["content"], secret("hunter2"), "a secret stays one in the state");
    assert.deepEqual(await provider.diff(urn, state, inputs), nothingToDo);
  });

  it("tightens the mode of a file that was there before its content is written", async (test) => {
    const { directory } = await sandbox(test);
    const path = join(directory, "file");
    await writeFile(path, "old", { mode: 0o644 });
    await provider.create(urn, { path, content: "new", mode: "0600" });
    assert.equal(await modeOf(path), 0o600);
  });

  it("is brought back when it was removed, changed, opened up or replaced by a link", async (test) => {
    const { directory } = await sandbox(test);
    const path = join(directory, "file");
    const inputs = { path, content: "text", mode: "0600" };
    const { state } = await provider.create(urn, inputs);
    const damages = {
      removed: () => rm(path),
      changed: () => writeFile(path, "other"),
      "opened up": () => chmod(path, 0o644),
      linked: async () => {
        await rm(path);
        await writeFile(join(directory, "other"), "text", { mode: 0o600 });
        await symlink(join(directory, "other"), path);
      },
    };
    for (const [name, damage] of Object.entries(damages)) {
      await damage();
      assert.deepEqual(await provider.diff(urn, state, inputs), toUpdate, name);
      await provider.update(urn, state, inputs);
      assert.deepEqual(await provider.diff(urn, state, inputs), nothingToDo, name);
    }
  });

  it("is updated for content and mode, replaced for its path", async (test) => {
    const { directory } = await sandbox(test);
    const inputs = { path: join(directory, "file"), content: "text", mode: "0600" };
    const { state } = await provider.create(urn, inputs);
    assert.deepEqual(await provider.diff(urn, state, { ...inputs, content: "x" }), toUpdate);
    assert.deepEqual(await provider.diff(urn, state, { ...inputs, mode: "0644" }), toUpdate);
    const elsewhere = { ...inputs, path: join(directory, "elsewhere") };
    assert.deepEqual((await provider.diff(urn, state, elsewhere)).replaces, ["path"]);
  });

  it("shows on a refresh what it is now, a secret still as a secret", async (test) => {
    const { directory } = await sandbox(test);
    const path = join(directory, "file");
    const { state } = await provider.create(urn, { path, content: secret("a"), mode: "0600" });
    await writeFile(path, "b");
    const found = await provider.read(urn, state);
    assert.deepEqual(found.state["content"], secret("b"));
    await rm(path);
    assert.deepEqual(await provider.read(urn, state), { id: "", state: {} });
  });

  it("takes the directories that it leaves empty with it, up to the root", async (test) => {
    const { directory } = await sandbox(test);
    const root = join(directory, "root");
    const inputs = { path: join(root, "a", "b", "file"), content: "", mode: "0644", root };
    const { state } = await provider.create(urn, inputs);
    await mkdir(join(root, "a", "mine"));
    await provider.delete(urn, state);
    assert.deepEqual(await readdir(join(root, "a")), ["mine"]);
    await rm(join(root, "a", "mine"), { recursive: true });
    await provider.create(urn, inputs);
    await provider.delete(urn, state);
    assert.deepEqual(await readdir(directory), ["root"], "the root itself stays");
    await provider.delete(urn, state);
  });

  it("says what is wrong when it cannot be written, without a stack trace", async (test) => {
    const { directory } = await sandbox(test);
    await writeFile(join(directory, "in-the-way"), "");
    const inputs = { path: join(directory, "in-the-way", "file"), content: "", mode: "0644" };
    await assert.rejects(provider.create(urn, inputs), (error: Error) => {
      assert.ok(error.message.includes(join(directory, "in-the-way")), error.message);
      assert.equal(error.stack, error.message);
      return true;
    });
  });
});

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}
