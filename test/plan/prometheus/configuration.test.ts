import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { parse } from "yaml";
import { renderConfiguration } from "../../../plan/prometheus/configuration";
import { scrapeJobs, staticConfigs } from "../../../plan/prometheus/scrape-job";
import { components, type Target } from "../../../plan/targets/target";
import { filesOf } from "../filled";
import { planFrom, programs } from "../planned";

interface ScrapeConfig {
  readonly job_name: string;
  readonly metric_relabel_configs?: readonly { regex: string; action: string }[];
  readonly fallback_scrape_protocol?: string;
  readonly keep_dropped_targets?: number;
  readonly basic_auth?: object;
  readonly static_configs: readonly { targets: string[]; labels: Record<string, string> }[];
}
interface Configuration {
  readonly global: Record<string, unknown>;
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly ScrapeConfig[];
  readonly remote_write?: readonly Record<string, unknown>[];
}

function configurationOf(raw: Record<string, unknown>, found = programs()): Configuration {
  return parse(
    filesOf(planFrom(raw, found), "prometheus").get("prometheus.yml") ?? "",
  ) as Configuration;
}

const tgi = { targets: { static: [{ job: "tgi", address: "localhost:9009" }] } };

describe("prometheus.yml", () => {
  it("is what the original guide writes by hand, and a label", () => {
    const job = configurationOf(tgi).scrape_configs.find(({ job_name }) => job_name === "tgi");
    assert.deepEqual(job?.static_configs, [
      { targets: ["localhost:9009"], labels: { component: "llm" } },
    ]);
  });

  it("takes the guide's address in a cluster", () => {
    const address = "llm-dependency-svc.default.svc.cluster.local:9009";
    const { scrape_configs } = configurationOf({ targets: { static: [{ job: "tgi", address }] } });
    assert.deepEqual(
      scrape_configs.find(({ job_name }) => job_name === "tgi")?.static_configs[0]?.targets,
      [address],
    );
  });

  it("scrapes Prometheus itself", () => {
    const [self] = configurationOf(tgi).scrape_configs;
    assert.equal(self?.job_name, "prometheus");
    assert.deepEqual(self.static_configs, [
      { targets: ["127.0.0.1:9090"], labels: { component: "monitoring" } },
    ]);
  });

  it("says which stack and environment the samples come from", () => {
    const { global } = configurationOf({ ...tgi, environment: "bench" });
    assert.deepEqual(global["external_labels"], { stack: "test", env: "bench" });
  });

  it("drops the batch size buckets of TGI, and keeps them when asked", () => {
    const dropped = (raw: Record<string, unknown>): readonly string[] =>
      configurationOf(raw)
        .scrape_configs.find(({ job_name }) => job_name === "tgi")
        ?.metric_relabel_configs?.map(({ regex }) => regex) ?? [];
    assert.ok(dropped(tgi).includes("tgi_batch_next_size_bucket"));
    const kept = dropped({ ...tgi, prometheus: { keep: ["tgi_batch_next_size_bucket"] } });
    assert.ok(!kept.includes("tgi_batch_next_size_bucket"));
    assert.ok(kept.includes("tgi_request_max_new_tokens_bucket"), "the others are still dropped");
  });

  it("leaves out what an older Prometheus does not know", () => {
    const features = (version: string) => {
      const [, job] = configurationOf(tgi, programs(version)).scrape_configs;
      return [job?.fallback_scrape_protocol !== undefined, job?.keep_dropped_targets !== undefined];
    };
    assert.deepEqual(features("2.42.0+ds"), [false, false]);
    assert.deepEqual(features("2.52.0"), [false, true]);
    assert.deepEqual(features("3.16.0"), [true, true]);
  });

  it("refuses a Prometheus that is too old, by name and path", () => {
    assert.throws(() => configurationOf(tgi, programs("2.30.0")), {
      name: "PlanError",
      message:
        "Prometheus at /opt/prometheus says it is version 2.30.0; 2.42 is the oldest that will do.",
    });
  });

  it("keeps credentials in files of their own, readable by their owner only", () => {
    const plan = planFrom({
      ...tgi,
      prometheus: {
        remoteWrite: [{ name: "mimir", url: "https://m/push", username: "u", password: "hidden" }],
      },
    });
    const files = filesOf(plan, "prometheus");
    const { remote_write } = parse(files.get("prometheus.yml") ?? "") as Configuration;
    assert.deepEqual(remote_write, [
      {
        name: "mimir",
        url: "https://m/push",
        remote_timeout: "30s",
        basic_auth: { username: "u", password_file: "secrets/remote-write-mimir" },
      },
    ]);
    assert.equal(files.get("secrets/remote-write-mimir"), "{prometheus.remoteWrite[0].password}");
    const [prometheus] = plan.workloads;
    const file = prometheus?.files.find(({ path }) => path.startsWith("secrets/"));
    assert.equal(file?.secret, true);
  });

  it("has the same bytes for the same settings", () => {
    const text = () => filesOf(planFrom({}), "prometheus").get("prometheus.yml");
    assert.equal(text(), text());
  });

  it("renders 1,000 targets in less than 100 ms", () => {
    const targets = Array.from({ length: 1000 }, (_, index): Target => ({
      job: `job${index % 12}`,
      component: components[index % components.length] ?? "llm",
      address: `10.0.${Math.floor(index / 250)}.${index % 250}:80`,
      metricsPath: "/metrics",
      scheme: "http",
      container: `container-${index}`,
    }));
    const render = () =>
      renderConfiguration({
        version: { major: 3, minor: 16 },
        scrapeInterval: "5s",
        scrapeTimeout: "5s",
        evaluationInterval: "15s",
        externalLabels: {},
        limits: {
          bodySize: "16MB",
          samples: 1,
          labels: 1,
          labelNameLength: 1,
          labelValueLength: 1,
        },
        jobs: scrapeJobs(targets),
        self: { address: "a:1", scheme: "http" },
        drop: [],
        ruleFiles: [],
        remoteWrite: [],
      });
    // Processor time, which other tests beside this one do not lengthen; the first runs compile.
    const times = Array.from({ length: 10 }, () => {
      const start = process.cpuUsage();
      render();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    const best = Math.min(...times);
    assert.ok(best < 100, `took ${best.toFixed(0)} ms at best`);
  });
});

describe("scrape jobs", () => {
  const target = fc.record({
    job: fc.constantFrom("vllm", "tgi", "retriever"),
    component: fc.constantFrom(...components),
    address: fc.nat(50).map((host) => `host${host}:80`),
    metricsPath: fc.constantFrom("/metrics", "/other"),
    scheme: fc.constantFrom("http" as const, "https" as const),
  });

  it("hold every target once, with its labels", () => {
    fc.assert(
      fc.property(fc.array(target), (targets) => {
        const seen = scrapeJobs(targets).flatMap((job) =>
          staticConfigs(job).flatMap(({ targets: addresses, labels }) =>
            addresses.map((address) => ({
              job: job.job,
              component: labels["component"],
              address,
              metricsPath: labels["__metrics_path__"] ?? "/metrics",
              scheme: labels["__scheme__"] ?? "http",
            })),
          ),
        );
        const sorted = (list: readonly object[]) => list.map((one) => JSON.stringify(one)).sort();
        assert.deepEqual(
          sorted(seen),
          sorted(
            targets.map(({ job, component, address, metricsPath, scheme }) => ({
              job,
              component,
              address,
              metricsPath,
              scheme,
            })),
          ),
        );
      }),
    );
  });
});
