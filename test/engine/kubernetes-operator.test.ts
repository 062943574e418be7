import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { KubernetesProject } from "./kubernetes-project";

describe(
  "stack prod for an operator that the cluster has, by the real engine",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: KubernetesProject;

    before(async () => {
      project = new KubernetesProject("no secret is needed");
      await project.create({
        platform: "kubernetes",
        kubernetes: { mode: "operator", discovery: "pods" },
        targets: {
          chatqna: {
            ...{ via: "helm", release: "1.4" },
            services: { retriever: { address: "mine.default.svc.cluster.local:7000" } },
          },
        },
      });
    });
    after(() => {
      project.remove();
    });

    it("says once that the cluster has no operator, and makes nothing", async () => {
      const { code, stdout, stderr } = await project.pulumi(
        ...["up", "-s", "prod", "--yes", "--skip-preview"],
      );
      assert.notEqual(code, 0);
      // Above it, the progress tells the same.
      const [, diagnostics = ""] = stdout.split("Diagnostics:");
      const told = diagnostics.match(/error: .*no matches for kind "\w+"/g) ?? [];
      assert.equal(told.length, 1, stdout + stderr);
      assert.match(String(told), /"PodMonitor"/);
      assert.deepEqual(project.cluster().objects, {});
    });

    it("comes up where it has one, and has nothing to do the second time", async () => {
      project.changeCluster(({ objects }) => {
        objects["CustomResourceDefinition operator"] = {};
      });
      await project.up();
      const kinds = Object.keys(project.cluster().objects).map((id) => id.split(" ")[0]);
      assert.deepEqual([...new Set(kinds)].sort(), [
        "ConfigMap",
        "CustomResourceDefinition",
        "PodMonitor",
        "PrometheusRule",
        "ServiceMonitor",
      ]);
      await project.expectNoChanges();
    });

    it("takes everything of its own away, and leaves the operator", async () => {
      await project.succeed("destroy", "-s", "prod", "--yes", "--skip-preview");
      assert.deepEqual(Object.keys(project.cluster().objects), [
        "CustomResourceDefinition operator",
      ]);
    });
  },
);
