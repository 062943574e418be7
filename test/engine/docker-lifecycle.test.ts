import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { DockerProject, prometheusAlone } from "./docker-project";

/** On another machine, where nobody expects its Grafana to answer us. */
const settings = {
  ...prometheusAlone,
  docker: { network: "xeon_default", host: "tcp://gaudi-03:2376", certPath: "/home/ann/certs" },
  grafana: {},
};

describe(
  "a stack's containers, volumes and images from up to destroy, by the real engine",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: DockerProject;

    before(async () => {
      project = new DockerProject("correct-horse");
      await project.create(settings);
      await project.setSecret("grafana.adminPassword", "correct-horse");
      await project.setSecret("grafana.secretKey", "correct-horse");
      await project.up();
    });
    after(() => {
      project.remove();
    });
    const callsSince = (count: number) => project.daemon().calls.slice(count);

    it("reaches the daemon as the settings say", async () => {
      assert.deepEqual(project.daemon().reachedBy, {
        host: "tcp://gaudi-03:2376",
        certPath: "/home/ann/certs",
      });
      const { notes } = await project.outputs();
      const port = project.prometheusPort;
      assert.ok(
        JSON.stringify(notes).includes(
          `ssh -L ${port}:127.0.0.1:${port} -L 3000:127.0.0.1:3000 gaudi-03`,
        ),
        JSON.stringify(notes),
      );
    });

    it("takes a container away before it makes the next one, which wants the same port", async () => {
      const count = project.daemon().calls.length;
      const old = project.serverName("prometheus");
      await project.set("prometheus.memoryLimit", "768MiB");
      await project.up();
      // An alert names the limit, so the writer of the rules is made anew before.
      const ofServer = callsSince(count).filter((call) => !call.includes("-config-writer-"));
      assert.deepEqual(ofServer, [
        `delete container ${old}, 30 s to stop`,
        `create container ${project.serverName("prometheus")}`,
      ]);
    });

    it("makes a container again that somebody removed", async () => {
      const lost = project.serverName("prometheus");
      project.changeDaemon(({ objects }) => {
        for (const [id, { name }] of Object.entries(objects)) {
          if (name === lost) Reflect.deleteProperty(objects, id);
        }
      });
      await project.succeed("up", "-s", "dev", "--yes", "--skip-preview", "--refresh");
      assert.notEqual(project.serverName("prometheus"), lost);
      await project.expectNoChanges();
    });

    it("goes in order, each server with its time to stop, and leaves images to others", async () => {
      const { image = "" } = project.container(project.serverName("prometheus"));
      project.changeDaemon(({ objects }) => {
        const name = "prometheus-of-somebody-else";
        objects[name] = { type: "container", name, inputs: { image } };
      });
      const servers = ["prometheus", "grafana"].map((name) => project.serverName(name));
      const count = project.daemon().calls.length;
      await project.succeed("destroy", "-s", "dev", "--yes", "--skip-preview");

      const calls = callsSince(count);
      for (const [index, grace] of [30, 20].entries()) {
        const call = `delete container ${servers[index] ?? ""}, ${grace} s to stop`;
        assert.ok(calls.includes(call), `no ${call} in\n${calls.join("\n")}`);
      }
      const position = (call: RegExp) => calls.findIndex((one) => call.test(one));
      const lastContainer = calls.findLastIndex((call) => call.includes("delete container"));
      assert.ok(
        position(/delete container prometheus-[0-9a-f]{7},/) <
          position(/delete container prometheus-config-writer-/),
        "the files went before their reader",
      );
      assert.ok(position(/delete network/) > lastContainer, calls.join("\n"));
      const left = Object.values(project.daemon().objects).map(({ type }) => type);
      assert.deepEqual(left.sort(), ["container", "image", "image"]);
    });
  },
);
