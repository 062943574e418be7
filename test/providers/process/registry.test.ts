import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";

import {
  findRegistered,
  forget,
  isAlive,
  listRegistry,
  note,
  stopRegistered,
} from "../../../providers/process/registry";
import type { RegistryEntry } from "../../../providers/process/registry";
import { isRunning, startTimeOf } from "../../../providers/process/start-time";
import { sandbox, serverInputs, urnOf } from "./sandbox";

const urn = urnOf("Process", "server");
const entry: RegistryEntry = {
  urn,
  name: "server",
  pid: process.pid,
  startTime: "1 ticks after boot of another machine",
  program: "/usr/bin/server",
  inputsHash: "hash",
  state: "running",
};

describe("the registry", { concurrency: true }, () => {
  it("is empty where there is no directory", async (test) => {
    const { registry } = await sandbox(test);
    assert.deepEqual(await listRegistry(registry), []);
    assert.equal(await findRegistered(registry, urn), undefined);
  });

  it("keeps an entry a resource, for its owner's eyes only", async (test) => {
    const { registry } = await sandbox(test);
    const twin = { ...entry, urn: urnOf("Process", "server", "other"), name: "a twin" };
    await note(registry, entry);
    await note(registry, { ...entry, state: "starting" });
    await note(registry, twin);
    const expected = [
      { ...twin, registry },
      { ...entry, state: "starting", registry },
    ];
    assert.deepEqual(await listRegistry(registry), expected);
    for (const file of await readdir(registry)) {
      assert.equal((await stat(join(registry, file))).mode & 0o777, 0o600);
    }
  });

  it("does not stop a stranger that has the pid now, and forgets the entry", async (test) => {
    const { registry } = await sandbox(test);
    const stranger = spawn("/bin/cat", { detached: true, stdio: ["pipe", "ignore", "ignore"] });
    test.after(() => stranger.stdin.end());
    await once(stranger, "spawn");
    const pid = Number(stranger.pid);
    const startTime = await startTimeOf(pid);
    assert.ok(startTime !== undefined);
    const registered = await note(registry, { ...entry, pid });
    assert.equal(await isAlive(registered), false);
    await stopRegistered(registered, 0);
    assert.ok(await isRunning({ pid, startTime }), "the stranger must not be stopped");
    assert.deepEqual(await listRegistry(registry), []);
    await stopRegistered(registered, 0);
  });

  it("does not forget the process that came after", async (test) => {
    const { registry } = await sandbox(test);
    const former = await note(registry, entry);
    const startTime = await startTimeOf(process.pid);
    assert.ok(startTime !== undefined);
    const latter = await note(registry, { ...entry, startTime });
    await forget(former);
    assert.deepEqual(await listRegistry(registry), [latter]);
    assert.equal(await isAlive(latter), true);
    await forget(latter);
  });

  it("stops what runs", async (test) => {
    const box = await sandbox(test);
    await box.provider.create(urn, await serverInputs(box));
    const [registered] = await listRegistry(box.registry);
    assert.ok(registered !== undefined && (await isAlive(registered)));
    await stopRegistered(registered, 10);
    assert.equal(await isAlive(registered), false);
    assert.deepEqual(await listRegistry(box.registry), []);
  });

  it("says which file it cannot read, and what to do", async (test) => {
    const { registry } = await sandbox(test);
    const registered = await note(registry, entry);
    const [file] = await readdir(registry);
    const path = join(registry, String(file));
    for (const content of ["{", "{}", "[]"]) {
      await writeFile(path, content);
      await assert.rejects(listRegistry(registry), (error: Error) => {
        assert.ok(error.message.includes(`file  ${path}`), error.message);
        assert.match(error.message, /remove the file and run the same command again\.$/);
        return true;
      });
    }
    await note(registry, registered);
    await writeFile(join(registry, ".hidden"), "left alone");
    assert.equal((await listRegistry(registry)).length, 1);
  });
});
