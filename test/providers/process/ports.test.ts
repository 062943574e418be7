import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import type { TestContext } from "node:test";

import { findPortHolder } from "../../../providers/process/port-holder";
import { requireFreePorts } from "../../../providers/process/ports";
import { freePort } from "../../../toolchain/free-port";
import { sandbox, serverInputs, urnOf } from "./sandbox";

describe("the ports a process wants", { concurrency: true }, () => {
  it("may be free", async () => {
    const port = await freePort();
    await requireFreePorts("server", [{ address: "127.0.0.1", port }]);
    await requireFreePorts("server", [{ address: "127.0.0.1", port }]);
    await requireFreePorts("server", []);
  });

  it("are each reported when they are not", async (test) => {
    const first = await listen(test, "127.0.0.1");
    const second = await listen(test, "0.0.0.0");
    const wanted = [
      { address: "127.0.0.1", port: first },
      { address: "127.0.0.1", port: second },
      { address: "192.0.2.1", port: await freePort() },
    ];
    await assert.rejects(requireFreePorts("server", wanted), (error: Error) => {
      const lines = error.message.split("\n");
      assert.equal(lines[0], "server was not started: it cannot listen where it is to.");
      assert.match(
        lines[1] ?? "",
        new RegExp(`^  port ${first} is taken by process ${process.pid}, `),
      );
      assert.match(lines[2] ?? "", new RegExp(`^  port ${second} is taken by process `));
      assert.equal(lines[3], "  192.0.2.1 is not an address of this machine");
      assert.match(lines[4] ?? "", /^Stop the other program, or choose another port/);
      return true;
    });
  });
});

describe("check of the ports of a process", { concurrency: true }, () => {
  const urn = urnOf("Process", "server");

  it("names the program that holds one, before anything is started or stopped", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const taken = await listen(test, "127.0.0.1");
    const ports = [{ address: "127.0.0.1", port: taken }];
    const [failure] = await box.provider.check(urn, { ...inputs, ports });
    assert.match(failure ?? "", new RegExp(`^port ${taken} is taken by process ${process.pid}, `));
  });

  it("is not troubled by a process of ours, whichever resource it belongs to", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    await box.provider.create(urn, inputs);
    assert.deepEqual(await box.provider.check(urnOf("Process", "other"), inputs), []);
  });

  it("looks at new ports only: the others are the process' own", async (test) => {
    const box = await sandbox(test);
    const taken = await listen(test, "127.0.0.1");
    const inputs = {
      ...(await serverInputs(box)),
      ports: [{ address: "127.0.0.1", port: taken }],
    };
    assert.deepEqual(await box.provider.check(urn, inputs, inputs), []);
  });
});

describe("the holder of a port", { concurrency: true }, () => {
  for (const address of ["127.0.0.1", "0.0.0.0", "::1"]) {
    it(`is found on ${address}`, async (test) => {
      const port = await listen(test, address);
      const holder = await findPortHolder(port);
      assert.ok(holder.kind === "process", JSON.stringify(holder));
      assert.equal(holder.pid, process.pid);
      assert.ok(holder.command.startsWith(process.execPath));
      assert.ok(holder.command.length <= 120);
    });
  }

  it("is unknown where nobody listens", async () => {
    assert.deepEqual(await findPortHolder(await freePort()), { kind: "unknown" });
  });
});

async function listen(test: TestContext, address: string): Promise<number> {
  const server = createServer().listen(0, address);
  test.after(() => server.close());
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
