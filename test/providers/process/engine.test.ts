import assert from "node:assert/strict";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { platform } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";

import { listRegistry } from "../../../providers/process/registry";
import { isRunning } from "../../../providers/process/start-time";
import { freePort } from "../../../toolchain/free-port";
import { engineDirectory, EngineProject } from "./engine-project";
import type { Program } from "./engine-project";
import { eventually, sha256 } from "./sandbox";

const skip = reasonToSkip();

describe("the provider under the real engine", { skip, concurrency: 2 }, () => {
  it("previews, makes, changes and removes", async (test) => {
    const project = await EngineProject.create(test);
    const program = await programFor(project);
    await project.define(program);
    assert.deepEqual(await project.preview(), {
      directory: "create",
      "secret-file": "create",
      file: "create",
      server: "create",
    });

    await project.up();
    const [started] = await listRegistry(project.registry);
    assert.ok(started !== undefined && (await isRunning(started)), "it outlives the engine");
    assert.equal((await stat(program.secretFile.path)).mode & 0o777, 0o600);
    await project.run("preview", "--stack", "test", "--expect-no-changes");

    const state = await project.state();
    assert.ok(!state.includes("hunter2"), "a secret file's content is not in the state");
    assert.ok(!state.includes("swordfish"), "a password is not in the state");
    assert.ok(state.includes(program.process.logFile), "this is the state");

    const reloaded = withContent(program, "second");
    await project.define(reloaded);
    assert.deepEqual(await project.preview(), { file: "update", server: "update" });
    await project.up();
    const [kept] = await listRegistry(project.registry);
    assert.deepEqual(kept, { ...started, inputsHash: kept?.inputsHash }, "the same process");
    assert.match(await readFile(program.process.logFile, "utf8"), /configuration loaded/);

    await project.define(withContent(program, "broken"));
    await assert.rejects(project.up(), (error: Error) => {
      assert.match(error.message, /server refused the new configuration and goes on with the old/);
      assert.match(error.message, /\| configuration refused: line 1 is broken/);
      assert.doesNotMatch(error.message, /^\s+at .*:\d+:\d+/m, "no stack trace");
      return true;
    });
    await project.define(reloaded);
    assert.deepEqual(await project.preview(), { file: "update", server: "update" });
    await project.up();

    const { process: server } = reloaded;
    const restarted = { ...reloaded, process: { ...server, args: [...server.args, "--more"] } };
    await project.define(restarted);
    assert.deepEqual(await project.preview(), { server: "replace" });
    await project.up();
    const [second] = await listRegistry(project.registry);
    assert.ok(second !== undefined && second.pid !== started.pid);
    assert.equal(await isRunning(started), false);

    process.kill(second.pid, "SIGKILL");
    await eventually("the process ends", async () => !(await isRunning(second)));
    assert.deepEqual(await project.preview(), { server: "replace" }, "without a refresh");
    await project.up();

    assert.ok((await project.state()).includes("ciphertext"));
    await project.run("destroy", "--stack", "test", "--yes", "--skip-preview");
    await assertNothingLeft(project, program);
  });

  it("stops what it waits for when the engine is killed", async (test) => {
    const project = await EngineProject.create(test);
    const { program, ready } = await neverReadyYet(project);
    const { engine, started } = await killableUp(project);
    process.kill(engine, "SIGKILL");
    await eventually("the process is stopped", async () => !(await isRunning(started)));
    await eventually("it is forgotten", async () => isEmpty(project.registry));

    await writeFile(ready, "");
    await assert.rejects(project.up(), /currently locked/);
    await convergesAfterCancel(project, program);
  });

  it("takes over what was started when provider and engine are killed", async (test) => {
    const project = await EngineProject.create(test);
    const { program, ready } = await neverReadyYet(project);
    const { engine, provider, started } = await killableUp(project);
    process.kill(provider, "SIGKILL");
    process.kill(engine, "SIGKILL");
    assert.ok(await isRunning(started));

    await writeFile(ready, "");
    await convergesAfterCancel(project, program, started.pid);
  });

  it("ends its wait when the engine is interrupted", async (test) => {
    const project = await EngineProject.create(test);
    const { program } = await neverReadyYet(project);
    const { engine, started, output } = await killableUp(project);
    process.kill(engine, "SIGINT");
    await eventually("the process is stopped", async () => !(await isRunning(started)));
    await eventually("the engine says so", () =>
      Promise.resolve(output().includes("the run was interrupted before it was ready")),
    );
    await eventually("it is forgotten", async () => isEmpty(project.registry));
    await eventually("the engine ends", () => Promise.resolve(!exists(engine)));
    await project.run("destroy", "--stack", "test", "--yes", "--skip-preview");
    await assertNothingLeft(project, program);
  });

  it("says what is wrong with the inputs, without a stack trace", async (test) => {
    const project = await EngineProject.create(test);
    const program = await programFor(project);
    await project.define({ ...program, process: { ...program.process, program: "server" } });
    await assert.rejects(project.preview(), (error: Error) => {
      assert.match(
        error.message,
        /process:index:Process resource 'server' has a problem: program must be an absolute path/,
      );
      assert.doesNotMatch(error.message, /^\s+at .*:\d+:\d+/m);
      return true;
    });
  });
});

function reasonToSkip(): string | false {
  if (platform() !== "linux") return "it looks for orphans in /proc, which only Linux has";
  if (engineDirectory !== undefined) return false;
  return "CHATQNA_MONITORING_PULUMI_DIR does not name the directory of the Pulumi engine";
}

async function programFor(
  { root, registry }: EngineProject,
  environment: Record<string, string> = {},
): Promise<Program> {
  const port = await freePort();
  const data = join(root, "data");
  const configuration = join(data, "configuration");
  return {
    directory: { path: data, mode: "0700", keepOnDelete: false },
    secretFile: { path: join(data, "secret"), content: "hunter2", mode: "0600" },
    file: { path: configuration, content: "first", mode: "0644" },
    process: {
      name: "server",
      program: process.execPath,
      args: [join(__dirname, "workloads", "server.mjs"), String(port), configuration],
      environment: { PASSWORD: "swordfish", ...environment },
      workingDirectory: data,
      logFile: join(data, "server.log"),
      registry,
      files: [{ path: configuration, sha256: sha256("first"), onChange: "reload" }],
      ports: [{ address: "127.0.0.1", port }],
      readiness: {
        url: `http://127.0.0.1:${port}/ready`,
        username: "monitor",
        password: "swordfish",
        timeoutSeconds: 60,
      },
      reload: {
        signal: "SIGHUP",
        metricsUrl: `http://127.0.0.1:${port}/metrics`,
        successMetric: "reload_success",
        timestampMetric: "reload_time",
      },
      stopGraceSeconds: 10,
    },
  };
}

function withContent(program: Program, content: string): Program {
  const files = program.process.files.map((file) => ({ ...file, sha256: sha256(content) }));
  return {
    ...program,
    file: { ...program.file, content },
    process: { ...program.process, files },
  };
}

/** Defines a server that gets ready only when the file `ready` is there. */
async function neverReadyYet(
  project: EngineProject,
): Promise<{ readonly program: Program; readonly ready: string }> {
  const ready = join(project.root, "ready");
  const program = await programFor(project, { READY_FILE: ready });
  await project.define(program);
  return { program, ready };
}

/** An `up` that waits for its process. */
async function killableUp(project: EngineProject) {
  const { child, output } = project.start("up", "--stack", "test", "--yes", "--skip-preview");
  await eventually(
    "the process is started",
    async () => {
      if (child.exitCode !== null) throw new Error(`the engine ended:\n${output()}`);
      return !(await isEmpty(project.registry));
    },
    60,
  );
  const [started] = await listRegistry(project.registry);
  assert.ok(started !== undefined && child.pid !== undefined);
  const provider = await parentOf(started.pid);
  assert.equal(await parentOf(provider), child.pid, "the engine is the provider's parent");
  return { engine: child.pid, provider, started, output };
}

async function convergesAfterCancel(
  project: EngineProject,
  program: Program,
  takenOver?: number,
): Promise<void> {
  await project.run("cancel", "test", "--yes");
  await project.up();
  const entries = await listRegistry(project.registry);
  assert.equal(entries.length, 1);
  assert.ok(entries[0] !== undefined && (await isRunning(entries[0])));
  if (takenOver !== undefined) assert.equal(entries[0].pid, takenOver);
  assert.equal((await serversOn(program)).length, 1, "one process, and no orphan");
  await project.up("--expect-no-changes");
  await project.run("destroy", "--stack", "test", "--yes", "--skip-preview");
  await assertNothingLeft(project, program);
}

async function assertNothingLeft(project: EngineProject, program: Program): Promise<void> {
  assert.deepEqual(await serversOn(program), []);
  await assert.rejects(fetch(program.process.readiness.url), "its port is closed");
  await assert.rejects(stat(program.directory.path));
  await assert.rejects(stat(project.registry));
  await eventually("no provider is left", async () => (await providersOf(project)).length === 0);
}

/** Pids of the servers with this program's arguments. */
async function serversOn(program: Program): Promise<string[]> {
  return pidsWhere(async (directory) => {
    const commandLine = await readFile(`${directory}/cmdline`, "utf8");
    return commandLine.includes(program.process.args.slice(0, 3).join("\0"));
  });
}

async function providersOf(project: EngineProject): Promise<string[]> {
  return pidsWhere(async (directory) => {
    const commandLine = await readFile(`${directory}/cmdline`, "utf8");
    const environment = await readFile(`${directory}/environ`, "utf8");
    return (
      commandLine.includes("pulumi-resource-process") &&
      environment.includes(`PULUMI_HOME=${project.root}`)
    );
  });
}

async function pidsWhere(condition: (directory: string) => Promise<boolean>): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map((pid) => condition(`/proc/${pid}`).catch(() => false)));
  return pids.filter((_pid, index) => found[index]);
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
}

async function isEmpty(registry: string): Promise<boolean> {
  return (await listRegistry(registry)).length === 0;
}

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
