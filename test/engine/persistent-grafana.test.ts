import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { DockerProject } from "./docker-project";
import { GrafanaStandIn } from "./providers/grafana/grafana-stand-in";

const password = "correct-horse-battery";

describe(
  "a Grafana that keeps its database, by the real engine",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: DockerProject;
    const grafana = new GrafanaStandIn(password);

    before(async () => {
      project = new DockerProject(password);
      await grafana.start();
      await project.create({
        platform: "docker",
        docker: { network: "xeon_default" },
        targets: { static: [{ job: "tgi", address: "tgi:80" }] },
        grafana: { port: Number(new URL(grafana.url).port), persistent: true },
      });
      await project.setSecret("grafana.adminPassword", password);
      await project.setSecret("grafana.secretKey", password);
    });
    after(async () => {
      await grafana.stop();
      project.remove();
    });

    it("takes over a board that is already in it", async () => {
      grafana.dashboards.set("chatqna-tgi", { uid: "chatqna-tgi", title: "older" });
      await project.up();
      assert.notEqual(grafana.dashboards.get("chatqna-tgi")?.["title"], "older");
      const { deletedWith } = await project.resource("grafana-chatqna-tgi");
      assert.match(deletedWith ?? "", /Volume::grafana-data$/, "the volume owns the database");
      await project.expectNoChanges();
      grafana.takeChanges();
    });

    it("leaves its content alone when only its container is replaced", async () => {
      await project.set("grafana.memoryLimit", "600MiB");
      assert.deepEqual(await project.replaced(), ["grafana"]);
    });

    it("says what to do when the password changed here, which the database does not know", async () => {
      await project.setSecret("grafana.adminPassword", `${password}2`);
      const { code, stdout, stderr } = await project.pulumi(
        "up",
        "-s",
        "dev",
        "--yes",
        "--skip-preview",
      );
      assert.notEqual(code, 0);
      const text = stdout + stderr;
      assert.match(text, /does not let the user admin in \(it answers 401\)/);
      assert.match(text, /grafana cli admin reset-admin-password/);
      assert.doesNotMatch(text, new RegExp(password));

      grafana.changePassword(`${password}2`);
      await project.up();
      assert.deepEqual(grafana.takeChanges(), [], "the content was untouched all along");
    });

    it("is destroyed without being asked to forget", async () => {
      await project.succeed("destroy", "-s", "dev", "--yes", "--skip-preview");
      assert.deepEqual(grafana.takeChanges(), []);
    });
  },
);
