import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { describe, it } from "node:test";
import { withoutSecrets } from "../../../components/platforms/filled-text";
import { shapeContainers } from "../../../components/platforms/docker/shape";
import { makePlan } from "../../../plan/plan";
import { noImports, settingsFrom } from "../../plan/planned";
import { runTool, testTools, unless } from "../../tools";

const promtool = testTools.promtool["2.52"];

/** What OPEA's guide to monitoring ChatQnA installs: one line of settings each. */
describe("the versions of the original guide, in containers", () => {
  const settings = settingsFrom({
    platform: "docker",
    docker: { network: "xeon_default" },
    targets: { chatqna: { via: "compose" } },
    prometheus: { version: "2.52.0" },
    grafana: { version: "11.0.0", adminPassword: "a", secretKey: "b" },
  });
  const plan = makePlan(settings, { stack: "dev", dashboards: noImports });
  const shapes = shapeContainers(plan.workloads, "dev");
  const shapeOf = (name: string) => {
    const shape = shapes.find(({ workload }) => workload.name === name);
    assert.ok(shape, `no ${name}`);
    return shape;
  };

  it("Prometheus 2.52.0 gets the flags it knows, and a health check its image can run", () => {
    const { image, server } = shapeOf("prometheus");
    assert.equal(image, "docker.io/prom/prometheus:v2.52.0");
    assert.deepEqual(server.command, [
      "--config.file=/etc/prometheus/prometheus.yml",
      "--storage.tsdb.path=/prometheus",
      "--storage.tsdb.retention.time=15d",
      "--storage.tsdb.retention.size=2GB",
      "--web.listen-address=0.0.0.0:9090",
    ]);
    // busybox' wget, which is in the image since its first version.
    assert.deepEqual(server.healthcheck.tests.slice(0, 2), ["CMD", "wget"]);
    assert.match(plan.notes.join("\n"), /Prometheus 2\.52 cannot reload by itself/);
  });

  it("Grafana 11.0.0 gets its own configuration, and a health check its image can run", () => {
    const { image, server, files } = shapeOf("grafana");
    assert.equal(image, "docker.io/grafana/grafana:11.0.0");
    assert.deepEqual(server.command, ["--config=/etc/grafana/grafana.ini"]);
    assert.deepEqual(server.healthcheck.tests.slice(1), [
      "wget",
      "--quiet",
      "--output-document=/dev/null",
      "http://127.0.0.1:3000/api/health",
    ]);
    assert.ok(files?.uploads.some(({ file }) => file === "/etc/grafana/grafana.ini"));
  });

  it("what is uploaded loads in promtool 2.52", { skip: unless(promtool, "promtool 2.52") }, () => {
    const { files, workload } = shapeOf("prometheus");
    const directory = mkdtempSync(join(tmpdir(), "guide-versions-"));
    try {
      for (const { file, content } of files?.uploads ?? []) {
        const path = join(directory, relative("/etc/prometheus", file));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, withoutSecrets(content, workload));
      }
      const printed = runTool(promtool ?? "", ["check", "config", "prometheus.yml"], directory);
      assert.match(printed, /SUCCESS: .*prometheus\.yml is valid/);
      assert.match(printed, /SUCCESS: \d+ rules found/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
