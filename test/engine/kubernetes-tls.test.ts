import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { KubernetesProject } from "./kubernetes-project";

const password = "correct-horse-battery";
const given = "Secret chatqna-monitoring/prometheus-tls";

describe(
  "Prometheus with the certificate of a Secret, by the real engine and a recording provider",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: KubernetesProject;

    before(async () => {
      project = new KubernetesProject(password);
      await project.create({
        platform: "kubernetes",
        targets: { chatqna: { via: "helm", release: "1.4" } },
        prometheus: { tls: { secretName: "prometheus-tls" } },
      });
      await project.setSecret("grafana.adminPassword", password);
      await project.setSecret("grafana.secretKey", password);
    });
    after(() => {
      project.remove();
    });

    it("says which Secret is missing, where nobody has made it", async () => {
      const { code, stdout } = await project.pulumi(
        ...["up", "-s", "prod", "--yes", "--skip-preview"],
      );
      assert.notEqual(code, 0);
      assert.match(stdout, /MountVolume\.SetUp failed: Secret chatqna-monitoring\/prometheus-tls/);
    });

    it("comes up once it is there, has nothing more to do, and is told by its address", async () => {
      project.changeCluster(({ objects }) => {
        objects[given] = { kind: "Secret", type: "kubernetes.io/tls" };
      });
      await project.up();
      await project.expectNoChanges();
      const { prometheusUrl } = await project.outputs();
      assert.equal(prometheusUrl, "https://prometheus.chatqna-monitoring.svc:9090");
    });

    it("rolls Prometheus and Grafana for a certificate of another Secret, and neither for its renewal", async () => {
      project.changeCluster(({ objects }) => {
        objects[given] = { kind: "Secret", type: "kubernetes.io/tls", data: { renewed: "" } };
        objects["Secret chatqna-monitoring/another"] = { kind: "Secret" };
      });
      await project.expectNoChanges();
      const { length } = project.cluster().calls;
      await project.set("prometheus.tls.secretName", "another");
      await project.up();
      assert.deepEqual([...project.callsSince(length)].sort(), [
        "roll Deployment chatqna-monitoring/grafana",
        "roll StatefulSet chatqna-monitoring/prometheus",
      ]);
    });

    it("takes everything of its own away, and leaves what somebody else made", async () => {
      await project.succeed("destroy", "-s", "prod", "--yes", "--skip-preview");
      assert.deepEqual(Object.keys(project.cluster().objects).sort(), [
        "Secret chatqna-monitoring/another",
        given,
      ]);
    });
  },
);
