import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { DockerProject, prometheusAlone } from "./docker-project";

describe(
  "an up that is interrupted while a container starts, by the real engine",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: DockerProject;

    beforeEach(async () => {
      project = new DockerProject("no secret here");
      await project.create(prometheusAlone);
      project.misbehave({ prometheus: "slow" });
    });
    afterEach(() => {
      project.remove();
    });

    it("goes on where it was after Ctrl-C, which lets the engine end what it does", async () => {
      const engine = await upUntilCreating(project);
      engine.kill("SIGINT");
      project.misbehave({});
      await ended(engine);
      assert.equal(serversThere(project).length, 1);

      const server = project.serverName("prometheus");
      await project.up();
      assert.deepEqual(serversThere(project), [server], "it was made anew");
      await project.expectNoChanges();
    });

    it("goes on after a kill, once the container that nobody knows of is removed", async () => {
      const engine = await upUntilCreating(project);
      engine.kill("SIGKILL");
      await ended(engine);
      project.misbehave({});
      await project.succeed("cancel", "-s", "dev", "--yes");

      const { code, stdout } = await project.pulumi("up", "-s", "dev", "--yes", "--skip-preview");
      assert.notEqual(code, 0, "Docker gave one port to two containers");
      assert.match(stdout, /Container \(prometheus\):[^]*port is already allocated/);
      // What docs/docker.md says to do: docker rm --force.
      const [orphan = ""] = serversThere(project);
      project.changeDaemon(({ objects }) => {
        for (const [id, { name }] of Object.entries(objects)) {
          if (name === orphan) Reflect.deleteProperty(objects, id);
        }
      });
      await project.up();
      assert.equal(serversThere(project).length, 1, serversThere(project).join(", "));
      await project.expectNoChanges();
      await project.succeed("destroy", "-s", "dev", "--yes", "--skip-preview");
      assert.deepEqual(serversThere(project), []);
    });
  },
);

/** The engine, while the daemon has the container and the engine does not know of it. */
async function upUntilCreating(project: DockerProject): Promise<ChildProcess> {
  const args = ["up", "-s", "dev", "--yes", "--skip-preview", "--non-interactive"];
  const engine = spawn(join(testTools.pulumiDirectory ?? "", "pulumi"), args, {
    cwd: project.copy.directory,
    env: project.environment(),
  });
  let output = "";
  for (const stream of [engine.stdout, engine.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
  }
  while (serversThere(project).length === 0) {
    assert.equal(
      engine.exitCode,
      null,
      `The engine ended before it made the container:\n${output}`,
    );
    await delay(20);
  }
  return engine;
}

function serversThere(project: DockerProject): readonly string[] {
  if (!existsSync(project.path("daemon.json"))) return [];
  return Object.values(project.daemon().objects)
    .map(({ name }) => name)
    .filter((name) => /^prometheus-[0-9a-f]{7}$/.test(name));
}

async function ended(engine: ChildProcess): Promise<void> {
  if (engine.exitCode !== null || engine.signalCode !== null) return;
  await new Promise((resolve) => engine.once("exit", resolve));
}
