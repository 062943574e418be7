import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { DockerProject, prometheusAlone } from "./docker-project";
import { RecordedApi } from "./providers/docker/api";

describe(
  "a container that does not work, by the real engine",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: DockerProject;
    let api: RecordedApi;

    before(async () => {
      project = new DockerProject("no secret here");
      api = new RecordedApi(project.path("daemon.json"), project.path("docker.sock"));
      await api.start();
      await project.create(prometheusAlone);
    });
    after(async () => {
      await api.stop();
      project.remove();
    });
    const failingUp = async (): Promise<string> => {
      const { code, stdout, stderr } = await project.pulumi("up", "-s", "dev", "--yes", "-f");
      assert.notEqual(code, 0, `the up succeeded:\n${stdout}${stderr}`);
      assert.doesNotMatch(stdout + stderr, /^\s+at /m, "a stack trace");
      return stdout + stderr;
    };

    it("fails the up when it crashes, and shows its last lines before the wait is over", async () => {
      api.log = "opening storage failed: lock DB directory: no space left on device\n";
      project.misbehave({ prometheus: "crashes" });
      const output = await failingUp();
      const server = project.serverName("prometheus");
      assert.ok(
        output.includes(
          `prometheus is not ready: its container ${server} is restarting, ended with code 2 the last time, was started anew 3 times.`,
        ),
        output,
      );
      assert.match(output, /Its last lines:\s+opening storage failed: lock DB directory/);
      assert.ok(output.includes(`docker logs ${server}`), output);
      assert.match(
        output,
        /Container \(prometheus\):\s+error: [^]*container failed to be in healthy state/,
      );
    });

    it("fails the next up too, where nothing was corrected", async () => {
      project.misbehave({ prometheus: "unhealthy" });
      const before = project.serverName("prometheus");
      await failingUp();
      assert.notEqual(project.serverName("prometheus"), before, "it was not waited for again");
    });

    it("is replaced once it is corrected", async () => {
      project.misbehave({});
      assert.deepEqual(await project.replaced(), ["prometheus"]);
      await project.up();
      await project.expectNoChanges();
    });

    const shape = "components/platforms/docker/server-shape.ts";
    it("replaces it for another health check, which the provider would not give it", async () => {
      project.edit(shape, 'interval: "5s"', 'interval: "7s"');
      assert.deepEqual(await project.replaced(), ["prometheus"]);
      await project.up();
      const { healthcheck } = project.container(project.serverName("prometheus"));
      assert.equal(Reflect.get(healthcheck as object, "interval"), "7s");
    });

    it("replaces it for another tmpfs, which the provider would not give it", async () => {
      project.edit(shape, "size=128m", "size=96m");
      assert.deepEqual(await project.replaced(), ["prometheus"]);
    });

    it("keeps it running for what Docker changes in place", async () => {
      project.edit(shape, "size=96m", "size=128m");
      project.edit(shape, "maxRetryCount: 5,", "maxRetryCount: 4,");
      const server = project.serverName("prometheus");
      assert.deepEqual(await project.preview(), ["update prometheus"]);
      await project.up();
      assert.equal(project.serverName("prometheus"), server);
      assert.equal(Reflect.get(project.container(server), "maxRetryCount"), 4);
    });
  },
);
