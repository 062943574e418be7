import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, stat, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { describe, it } from "node:test";

import { listRegistry } from "../../../providers/process/registry";
import { isRunning } from "../../../providers/process/start-time";
import {
  newProvider,
  processIn,
  sandbox,
  scriptInputs,
  serverInputs,
  sha256,
  urnOf,
} from "./sandbox";

const urn = urnOf("Process", "server");

describe("a process that is created", { concurrency: true }, () => {
  it("is ready, noted, and has the environment that was asked for", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box, { COLOUR: "blue" });
    const { id, state } = await box.provider.create(urn, inputs);
    const { pid, startTime } = processIn(state);
    assert.equal(id, String(pid));
    assert.ok(await isRunning({ pid, startTime }));
    const [entry] = await listRegistry(box.registry);
    assert.equal(entry?.state, "running");
    assert.equal(entry.pid, pid);
    const url = inputs.readiness.url.replace("/ready", "/environment");
    const environment = (await (await fetch(url)).json()) as Record<string, string>;
    assert.equal(environment["COLOUR"], "blue");
    assert.equal(environment["HOME"], process.env["HOME"]);
    assert.equal(environment["NODE_TEST_CONTEXT"], undefined, "only three variables are inherited");
    assert.equal((await stat(inputs.logFile)).mode & 0o777, 0o600);
    assert.deepEqual(await box.provider.diff(urn, state, inputs), {
      changes: false,
      replaces: [],
      deleteBeforeReplace: true,
    });
  });

  it("tells how it ended and what it logged last when it dies", async (test) => {
    const box = await sandbox(test);
    const inputs = await scriptInputs(
      box,
      `for (let i = 1; i < 20; i++) console.log("line " + i);
       console.error("\\u001b[31mcannot open the database\\u001b[0m"); process.exitCode = 3;`,
    );
    await assert.rejects(box.provider.create(urn, inputs), (error: Error) => {
      assert.match(error.message, /^script ended with exit code 3 before it was ready\.\n/);
      assert.ok(error.message.includes(`  program  ${process.execPath}\n`), error.message);
      assert.ok(error.message.includes(`  log      ${inputs.logFile}, which ends:\n`));
      assert.ok(error.message.includes("| cannot open the database\n"), error.message);
      assert.ok(error.message.includes("| line 6\n") && !error.message.includes("| line 5\n"));
      assert.ok(!(error.stack ?? "").includes("    at "), "a user's mistake has no stack trace");
      return true;
    });
    assert.deepEqual(await listRegistry(box.registry), []);
  });

  it("is stopped again when it does not get ready in time, and says what it answered", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box, { ANSWER: "503" });
    const { url } = inputs.readiness;
    const impatient = { ...inputs, readiness: { url, timeoutSeconds: 2 } };
    await assert.rejects(box.provider.create(urn, impatient), {
      message: new RegExp(
        `^server was not ready after 2 seconds and was stopped again: ${url} answered HTTP 503\\.`,
      ),
    });
    assert.deepEqual(await listRegistry(box.registry), []);
    await assert.rejects(fetch(url), "it does not listen any more");
  });

  it("is asked with the credentials it wants, which no message shows", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box, { PASSWORD: "hunter2" });
    const { url } = inputs.readiness;
    const wrong = { url, username: "monitor", password: "wrong", timeoutSeconds: 1.5 };
    await assert.rejects(
      box.provider.create(urn, { ...inputs, readiness: wrong }),
      /answered HTTP 401/,
    );
    const right = { url, username: "monitor", password: "hunter2", timeoutSeconds: 20 };
    await box.provider.create(urn, { ...inputs, readiness: right });

    const talkative = await scriptInputs(box, 'console.log("user monitor, password hunter2")');
    const asked = { ...right, url: talkative.readiness.url };
    await assert.rejects(
      box.provider.create(urnOf("Process", "talkative"), { ...talkative, readiness: asked }),
      (error: Error) =>
        error.message.includes("password [secret]") && !error.message.includes("hunter2"),
    );
  });

  it("is not started when its port is taken; the holder is named", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const [listen] = inputs.ports;
    assert.ok(listen !== undefined);
    const holder = createServer().listen(listen.port, "127.0.0.1");
    test.after(() => holder.close());
    await once(holder, "listening");
    await assert.rejects(box.provider.create(urn, inputs), (error: Error) => {
      const [first = "", second = ""] = error.message.split("\n");
      assert.equal(first, "server was not started: it cannot listen where it is to.");
      const held = `  port ${listen.port} is taken by process ${process.pid}, `;
      assert.ok(second.startsWith(held), error.message);
      assert.ok(second.includes(process.execPath), `the command is named: ${second}`);
      return true;
    });
    await assert.rejects(stat(inputs.logFile), "nothing was started");
  });

  it("needs a program and a working directory that exist", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const missing = join(box.directory, "missing");
    await assert.rejects(
      box.provider.create(urn, { ...inputs, program: missing }),
      (error: Error) => error.message.includes(`there is no program at ${missing}`),
    );
    await assert.rejects(
      box.provider.create(urn, { ...inputs, workingDirectory: missing }),
      (error: Error) => error.message.includes(`working directory ${missing} does not exist`),
    );
    assert.deepEqual(await listRegistry(box.registry), []);
  });

  it("ends its wait when the run is cancelled, and leaves nothing behind", async (test) => {
    const box = await sandbox(test);
    const inputs = await scriptInputs(box, "setInterval(() => {}, 1000)");
    const creating = box.provider.create(urn, inputs);
    const seen = assert.rejects(creating, /the run was interrupted before it was ready/);
    while ((await listRegistry(box.registry)).length === 0) await new Promise(setImmediate);
    const [entry] = await listRegistry(box.registry);
    assert.equal(entry?.state, "starting");
    await box.provider.cancel();
    await seen;
    assert.deepEqual(await listRegistry(box.registry), []);
    assert.equal(await isRunning(entry), false);
    await assert.rejects(box.provider.create(urn, inputs), /The run was interrupted/);
  });

  it("moves a log of over 10 MB aside", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    await writeFile(inputs.logFile, "old");
    await truncate(inputs.logFile, 11 * 1024 * 1024);
    await box.provider.create(urn, inputs);
    assert.equal((await stat(`${inputs.logFile}.1`)).size, 11 * 1024 * 1024);
    assert.match(await readFile(inputs.logFile, "utf8"), /^listening on/);
  });
});

describe("a process that changes", { concurrency: true }, () => {
  it("is restarted for what it takes up only at its start", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const { state } = await box.provider.create(urn, inputs);
    const restarts = async (change: object, properties: readonly string[]) => {
      const found = await box.provider.diff(urn, state, { ...inputs, ...change });
      assert.deepEqual(
        found,
        { changes: true, replaces: properties, deleteBeforeReplace: true },
        JSON.stringify(change),
      );
    };
    const [file] = inputs.files;
    await restarts({ args: [...inputs.args, "--more"] }, ["args"]);
    await restarts({ environment: { COLOUR: "red" } }, ["environment"]);
    await restarts({ program: "/bin/true" }, ["program"]);
    await restarts({ ports: [] }, ["ports"]);
    await restarts({ logFile: "/tmp/other.log" }, ["logFile"]);
    await restarts({ files: [{ ...file, sha256: sha256("x"), onChange: "restart" }] }, ["files"]);
    const another = { path: "/x", sha256: sha256("x"), onChange: "restart" };
    await restarts({ files: [file, another] }, ["files"]);
    const before = { ...state, files: [file, another] };
    assert.deepEqual((await box.provider.diff(urn, before, inputs)).replaces, ["files"]);
  });

  it("is only updated for everything else", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const { state } = await box.provider.create(urn, inputs);
    const [file] = inputs.files;
    const another = { path: "/x", sha256: sha256("x"), onChange: "nothing" };
    const harmless = [
      { name: "other" },
      { stopGraceSeconds: 3 },
      { readiness: { ...inputs.readiness, timeoutSeconds: 5 } },
      { files: [{ ...file, sha256: sha256("x") }] },
      { files: [{ ...file, onChange: "restart" }] },
      { files: [file, another] },
      { files: [] },
    ];
    for (const change of harmless) {
      const found = await box.provider.diff(urn, state, { ...inputs, ...change });
      const expected = { changes: true, replaces: [], deleteBeforeReplace: true };
      assert.deepEqual(found, expected, JSON.stringify(change));
    }
  });

  it("reads its file again on a reload, without another pid", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const { state } = await box.provider.create(urn, inputs);
    const changed = await withConfiguration(inputs, "second");
    const updated = await box.provider.update(urn, state, changed);
    assert.equal(updated["pid"], state["pid"]);
    assert.match(await readFile(inputs.logFile, "utf8"), /configuration loaded/);
    const settled = await box.provider.diff(urn, updated, changed);
    assert.equal(settled.changes, false);
    const [entry] = await listRegistry(box.registry);
    assert.equal(entry?.state, "running");
  });

  it("keeps the old configuration when it refuses the new one, and is tried again", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const { state } = await box.provider.create(urn, inputs);
    const broken = await withConfiguration(inputs, "broken");
    await assert.rejects(box.provider.update(urn, state, broken), (error: Error) => {
      assert.match(error.message, /^server refused the new configuration and goes on with the old/);
      assert.match(error.message, /\| configuration refused: line 1 is broken/);
      assert.doesNotMatch(error.message, /listening on/, "only what it wrote since the reload");
      return true;
    });
    // Back to what the state says: the inputs are the same, the process is not where they are.
    await withConfiguration(inputs, "first");
    const difference = await box.provider.diff(urn, state, inputs);
    assert.deepEqual([difference.changes, difference.replaces], [true, []]);
    const repaired = await box.provider.update(urn, state, inputs);
    const settled = await box.provider.diff(urn, repaired, inputs);
    assert.equal(settled.changes, false);
  });

  it("is not signalled by an update that asks for no reload", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const { state } = await box.provider.create(urn, inputs);
    const updated = await box.provider.update(urn, state, { ...inputs, stopGraceSeconds: 1 });
    assert.equal(updated["stopGraceSeconds"], 1);
    assert.doesNotMatch(await readFile(inputs.logFile, "utf8"), /configuration/);
  });

  async function withConfiguration(
    inputs: Awaited<ReturnType<typeof serverInputs>>,
    content: string,
  ) {
    const [file] = inputs.files;
    assert.ok(file !== undefined);
    await writeFile(file.path, content);
    return { ...inputs, files: [{ ...file, sha256: sha256(content) }] };
  }
});

describe("a process that ended", { concurrency: true }, () => {
  it("is started again by the next run", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const { state } = await box.provider.create(urn, inputs);
    const { pid, startTime } = processIn(state);
    process.kill(pid, "SIGKILL");
    while (await isRunning({ pid, startTime })) await new Promise(setImmediate);
    assert.deepEqual(await box.provider.diff(urn, state, inputs), {
      changes: true,
      replaces: ["pid"],
      deleteBeforeReplace: true,
    });
    assert.deepEqual(await box.provider.read(urn, state), { id: "", state: {} });
    assert.deepEqual(await listRegistry(box.registry), []);
    await box.provider.delete(urn, state);
    const again = await box.provider.create(urn, inputs);
    assert.notEqual(again.state["pid"], pid);
  });

  it("is not mistaken for another one that has its pid now", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const { state } = await box.provider.create(urn, inputs);
    const { pid, startTime } = processIn(state);
    const [entry] = await listRegistry(box.registry);
    const reused = { ...state, startTime: "1 ticks after boot of another machine" };
    assert.deepEqual((await box.provider.diff(urn, reused, inputs)).replaces, ["pid"]);
    assert.equal((await box.provider.read(urn, reused)).id, "");
    // Another resource's state, so that the registry does not know the process either.
    await box.provider.delete(urnOf("Process", "other"), reused);
    assert.ok(await isRunning({ pid, startTime }), "a stranger's process must not be stopped");
    assert.deepEqual(await listRegistry(box.registry), [entry]);
  });
});

describe("a process that is deleted", { concurrency: true }, () => {
  it("is asked first, and deleting it again does nothing", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const { state } = await box.provider.create(urn, inputs);
    await box.provider.delete(urn, state);
    assert.match(await readFile(inputs.logFile, "utf8"), /asked to stop/);
    assert.equal(await isRunning(processIn(state)), false);
    await assert.rejects(stat(box.registry), "an empty registry is removed");
    await box.provider.delete(urn, state);
  });

  it("is killed after the grace period when it does not listen", async (test) => {
    const box = await sandbox(test);
    const inputs = { ...(await serverInputs(box, { STUBBORN: "1" })), stopGraceSeconds: 0.3 };
    const { state } = await box.provider.create(urn, inputs);
    const before = performance.now();
    await box.provider.delete(urn, state);
    assert.ok(performance.now() - before >= 300, "it had its grace period");
    assert.equal(await isRunning(processIn(state)), false);
    assert.match(await readFile(inputs.logFile, "utf8"), /asked to stop/);
  });
});

describe("a process of a run that was cut off", { concurrency: true }, () => {
  it("is taken over when it is what is wanted", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const first = await box.provider.create(urn, inputs);
    // The engine never heard of it: the next run creates it again.
    const second = await newProvider().create(urn, { ...inputs, stopGraceSeconds: 2 });
    assert.equal(second.state["pid"], first.state["pid"]);
    assert.equal((await listRegistry(box.registry)).length, 1);
  });

  it("makes room when something else is wanted", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const first = await box.provider.create(urn, inputs);
    const changed = { ...inputs, environment: { COLOUR: "red" } };
    const second = await newProvider().create(urn, changed);
    assert.notEqual(second.state["pid"], first.state["pid"]);
    assert.equal(await isRunning(processIn(first.state)), false);
    assert.equal((await listRegistry(box.registry)).length, 1);
  });

  it("is forgotten when it has ended", async (test) => {
    const box = await sandbox(test);
    const inputs = await serverInputs(box);
    const first = await box.provider.create(urn, inputs);
    process.kill(processIn(first.state).pid, "SIGKILL");
    const second = await newProvider().create(urn, inputs);
    assert.ok(await isRunning(processIn(second.state)));
    assert.equal((await listRegistry(box.registry)).length, 1);
  });
});
