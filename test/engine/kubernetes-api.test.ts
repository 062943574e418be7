import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { KubernetesProject } from "./kubernetes-project";
import { GrafanaStandIn } from "./providers/grafana/grafana-stand-in";

const password = "correct-horse-battery";

describe(
  "Grafana in a cluster, filled through its API, by the real engine and recording providers",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: KubernetesProject;
    // Stands where a tunnel or an ingress would lead to.
    const grafana = new GrafanaStandIn(password);

    before(async () => {
      project = new KubernetesProject(password);
      await grafana.start();
      await project.create({
        platform: "kubernetes",
        targets: { chatqna: { via: "helm", release: "1.4" } },
        grafana: { content: "api", url: grafana.url, persistent: true },
      });
      await project.setSecret("grafana.adminPassword", password);
      await project.setSecret("grafana.secretKey", password);
    });
    after(async () => {
      await grafana.stop();
      project.remove();
    });

    it("has datasource and boards as resources, and none of them in a ConfigMap", async () => {
      await project.up();
      const { objects, calls } = project.cluster();
      const maps = Object.keys(objects).filter((id) => id.startsWith("ConfigMap "));
      assert.deepEqual(
        maps.filter((id) => id.includes("grafana-dashboards")),
        [],
      );
      assert.ok(calls.includes("create StatefulSet chatqna-monitoring/grafana"), calls.join("\n"));
      const { deletedWith } = await project.resource("grafana-prometheus");
      assert.match(deletedWith ?? "", /StatefulSet::grafana$/);
      assert.match(await project.exported(), /"url": "http:\/\/prometheus:9090"/);
      const { grafanaUrl } = await project.outputs();
      assert.equal(grafanaUrl, grafana.url);
    });

    it("has nothing to do the second time, and goes with the stack", async () => {
      await project.expectNoChanges();
      await project.succeed("destroy", "-s", "prod", "--yes", "--skip-preview");
      assert.deepEqual(
        Object.keys(project.cluster().objects).filter((id) => !id.startsWith("Namespace")),
        [],
      );
    });
  },
);
