import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { DockerProject, prometheusAlone } from "./docker-project";

describe(
  "the rules of a Prometheus 3.x in a container, by the real engine and a recording docker provider",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: DockerProject;
    const ruleFiles = () =>
      (project.container("prometheus-config-writer").uploads ?? [])
        .map(({ file }) => file)
        .filter((file) => file.startsWith("/etc/prometheus/rules/"));

    before(async () => {
      project = new DockerProject("no secret here");
      await project.create({
        ...prometheusAlone,
        objectives: { errors: { ratio: "1%" } },
      });
      await project.up();
    });
    after(() => {
      project.remove();
    });

    it("change, and only the writer is replaced", async () => {
      await project.set("objectives.errors.ratio", "2%");
      assert.deepEqual(await project.preview(), ["replace prometheus-config-writer"]);
    });

    it("come and go with what is watched, and only the writer is replaced", async () => {
      const before = ruleFiles();
      const server = project.serverName("prometheus");
      await project.set("targets.chatqna.engine", "tgi");
      assert.deepEqual(await project.preview(), ["replace prometheus-config-writer"]);
      await project.up();
      assert.equal(project.serverName("prometheus"), server);
      assert.notDeepEqual(ruleFiles(), before, "no rule file came or went");
      await project.expectNoChanges();
    });

    it("know the memory limit, which is the server's own too", async () => {
      await project.set("prometheus.memoryLimit", "768MiB");
      assert.deepEqual(await project.replaced(), ["prometheus", "prometheus-config-writer"]);
    });
  },
);
