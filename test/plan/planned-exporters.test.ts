import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { PlanError } from "../../plan/plan-error";
import { type Plan, makePlan } from "../../plan/plan";
import type { Target } from "../../plan/targets/target";
import { noImports, planFrom, programs, settingsFrom } from "./planned";

type Raw = Readonly<Record<string, unknown>>;

function onDocker(raw: Raw): Plan {
  const settings = settingsFrom({ platform: "docker", grafana: { enabled: false }, ...raw });
  return makePlan(settings, { stack: "test", dashboards: noImports });
}

const compose = { docker: { network: "xeon_default" }, targets: { chatqna: { via: "compose" } } };
const nodeExporter = { name: "node_exporter", path: "/opt/node_exporter", version: "1.12.1" };
const found = { ...programs(), nodeExporter };

const ofExporters = ({ targets }: Plan): readonly Target[] =>
  targets.filter(({ servedBy }) => servedBy !== undefined);
const jobs = (plan: Plan): readonly string[] => [
  ...new Set(ofExporters(plan).map(({ job }) => job)),
];
const names = ({ workloads }: Plan): readonly string[] => workloads.map(({ name }) => name);

describe("the exporters of a plan on docker", () => {
  it("run beside Prometheus, which scrapes every one", () => {
    const plan = onDocker(compose);
    assert.deepEqual(names(plan), [
      "node-exporter",
      "cadvisor",
      "redis-exporter",
      "blackbox-exporter",
      "prometheus",
    ]);
    assert.deepEqual(jobs(plan), [
      "prometheus-node-exporter",
      "cadvisor",
      "prometheus-redis-exporter",
      "prometheus-blackbox-exporter",
    ]);
  });

  const keys = ["node", "cadvisor", "redis", "blackbox", "dcgm", "gaudi"] as const;
  const workloadOf = (key: string) => (key === "cadvisor" ? key : `${key}-exporter`);
  it("are the ones that the settings leave on, each with its targets, and no others", () => {
    const choice = fc.record(Object.fromEntries(keys.map((key) => [key, fc.boolean()])));
    const store = fc.constantFrom("redis", "milvus");
    fc.assert(
      fc.property(choice, store, (enabled, vectorStore) => {
        // Asked for without a Redis, it would be an error; an address makes it possible.
        const address = vectorStore === "redis" ? {} : { address: "cache:6379" };
        const exporters = Object.fromEntries(
          keys.map((key) => [key, { enabled: enabled[key], ...(key === "redis" && address) }]),
        );
        const targets = { chatqna: { via: "compose", vectorStore } };
        const plan = onDocker({ ...compose, targets, exporters });
        const expected = keys.filter((key) => enabled[key]).map(workloadOf);
        assert.deepEqual(names(plan), [...expected, "prometheus"]);
        assert.deepEqual(
          [...new Set(ofExporters(plan).map(({ servedBy }) => servedBy?.workload))],
          expected,
        );
      }),
      { numRuns: 40 },
    );
  });

  it("measure what is on localhost at the host gateway, and the plan says so", () => {
    const plan = onDocker({
      targets: { chatqna: { via: "host", services: { llm: { address: "vllm:80" } } } },
      exporters: { blackbox: { urls: ["http://localhost:8000/a", "https://chat.example/"] } },
    });
    const urls = plan.targets.flatMap(({ probe }) => probe?.url ?? []);
    assert.deepEqual(urls, [
      "http://host.docker.internal:80/",
      "http://host.docker.internal:8888/v1/health_check",
      "http://host.docker.internal:8000/a",
      "https://chat.example/",
    ]);
    const redis = plan.workloads.find(({ name }) => name === "redis-exporter");
    assert.equal(redis?.args[0], "--redis.addr=redis://host.docker.internal:6379");
    const scraped = plan.targets.filter(
      ({ address, servedBy }) => servedBy === undefined && address.startsWith("host.docker"),
    );
    assert.ok(scraped.length > 0);
    const note = `the Docker host: ${scraped.length + 1} that the settings have on localhost`;
    assert.ok(
      plan.notes.some((one) => one.includes(note)),
      plan.notes.join("\n"),
    );
  });

  it("that ask services can reach them: by the host's name, and on their network", () => {
    const reaching = onDocker(compose).workloads.filter(
      ({ container }) => container?.reachesTargets === true,
    );
    assert.deepEqual(
      reaching.map(({ name }) => name),
      ["redis-exporter", "blackbox-exporter", "prometheus"],
    );
  });

  it("are left out where a static target has their job", () => {
    const own = { job: "prometheus-node-exporter", address: "gaudi-03:9100" };
    const plan = onDocker({ targets: { static: [own] } });
    assert.deepEqual(names(plan), ["cadvisor", "prometheus"]);
  });
});

describe("the exporters of a plan on processes", () => {
  it("are node_exporter alone, on loopback, also beside a simulator", () => {
    const plan = planFrom({}, found);
    assert.deepEqual(jobs(plan), ["prometheus-node-exporter"]);
    const workload = plan.workloads.find(({ name }) => name === "node-exporter");
    assert.deepEqual(
      workload?.ports.map(({ bind, number }) => `${bind}:${number}`),
      ["127.0.0.1:19100"],
    );
    assert.equal(ofExporters(plan)[0]?.address, "127.0.0.1:19100");
    assert.ok(!plan.notes.some((note) => note.includes("node_exporter")), plan.notes.join("\n"));
  });

  it("are missed in one note where there is none", () => {
    const plan = planFrom({});
    assert.deepEqual(jobs(plan), []);
    assert.equal(plan.notes.filter((note) => note.includes("node_exporter")).length, 1);
  });

  it("are not missed where nobody wants one", () => {
    const scraped = [{ job: "prometheus-node-exporter", address: "localhost:9100" }];
    for (const raw of [
      { exporters: { node: { enabled: false } } },
      { targets: { static: scraped } },
    ]) {
      const { notes } = planFrom(raw);
      assert.ok(!notes.some((note) => note.includes("node_exporter")), notes.join("\n"));
      assert.ok(!names(planFrom(raw, found)).includes("node-exporter"));
    }
  });

  it("that are asked for and missing are an error, with what to do", () => {
    assert.throws(
      () => planFrom({ exporters: { node: { enabled: true } } }),
      new PlanError(
        "exporters.node.enabled is true, but node_exporter is not here.\n" +
          "Or leave the setting out: then the stack comes up without it, and says so.",
      ),
    );
  });
});
