import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { platform } from "node:os";
import type { Writable } from "node:stream";
import { describe, it } from "node:test";

import { isRunning, startTicksOf, startTimeOf } from "../../../providers/process/start-time";
import { eventually } from "./sandbox";

describe("the start time", () => {
  it("is the same each time, and another for another process", async (test) => {
    const child = spawn("/bin/cat", { stdio: ["pipe", "ignore", "ignore"] });
    test.after(() => child.kill());
    await once(child, "spawn");
    const pid = Number(child.pid);
    const first = await startTimeOf(pid);
    assert.ok(first !== undefined);
    assert.equal(await startTimeOf(pid), first);
    assert.notEqual(await startTimeOf(process.pid), first);
    assert.ok(await isRunning({ pid, startTime: first }));
    child.stdin.end();
    await once(child, "exit");
    assert.equal(await startTimeOf(pid), undefined);
    assert.equal(await isRunning({ pid, startTime: first }), false);
  });

  it(
    "holds the boot, so that a reboot never matches",
    { skip: platform() !== "linux" },
    async () => {
      const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
      assert.ok((await startTimeOf(process.pid))?.endsWith(boot));
    },
  );

  it("is read behind a name that looks like fields, and as long as a thread is left", () => {
    const stat = (state: string, threads: number) =>
      `71 (a) Z 1) ${state} 1 71 71 0 -1 4194304 1 0 0 0 2 3 0 0 20 0 ${threads} 0 5518 11 12`;
    assert.equal(startTicksOf(stat("S", 1)), "5518");
    assert.equal(startTicksOf(stat("Z", 2)), "5518", "the other thread holds ports and files");
    assert.equal(startTicksOf(stat("Z", 1)), undefined);
    assert.equal(startTicksOf(stat("X", 0)), undefined);
  });

  it("is none for a zombie", { skip: platform() !== "linux" }, async (test) => {
    // cat takes the shell's place and does not know that it has a child to wait for. The child
    // lives until its descriptor 3 is closed, so that the shell cannot have waited for it.
    const script = "(read -r line <&3) & echo $!; exec cat 3<&-";
    const parent = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "pipe", "ignore", "pipe"] });
    test.after(() => parent.kill());
    assert.ok(parent.stdout !== null);
    const [output] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(output.toString());
    await eventually("cat has taken the shell's place", async () => {
      return (await readFile(`/proc/${Number(parent.pid)}/comm`, "utf8")) === "cat\n";
    });
    const line = parent.stdio[3] as Writable;
    line.end();
    await eventually("it is a zombie", async () => {
      const status = await readFile(`/proc/${pid}/status`, "utf8");
      return /^State:\s+Z/m.test(status);
    });
    assert.ok(process.kill(pid, 0), "it still takes signals");
    assert.equal(await startTimeOf(pid), undefined);
  });
});
