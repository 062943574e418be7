import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { renderConfiguration } from "../../../plan/prometheus/configuration";
import { scrapeJobs } from "../../../plan/prometheus/scrape-job";
import { parsePrometheusVersion } from "../../../plan/prometheus/version";
import type { Target } from "../../../plan/targets/target";
import { runTool, testTools, unless } from "../../tools";

const target = (path: string): Target => ({
  job: "probes",
  component: "megaservice",
  address: "chat:80",
  servedBy: { workload: "blackbox-exporter", port: "web" },
  probe: { module: "http_2xx", url: `http://chat:80/${path}` },
  metricsPath: "/probe",
  scheme: "http",
  labels: { probe: path },
});

/** `prometheus.yml` with a probe of two pages, and `blackbox:9115` for the hole in it. */
function configuration(version: string): string {
  const text = renderConfiguration({
    version: parsePrometheusVersion(version) ?? { major: 0, minor: 0 },
    scrapeInterval: "5s",
    scrapeTimeout: "5s",
    evaluationInterval: "15s",
    externalLabels: {},
    limits: {
      bodySize: "16MB",
      samples: 50_000,
      labels: 64,
      labelNameLength: 128,
      labelValueLength: 1024,
    },
    jobs: scrapeJobs([target("ui"), target("health")]),
    self: { address: "127.0.0.1:9090", scheme: "http" },
    drop: [],
    ruleFiles: [],
    remoteWrite: [],
  });
  const parts = typeof text === "string" ? [text] : text;
  return parts.map((part) => (typeof part === "string" ? part : "blackbox:9115")).join("");
}

interface Discovered {
  readonly labels: Readonly<Record<string, string>>;
}

describe("the targets of a blackbox exporter", () => {
  for (const [name, version] of [
    ["2.42", "2.42.0"],
    ["2.52", "2.52.0"],
    ["3", "3.16.0"],
  ] as const) {
    const promtool = testTools.promtool[name];
    const skip = unless(promtool, `promtool ${name}`);

    it(`${version}: are asked for each page, which is the instance`, { skip }, () => {
      const directory = mkdtempSync(join(tmpdir(), "probes-"));
      try {
        writeFileSync(join(directory, "prometheus.yml"), configuration(version));
        const found = runTool(
          promtool ?? "",
          ["check", "service-discovery", "--timeout=1s", "prometheus.yml", "probes"],
          directory,
        );
        const discovered = JSON.parse(found.slice(found.indexOf("["))) as readonly Discovered[];
        assert.deepEqual(
          // promtool lists them in the order of a map, which is another at each run.
          discovered
            .map(({ labels }) => [labels["instance"], labels["probe"], labels["job"]])
            .sort(),
          [
            ["http://chat:80/health", "health", "probes"],
            ["http://chat:80/ui", "ui", "probes"],
          ],
        );
      } finally {
        rmSync(directory, { recursive: true });
      }
    });

    it(`${version}: load`, { skip }, () => {
      const directory = mkdtempSync(join(tmpdir(), "probes-"));
      try {
        const text = configuration(version);
        writeFileSync(join(directory, "prometheus.yml"), text);
        runTool(promtool ?? "", ["check", "config", "prometheus.yml"], directory);
        for (const line of [
          "- blackbox:9115",
          "__param_module: http_2xx",
          "__param_target: http://chat:80/ui",
          "__metrics_path__: /probe",
        ]) {
          assert.ok(text.replaceAll('"', "").includes(line), `${line} is not in\n${text}`);
        }
      } finally {
        rmSync(directory, { recursive: true });
      }
    });
  }
});
