import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { type DockerShape, shapeContainers } from "../../../components/platforms/docker/shape";
import { makePlan } from "../../../plan/plan";
import { noImports, settingsFrom } from "../../plan/planned";

const certificate = { chain: "CHAIN", authority: "AUTHORITY", serverName: "gaudi-03" };

/** Nobody reads the files here. */
function shapeOf(name: string, grafana: Readonly<Record<string, unknown>> = {}): DockerShape {
  const settings = settingsFrom({
    platform: "docker",
    targets: { chatqna: { via: "host" } },
    prometheus: { tls: { certFile: "/tls/a.pem", keyFile: "/tls/a.key" } },
    grafana: { adminPassword: "a", secretKey: "b", ...grafana },
  });
  const plan = makePlan(settings, { stack: "dev", dashboards: noImports, certificate });
  const found = shapeContainers(plan.workloads, "dev").find(
    ({ workload }) => workload.name === name,
  );
  assert.ok(found, `no ${name}`);
  return found;
}

function upload({ files }: DockerShape, file: string) {
  const found = files?.uploads.find((candidate) => candidate.file === file);
  assert.ok(found, `no ${file}`);
  const { content, permissions } = found;
  return { permissions, content };
}

const text = (shape: DockerShape, file: string) =>
  upload(shape, file)
    .content.map((part) => (typeof part === "string" ? part : `{${part.secret}}`))
    .join("");

describe("TLS of Prometheus in a container", () => {
  const prometheus = shapeOf("prometheus");

  it("has its files in the volume, the key a secret that only the server reads", () => {
    assert.deepEqual(upload(prometheus, "/etc/prometheus/tls/server.pem"), {
      permissions: "0444",
      content: ["CHAIN"],
    });
    assert.deepEqual(upload(prometheus, "/etc/prometheus/tls/server.key"), {
      permissions: "0400",
      content: [{ secret: "prometheus.tls.keyFile" }],
    });
    assert.deepEqual(parse(text(prometheus, "/etc/prometheus/web.yml")), {
      tls_server_config: {
        cert_file: "tls/server.pem",
        key_file: "tls/server.key",
        min_version: "TLS12",
      },
    });
    assert.ok(prometheus.server.command.includes("--web.config.file=/etc/prometheus/web.yml"));
  });

  it("is asked for its health by promtool, at a loopback that no certificate is made for", () => {
    assert.deepEqual(prometheus.server.healthcheck.tests, [
      ...["CMD", "promtool", "check", "ready", "--url=https://127.0.0.1:9090"],
      "--http.config.file=/etc/prometheus/secrets/probe.yml",
    ]);
    assert.deepEqual(parse(text(prometheus, "/etc/prometheus/secrets/probe.yml")), {
      tls_config: { insecure_skip_verify: true },
    });
  });

  it("scrapes itself there too", () => {
    const { scrape_configs } = parse(text(prometheus, "/etc/prometheus/prometheus.yml")) as {
      scrape_configs: readonly Readonly<Record<string, unknown>>[];
    };
    const [self] = scrape_configs;
    assert.equal(self?.["scheme"], "https");
    assert.deepEqual(self["tls_config"], { insecure_skip_verify: true });
    assert.deepEqual(self["static_configs"], [
      {
        targets: ["127.0.0.1:9090"],
        labels: { component: "monitoring", instance: "prometheus:9090" },
      },
    ]);
  });

  it("is trusted by a provisioned Grafana under a name of the certificate", () => {
    const grafana = shapeOf("grafana", { content: "files" });
    assert.equal(text(grafana, "/etc/grafana/tls/prometheus-authority.pem"), "AUTHORITY");
    const file = text(grafana, "/etc/grafana/provisioning/datasources/prometheus.yml");
    const { datasources } = parse(file) as { datasources: readonly Record<string, unknown>[] };
    assert.equal(datasources[0]?.["url"], "https://prometheus.dev.chatqna-monitoring:9090");
    assert.deepEqual(datasources[0]["jsonData"], {
      httpMethod: "POST",
      timeInterval: "5s",
      tlsAuthWithCACert: true,
      serverName: "gaudi-03",
    });
    assert.deepEqual(datasources[0]["secureJsonData"], {
      tlsCACert: "$__file{/etc/grafana/tls/prometheus-authority.pem}",
    });
  });

  it("is not planned without the texts of its files", () => {
    const settings = settingsFrom({
      platform: "docker",
      targets: { chatqna: { via: "host" } },
      prometheus: { tls: { certFile: "/tls/a.pem", keyFile: "/tls/a.key" } },
      grafana: { enabled: false },
    });
    assert.throws(() => makePlan(settings, { stack: "dev", dashboards: noImports }), {
      message: /planned without its certificate/,
    });
  });
});
