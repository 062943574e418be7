import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { makeCertificate, withoutOpenssl } from "../certificate";
import { testTools, unless } from "../tools";
import { DockerProject } from "./docker-project";
import { GrafanaStandIn } from "./providers/grafana/grafana-stand-in";

/** The middle of a key's text, which stands nowhere else. */
function bodyOf(key: string): string {
  const line = key.split("\n")[1];
  assert.ok(line !== undefined && /^[\w+/=]{40,}$/.test(line), "no PEM text");
  return line;
}

describe(
  "Prometheus with TLS, by the real engine and a recording docker provider",
  { skip: unless(testTools.pulumiDirectory, "pulumi") || withoutOpenssl },
  () => {
    const password = "correct-horse-battery";
    const grafana = new GrafanaStandIn(password);
    let project: DockerProject;
    let keyFile: string;

    before(async () => {
      project = new DockerProject(password);
      await grafana.start();
      const files = makeCertificate(project.path("."), "first", "DNS:gaudi-03.example.com");
      ({ keyFile } = files);
      await project.create({
        platform: "docker",
        docker: { network: "xeon_default" },
        targets: { chatqna: { via: "compose" } },
        prometheus: { tls: files },
        grafana: { port: Number(new URL(grafana.url).port) },
        exporters: Object.fromEntries(
          ["node", "cadvisor", "redis", "blackbox"].map((name) => [name, { enabled: false }]),
        ),
      });
      await project.setSecret("grafana.adminPassword", password);
      await project.setSecret("grafana.secretKey", password);
    });
    after(async () => {
      await grafana.stop();
      project.remove();
    });

    it("gets the key as a file, and nobody else does", async () => {
      await project.up();
      const key = readFileSync(keyFile, "utf8");
      const { uploads = [] } = project.container("prometheus-config-writer");
      const file = uploads.find((upload) => upload.file === "/etc/prometheus/tls/server.key");
      assert.equal(file?.content, key);
      assert.equal(file.permissions, "0400");
      assert.ok(!(await project.exported()).includes(bodyOf(key)), "the key stands in the state");
      assert.equal(
        (await project.outputs())["prometheusUrl"],
        `https://127.0.0.1:${project.prometheusPort}`,
      );
    });

    it("is told to Grafana with what to trust, and under which name", () => {
      const datasource = grafana.datasources.get("prometheus");
      assert.equal(
        datasource?.["url"],
        `https://prometheus.dev.chatqna-monitoring:${project.prometheusPort}`,
      );
      const { serverName, tlsAuthWithCACert } = datasource["jsonData"] as Record<string, unknown>;
      assert.deepEqual([serverName, tlsAuthWithCACert], ["gaudi-03.example.com", true]);
      const { tlsCACert } = datasource["secureJsonData"] as Record<string, unknown>;
      assert.match(String(tlsCACert), /BEGIN CERTIFICATE/);
    });

    it("takes a renewed certificate without a restart, and no preview shows its key", async () => {
      makeCertificate(project.path("."), "first", "DNS:gaudi-03.example.com");
      const key = bodyOf(readFileSync(keyFile, "utf8"));
      const shown = await project.succeed("preview", "-s", "dev", "--json");
      assert.ok(!shown.includes(key), "the preview shows the key");
      assert.deepEqual((await project.preview()).toSorted(), [
        "replace prometheus-config-writer",
        "update grafana-prometheus",
      ]);
    });
  },
);
