import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testTools, unless } from "../tools";
import { KubernetesProject } from "./kubernetes-project";
import { field } from "./providers/kubernetes/cluster";

const password = "correct-horse-battery";
const settings = {
  platform: "kubernetes",
  kubernetes: {
    context: "gaudi-admin",
    discovery: "pods",
    replicas: 2,
    storage: { keep: true },
  },
  targets: { chatqna: { via: "helm", release: "1.4" } },
};

describe(
  "stack prod, by the real engine and a recording kubernetes provider",
  { skip: unless(testTools.pulumiDirectory, "pulumi") },
  () => {
    let project: KubernetesProject;

    before(async () => {
      project = new KubernetesProject(password);
      await project.create(settings);
      await project.setSecret("grafana.adminPassword", password);
      await project.setSecret("grafana.secretKey", password);
    });
    after(() => {
      project.remove();
    });

    const changesAfter = async (change: () => Promise<void>) => {
      const { length } = project.cluster().calls;
      await change();
      await project.up();
      return project.callsSince(length);
    };

    it("previews at most 40 resources, and asks no cluster", async () => {
      const changes = await project.preview();
      assert.ok(changes.length > 20 && changes.length <= 40, `${changes.length} resources`);
      assert.deepEqual(project.cluster().calls, []);
    });

    it("comes up, what pods need before them, and has nothing to do the second time", async () => {
      await project.up();
      const { calls, reachedBy } = project.cluster();
      const position = (call: string) => {
        const found = calls.indexOf(`create ${call}`);
        assert.ok(found >= 0, `no ${call} in\n${calls.join("\n")}`);
        return found;
      };
      assert.equal(position("Namespace chatqna-monitoring"), 0);
      const server = position("StatefulSet chatqna-monitoring/prometheus");
      for (const before of [
        "NetworkPolicy chatqna-monitoring/default-deny",
        "NetworkPolicy chatqna-monitoring/prometheus",
        "ConfigMap chatqna-monitoring/prometheus-rules",
        "RoleBinding default/chatqna-monitoring-prometheus",
      ]) {
        assert.ok(position(before) < server, `${before} came after the pods`);
      }
      assert.equal(reachedBy["context"], "gaudi-admin");
      assert.equal(String(reachedBy["enableConfigMapMutable"]), "true");
      await project.expectNoChanges();
    });

    it("tells addresses of the cluster, and how they are reached from here", async () => {
      const { prometheusUrl, notes } = await project.outputs();
      assert.equal(prometheusUrl, "http://prometheus.chatqna-monitoring.svc:9090");
      assert.match(JSON.stringify(notes), /port-forward service\/grafana 3000/);
    });

    it("has the password in the Secret, and nowhere in plain text", async () => {
      const { objects } = project.cluster();
      const secret = objects["Secret chatqna-monitoring/grafana-secrets"];
      const encoded = Buffer.from(password).toString("base64");
      assert.equal(field(secret, "data", "admin-password"), encoded);
      const others = Object.entries(objects).filter(([id]) => !id.startsWith("Secret "));
      for (const text of [JSON.stringify(others), await project.exported()]) {
        assert.ok(!text.includes(password) && !text.includes(encoded), "a password in plain text");
      }
    });

    it("changes a ConfigMap, and starts nothing anew, for a setting that is reloaded", async () => {
      const calls = await changesAfter(() => project.set("prometheus.scrapeInterval", "30s"));
      assert.deepEqual(
        calls.filter((call) => call.startsWith("roll ")),
        [
          // Grafana's datasource has the interval, and Grafana reads it at its start only.
          "roll Deployment chatqna-monitoring/grafana",
        ],
      );
      assert.ok(calls.includes("update ConfigMap chatqna-monitoring/prometheus"), calls.join("\n"));
      assert.ok(
        calls.every((call) => !/^(create|delete) /.test(call)),
        calls.join("\n"),
      );
    });

    it("rolls Prometheus alone for another version, and replaces nothing", async () => {
      const calls = await changesAfter(() => project.set("prometheus.version", "3.15.0"));
      assert.deepEqual(calls, ["roll StatefulSet chatqna-monitoring/prometheus"]);
    });

    it("rolls Grafana for another password", async () => {
      const calls = await changesAfter(() => project.setSecret("grafana.adminPassword", "another"));
      assert.deepEqual([...calls].sort(), [
        "roll Deployment chatqna-monitoring/grafana",
        "update Secret chatqna-monitoring/grafana-secrets",
      ]);
    });

    it("destroys the servers before what they need, and leaves the namespace of kept claims", async () => {
      const { length } = project.cluster().calls;
      await project.succeed("destroy", "-s", "prod", "--yes", "--skip-preview");
      const calls = project.callsSince(length);
      const position = (call: string) => calls.indexOf(`delete ${call}`);
      assert.ok(
        position("StatefulSet chatqna-monitoring/prometheus") <
          position("ConfigMap chatqna-monitoring/prometheus"),
        "the files went before their reader",
      );
      // A real cluster takes all claims with it.
      assert.deepEqual(Object.keys(project.cluster().objects), ["Namespace chatqna-monitoring"]);
    });
  },
);
