import assert from "node:assert/strict";
import { appendFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";

import { endOfLog, lastLines, openLog } from "../../../providers/process/log-file";
import { sandbox } from "./sandbox";

describe("the log of a process", { concurrency: true }, () => {
  it("is made with its directory, for its owner only", async (test) => {
    const path = join((await sandbox(test)).directory, "logs", "server.log");
    const { handle, section } = await openLog(path);
    await handle.close();
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(section, { path, start: 0 });
    assert.deepEqual(await lastLines(section, 15), []);
  });

  it("gives the last lines of a run, none of an earlier one", async (test) => {
    const path = join((await sandbox(test)).directory, "server.log");
    await writeFile(path, "earlier\n");
    const { handle, section } = await openLog(path);
    await handle.write("one\ntwo\r\nthree\n\n");
    await handle.close();
    assert.deepEqual(await lastLines(section, 15), ["one", "two", "three"]);
    assert.deepEqual(await lastLines(section, 2), ["two", "three"]);
    assert.deepEqual(await lastLines(await endOfLog(path), 15), []);
  });

  it("is shown without colours and control characters, long lines cut", async (test) => {
    const path = join((await sandbox(test)).directory, "server.log");
    await appendFile(path, `\u001b[1;31mred\u001b[0m\ta\u0007b\n${"x".repeat(1000)}\n`);
    const lines = await lastLines({ path, start: 0 }, 15);
    assert.deepEqual(lines, ["red a b", `${"x".repeat(297)}...`]);
  });

  it("survives being emptied or removed by somebody", async (test) => {
    const path = join((await sandbox(test)).directory, "server.log");
    await writeFile(path, "new\n");
    assert.deepEqual(await lastLines({ path, start: 4000 }, 15), ["new"]);
    assert.deepEqual(await lastLines({ path: `${path}.gone`, start: 0 }, 15), []);
  });
});
