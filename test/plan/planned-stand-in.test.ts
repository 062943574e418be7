import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { allDeployments } from "../../plan/targets/deployment-problems";
import { readLiveConfig } from "../../simulator/live/read-config";
import { noImports, planFrom, settingsFrom } from "./planned";
import { makePlan, type Plan } from "../../plan/plan";

function watching(chatqna: Readonly<Record<string, unknown>>): Plan {
  return planFrom({ targets: { chatqna } });
}

function standInOf({ workloads }: Plan, name: "simulator" | "replay") {
  const workload = workloads.find(({ program }) => program?.name === name);
  assert.ok(workload !== undefined, `no ${name}`);
  const [file] = workload.files;
  assert.ok(typeof file?.content === "string");
  return { workload, content: file.content };
}

const chatqnaTargets = (plan: Plan): readonly string[] =>
  plan.targets
    .filter(({ component }) => component !== "monitoring" && component !== "host")
    .map(({ address }) => address)
    .sort();

describe("a simulator in place of a ChatQnA", () => {
  it("is there where no targets are named, and is configured as it reads it", () => {
    const plan = planFrom({});
    const { workload, content } = standInOf(plan, "simulator");
    const config = readLiveConfig(content, "simulator.json");
    assert.deepEqual(
      [config.hardware, config.scenario, config.bind, config.controlPort, config.clients],
      ["xeon", "steady", "127.0.0.1", 9494, true],
    );
    const ports = new Map(workload.ports.map(({ name, number }) => [name, number]));
    for (const { role, port } of config.services) assert.equal(ports.get(role), port, role);
    assert.equal(ports.get("control"), 9494);
    assert.deepEqual(
      plan.workloads.find(({ name }) => name === "prometheus")?.startAfter,
      ["stand-in"],
      "Prometheus would see it down at first",
    );
  });

  it("serves every target, wherever the settings move it", () => {
    const plan = watching({
      via: "simulator",
      bind: "0.0.0.0",
      services: { llm: { address: "127.0.0.1:7001" }, dataprep: { enabled: false } },
    });
    const { workload } = standInOf(plan, "simulator");
    const served = workload.ports.map(({ number }) => `127.0.0.1:${number}`);
    const targets = chatqnaTargets(plan);
    assert.ok(targets.includes("127.0.0.1:7001"));
    assert.deepEqual(
      targets.filter((address) => !served.includes(address)),
      [],
    );
    assert.ok(
      workload.ports.some(({ name }) => name === "dataprep"),
      "what is not scraped plays its part all the same",
    );
    assert.ok(!plan.targets.some(({ component }) => component === "dataprep"));
  });

  it("takes scenario, load and addresses from the settings", () => {
    const { content } = standInOf(
      watching({
        via: "simulator",
        hardware: "gaudi",
        engine: "tgi",
        scenario: "surge",
        requestsPerSecond: 3,
        bind: "172.17.0.1",
        controlPort: 9500,
      }),
      "simulator",
    );
    const { scenario, requestsPerSecond, bind, controlPort, hardware, services } = readLiveConfig(
      content,
      "simulator.json",
    );
    assert.deepEqual(
      { scenario, requestsPerSecond, bind, controlPort, hardware },
      {
        scenario: "surge",
        requestsPerSecond: 3,
        bind: "172.17.0.1",
        controlPort: 9500,
        hardware: "gaudi2",
      },
    );
    assert.equal(services.find(({ role }) => role === "llm")?.software, "tgi");
  });

  it("watches nothing that nobody plays, for every deployment there is, and says so", () => {
    for (const { deployment, via } of allDeployments()) {
      if (via !== "host" || !["tgi", "vllm"].includes(deployment.engine)) continue;
      // Guardrails take 9090, as Prometheus would.
      const settings = { via: "simulator", ...deployment };
      const plan = planFrom({ targets: { chatqna: settings }, prometheus: { port: 19090 } });
      const { workload, content } = standInOf(plan, "simulator");
      readLiveConfig(content, JSON.stringify(deployment));
      const served = workload.ports.map(({ number, bind }) => `${bind}:${number}`);
      assert.deepEqual(
        chatqnaTargets(plan).filter((address) => !served.includes(address)),
        [],
        JSON.stringify(deployment),
      );
    }
    const { notes } = watching({ via: "simulator", vectorStore: "qdrant" });
    assert.ok(
      notes.includes("Not simulated, and not watched: vectorstore, ui and nginx."),
      notes.join("\n"),
    );
  });

  it("tells how to make it busy, wherever it answers", () => {
    const hint = (chatqna: object): string => {
      const { notes } = watching({ via: "simulator", ...chatqna });
      return /npm run scenario.*$/m.exec(notes.join("\n"))?.[0] ?? "no hint";
    };
    assert.equal(hint({}), "npm run scenario -- overload");
    assert.equal(hint({ controlPort: 9500 }), "npm run scenario -- overload --stack test");
  });

  it("is not started by containers, which reach it where it is bound, and are told of it", () => {
    const planned = (bind: string): Plan =>
      makePlan(
        settingsFrom({
          platform: "docker",
          targets: { chatqna: { via: "simulator", bind } },
          grafana: { adminPassword: "any", secretKey: "any" },
        }),
        { stack: "dev", dashboards: noImports },
      );
    const bridge = planned("172.17.0.1");
    assert.ok(!bridge.workloads.some(({ program }) => program?.name === "simulator"));
    assert.ok(bridge.targets.some(({ address }) => address === "172.17.0.1:8888"));
    assert.match(bridge.notes.join("\n"), /npm run simulate -- --stack dev/);
    const desktop = planned("127.0.0.1");
    assert.ok(desktop.targets.some(({ address }) => address === "host.docker.internal:8888"));
    assert.ok(
      !bridge.workloads.some(({ name }) => /redis|blackbox/.test(name)),
      "there is no Redis and no page to measure",
    );
  });
});

describe("a replay in place of a ChatQnA", () => {
  it("plays where the settings ask for it, and no simulator beside it", () => {
    const plan = watching({ via: "replay", requestsPerSecond: 5 });
    const { content } = standInOf(plan, "replay");
    assert.equal((JSON.parse(content) as { requestsPerSecond: number }).requestsPerSecond, 5);
    assert.ok(!plan.workloads.some(({ program }) => program?.name === "simulator"));
    assert.match(plan.notes.join("\n"), /recorded bodies play ChatQnA 1\.5 on xeon/);
  });
});
