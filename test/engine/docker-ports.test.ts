import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { DockerProject, prometheusAlone } from "./docker-project";
import { freePort } from "../../toolchain/free-port";
import { RecordedApi } from "./providers/docker/api";

describe(
  "ports of the Docker host, by the real engine",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: DockerProject;
    let api: RecordedApi;
    let port: number;

    before(async () => {
      project = new DockerProject("no secret here");
      api = new RecordedApi(project.path("daemon.json"), project.path("docker.sock"));
      await api.start();
      const free = await freePort();
      port = free;
      await project.create({ ...prometheusAlone, prometheus: { port } });
    });
    after(async () => {
      await api.stop();
      project.remove();
    });
    const refused = async (...args: readonly string[]): Promise<string> => {
      const { code, stdout, stderr } = await project.pulumi(...args, "-s", "dev");
      assert.notEqual(code, 0, `pulumi ${args.join(" ")} succeeded:\n${stdout}${stderr}`);
      assert.doesNotMatch(stdout + stderr, /^\s+at |unhandled/m, "a stack trace");
      return stdout + stderr;
    };

    it("that another container has are told by a preview and an up, and nothing is made", async () => {
      api.foreign = [{ name: "xeon-grafana", image: "grafana/grafana:11.0.0", port }];
      const message = `port ${port} is taken by container xeon-grafana (grafana/grafana:11.0.0)`;
      for (const args of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        const output = await refused(...args);
        assert.ok(output.includes(message), output);
        assert.match(output, /Stack dev cannot have its ports on the Docker host:/);
      }
      assert.equal(existsSync(project.path("daemon.json")), false, "something was made");
      api.foreign = [];
    });

    it("that another program has are told with its pid and name", async () => {
      const holder = createServer();
      await new Promise<void>((resolve) => holder.listen(port, "127.0.0.1", resolve));
      try {
        const output = await refused("preview");
        assert.match(
          output,
          new RegExp(`port ${port} is taken by process ${process.pid}, \\S*: \\S*node`),
        );
      } finally {
        await new Promise((resolve) => holder.close(resolve));
      }
    });

    it("are not in the way of the stack that has them itself", async () => {
      await project.up();
      // As Docker does for a container that runs.
      const proxy = createServer();
      await new Promise<void>((resolve) => proxy.listen(port, "127.0.0.1", resolve));
      try {
        await project.expectNoChanges();
      } finally {
        await new Promise((resolve) => proxy.close(resolve));
      }
    });
  },
);
