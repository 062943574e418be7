import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { withLock } from "../../toolchain/lock.cjs";
import { temporaryDirectory } from "./fake-machine";

describe("a lock", () => {
  it("lets one in at a time, and is gone in the end", async (context) => {
    const lock = join(temporaryDirectory(context), "below", "lock");
    let inside = 0;
    let done = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      assert.equal(inside, 1, "two hold the lock");
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
      done += 1;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(lock, work)));
    assert.equal(done, 4);
    assert.deepEqual(readdirSync(join(lock, "..")), []);
  });

  it("tells who holds it, once", async (context) => {
    const lock = join(temporaryDirectory(context), "lock");
    const told: number[] = [];
    let second: Promise<void> | undefined;
    await withLock(lock, () => {
      second = withLock(
        lock,
        () => Promise.resolve(),
        (pid) => told.push(pid),
      );
      return Promise.resolve();
    });
    await second;
    assert.deepEqual(told, [process.pid]);
  });

  it("is free again when the work fails", async (context) => {
    const lock = join(temporaryDirectory(context), "lock");
    await assert.rejects(
      withLock(lock, () => Promise.reject(new Error("work"))),
      /^Error: work$/,
    );
    assert.ok(!existsSync(lock));
  });

  const abandoned = async (directory: string, owner?: string): Promise<void> => {
    const lock = join(directory, "lock");
    mkdirSync(lock);
    if (owner !== undefined) writeFileSync(join(lock, owner), "");
    let ran = false;
    await withLock(lock, () => {
      ran = true;
      return Promise.resolve();
    });
    assert.ok(ran);
    assert.ok(!existsSync(lock));
  };

  it("is taken over from a process that is gone", async (context) => {
    // The largest pid a 64-bit Linux gives is 4194304; macOS stops at 99999.
    await abandoned(temporaryDirectory(context), "4194305-123");
  });

  it("is taken over when another process has the pid by now", async (context) => {
    await abandoned(temporaryDirectory(context), `${process.pid}-before`);
  });

  it("is taken over when its owner died while taking or leaving it", async (context) => {
    await abandoned(temporaryDirectory(context));
  });
});
