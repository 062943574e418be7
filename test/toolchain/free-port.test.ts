import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { freePort } from "../../toolchain/free-port";

const root = join(__dirname, "..", "..");

describe("a free port", () => {
  it("is another one for each who asks, also at once", async () => {
    const ports = await Promise.all(Array.from({ length: 40 }, freePort));
    assert.equal(new Set(ports).size, 40);
  });

  it("is none that the kernel gives to a connection or to whoever asks for any", async () => {
    assert.ok((await freePort()) < 32_768);
  });

  it("can be listened on", async () => {
    const server = createServer().listen(await freePort(), "127.0.0.1");
    await once(server, "listening");
    server.close();
  });

  it("is none that another process has asked for, or that somebody listens on", async () => {
    const mine = await freePort();
    const server = createServer().listen(mine + 2, "127.0.0.1");
    // Or somebody does already, which is as good.
    await once(server, "listening").catch(() => undefined);
    try {
      const theirs = askedElsewhereFrom(mine);
      assert.ok(!theirs.includes(mine), "it was given twice");
      assert.ok(!theirs.includes(mine + 2), "somebody listens there");
    } finally {
      server.close();
    }
  });
});

/** What another process gets that begins to look at a port. */
function askedElsewhereFrom(port: number): readonly number[] {
  const script = `
    Object.defineProperty(process, "pid", { value: ${port - 20_000} });
    const { freePort } = require("./toolchain/free-port");
    Promise.all([freePort(), freePort()]).then((ports) => {
      console.log(JSON.stringify(ports));
    });`;
  const args = ["--require", "./toolchain/typescript.cjs", "-e", script];
  return JSON.parse(
    execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" }),
  ) as number[];
}
