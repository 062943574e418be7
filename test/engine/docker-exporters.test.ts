import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { DockerProject } from "./docker-project";

const exporters = ["blackbox-exporter", "cadvisor", "node-exporter", "redis-exporter"];

describe(
  "the exporters of stack dev, by the real engine and a recording docker provider",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: DockerProject;
    const inputs = (name: string) => project.container(project.serverName(name));
    const networks = (name: string) =>
      (inputs(name).networksAdvanced ?? []).map((network) => network.name.split("-")[0]).sort();

    const set = (...settings: readonly string[]) =>
      project.succeed(
        ...["config", "set-all", "-s", "dev", "--path"],
        ...settings.flatMap((one) => ["--plaintext", `chatqna-monitoring:exporters.${one}`]),
      );

    before(async () => {
      project = new DockerProject("no secret here");
      await project.create({
        platform: "docker",
        docker: { network: "xeon_default" },
        targets: { chatqna: { via: "compose" } },
        grafana: { enabled: false },
      });
    });
    after(() => {
      project.remove();
    });

    it("cost a resource each, and come up beside Prometheus", async () => {
      const own = (await project.preview()).filter((change) =>
        exporters.some((name) => change.endsWith(` ${name}`)),
      );
      assert.equal(own.length, exporters.length, own.join("\n"));
      await project.up();
      for (const name of exporters) assert.equal(inputs(name).wait, true, name);
      await project.expectNoChanges();
    });

    it("have no port on the host, and are scraped on the stack's own network", () => {
      const configuration = JSON.stringify(project.container("prometheus-config-writer").uploads);
      for (const name of exporters) {
        assert.deepEqual(inputs(name).ports ?? [], [], `${name} is published`);
        assert.match(configuration, new RegExp(`${name}.dev.chatqna-monitoring:\\d+`));
      }
    });

    it("join the ChatQnA's network only where they ask its services", () => {
      const joined = Object.fromEntries(exporters.map((name) => [name, networks(name)]));
      assert.deepEqual(joined, {
        "blackbox-exporter": ["network", "xeon_default"],
        cadvisor: ["network"],
        "node-exporter": ["network"],
        "redis-exporter": ["network", "xeon_default"],
      });
    });

    it("come and go without the others", async () => {
      await set(
        "redis.enabled=false",
        "dcgm.enabled=true",
        "gaudi.enabled=true",
        "cadvisor.dockerSocket=true",
      );
      const changes = await project.preview();
      // The rules follow what is measured, so Prometheus and its files change too.
      assert.deepEqual(
        changes.filter(
          (change) => /^(?:delete|replace) /.test(change) && !change.includes("prometheus"),
        ),
        ["replace cadvisor", "delete redis-exporter"],
      );
      await project.up();
      await project.expectNoChanges();
    });

    it("reach into the host as they must", () => {
      const socket = inputs("cadvisor").mounts?.find(({ source }) => source?.endsWith(".sock"));
      assert.ok(socket, "cAdvisor has no socket");
      assert.equal(inputs("dcgm-exporter").gpus, "all");
      assert.equal(inputs("gaudi-exporter").devices?.length, 8);
      const [root] = inputs("node-exporter").mounts ?? [];
      assert.equal(root?.bindOptions?.propagation, "rslave");
    });

    it("say what is missing on the host", async () => {
      await set("gaudi.cards=9");
      const up = ["up", "-s", "dev", "--yes", "--skip-preview"];
      const { code, stdout, stderr } = await project.pulumi(...up);
      assert.notEqual(code, 0);
      assert.match(stdout + stderr, /"\/dev\/accel\/accel_controlD8": no such file or directory/);
    });

    it("are gone after destroy", async () => {
      await project.succeed("destroy", "-s", "dev", "--yes", "--skip-preview");
      const left = Object.values(project.daemon().objects).filter(({ type }) => type !== "image");
      assert.deepEqual(left, []);
    });
  },
);
