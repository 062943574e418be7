import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseSettings } from "../../../plan/settings/parse-settings";
import { allDeployments } from "../../../plan/targets/deployment-problems";
import type { Settings } from "../../../plan/settings/settings";

const hash = `$2y$10$${"a".repeat(53)}`;

describe("parseSettings", () => {
  it("fills in every default where nothing is set", () => {
    assert.deepEqual(settingsOf({}), {
      platform: "process",
      docker: {},
      kubernetes: {
        mode: "plain",
        namespace: "chatqna-monitoring",
        createNamespace: true,
        replicas: 1,
        discovery: "services",
        storage: { keep: false },
        access: [],
        operator: {
          release: "prometheus-stack",
          dashboardLabel: "grafana_dashboard",
          folderAnnotation: "grafana_folder",
        },
      },
      environment: "bench",
      targets: {
        chatqna: {
          deployment: {
            release: "1.5",
            hardware: "xeon",
            engine: "vllm",
            vectorStore: "redis",
            rerank: true,
            guardrails: false,
            faqgen: false,
          },
          access: {
            via: "simulator",
            scenario: "steady",
            bind: "127.0.0.1",
            controlPort: 9494,
          },
          services: {},
        },
        static: [],
      },
      prometheus: {
        version: "3.16.0",
        port: 9090,
        bind: "127.0.0.1",
        scrapeInterval: "5s",
        scrapeTimeout: "5s",
        evaluationInterval: "15s",
        retention: { time: "15d", size: "2GB" },
        volumeSize: "4GB",
        memoryLimit: "512MiB",
        externalLabels: {},
        remoteWrite: [],
        agent: false,
        limits: {
          bodySize: "16MB",
          samples: 50_000,
          labels: 64,
          labelNameLength: 128,
          labelValueLength: 1024,
        },
        keep: [],
      },
      grafana: {
        enabled: true,
        version: "13.2.0",
        port: 3000,
        bind: "127.0.0.1",
        memoryLimit: "512MiB",
        persistent: false,
        content: "files",
      },
      objectives: {
        preset: "mlperf-server",
        latencies: {
          timeToFirstToken: { percentile: "p99", limit: "2s" },
          interTokenLatency: { percentile: "p99", limit: "200ms" },
          endToEnd: { percentile: "p99", limit: "20s" },
        },
        errors: "1%",
        availability: "99.5%",
        window: "7d",
      },
      exporters: {
        node: { port: 19_100 },
        cadvisor: { dockerSocket: false },
        redis: {},
        blackbox: { urls: [] },
        dcgm: {},
        gaudi: { enabled: false, cards: 8 },
      },
      dashboards: [],
    } satisfies Settings);
  });

  it("lets the timeout and the evaluation follow the scrape interval", () => {
    const { prometheus } = settingsOf({ prometheus: { scrapeInterval: "1m" } });
    assert.equal(prometheus.scrapeTimeout, "10s");
    assert.equal(prometheus.evaluationInterval, "1m");
  });

  it("takes the engine that OPEA's files start", () => {
    const engineOf = (chatqna: object) =>
      settingsOf({ targets: { chatqna: { via: "host", ...chatqna } } }).targets.chatqna?.deployment
        .engine;
    assert.equal(engineOf({ release: "1.1" }), "tgi");
    assert.equal(engineOf({ hardware: "gaudi" }), "vllm");
    assert.equal(engineOf({ hardware: "rocm" }), "tgi");
    assert.equal(engineOf({ engine: "tgi" }), "tgi");
  });

  it("takes every deployment that OPEA has a docker compose file for", () => {
    const onHosts = allDeployments().filter(({ via }) => via === "host");
    assert.ok(onHosts.length > 0, "the catalogue is empty");
    for (const { deployment } of onHosts) {
      const chatqna = { via: "host", host: "gaudi-03", ...deployment };
      assert.deepEqual(
        settingsOf({ targets: { chatqna } }).targets.chatqna?.deployment,
        deployment,
      );
    }
  });

  it("takes a release that YAML read as a number", () => {
    const releaseOf = (release: unknown) =>
      settingsOf({ targets: { chatqna: { via: "host", release } } }).targets.chatqna?.deployment
        .release;
    assert.equal(releaseOf(1.4), "1.4");
    assert.equal(releaseOf(1), "1.0");
  });

  it("takes the static targets of the original guide", () => {
    const inCluster = "llm-dependency-svc.default.svc.cluster.local:9009";
    const { targets } = settingsOf({
      targets: { static: [{ job: "tgi", address: "localhost:9009" }] },
    });
    assert.deepEqual(targets, {
      static: [
        {
          job: "tgi",
          component: "llm",
          addresses: ["localhost:9009"],
          metricsPath: "/metrics",
          scheme: "http",
          labels: {},
        },
      ],
    });
    const other = settingsOf({ targets: { static: [{ job: "tgi", address: inCluster }] } });
    assert.deepEqual(other.targets.static[0]?.addresses, [inCluster]);
  });

  it("keeps what the user says about services and targets", () => {
    const { targets } = settingsOf({
      targets: {
        chatqna: {
          via: "host",
          host: "10.0.0.7",
          services: { llm: { address: "[::1]:9009" }, reranking: { enabled: false } },
        },
        static: [
          {
            job: "mine",
            addresses: ["a:1", "b:1"],
            component: "llm",
            scheme: "https",
            metricsPath: "/m",
            container: "c",
            namespace: "n",
            labels: { tier: "1" },
          },
        ],
      },
    });
    assert.deepEqual(targets.chatqna?.access, { via: "host", host: "10.0.0.7" });
    assert.deepEqual(targets.chatqna.services, {
      llm: { enabled: true, address: "[::1]:9009" },
      reranking: { enabled: false },
    });
    assert.deepEqual(targets.static, [
      {
        job: "mine",
        addresses: ["a:1", "b:1"],
        component: "llm",
        scheme: "https",
        metricsPath: "/m",
        container: "c",
        namespace: "n",
        labels: { tier: "1" },
      },
    ]);
  });

  it("puts references for secrets, and their values aside", () => {
    const result = parseSettings(
      {
        prometheus: {
          bind: "0.0.0.0",
          authentication: {
            users: { "monitor.bot": hash },
            monitor: { username: "monitor.bot", password: "one" },
          },
          remoteWrite: [
            { name: "a", url: "https://a.example/push", username: "me", password: "two" },
            { name: "b", url: "https://b.example/push", bearerToken: "three" },
          ],
        },
        grafana: { adminPassword: "four", secretKey: "five" },
      },
      { stack: "bench", isSecret: () => true },
    );
    assert.ok(result.ok, "valid settings were refused");
    assert.deepEqual(result.secrets, {
      'prometheus.authentication.users["monitor.bot"]': hash,
      "prometheus.authentication.monitor.password": "one",
      "prometheus.remoteWrite[0].password": "two",
      "prometheus.remoteWrite[1].bearerToken": "three",
      "grafana.adminPassword": "four",
      "grafana.secretKey": "five",
    });
    const { prometheus, grafana } = result.settings;
    assert.deepEqual(prometheus.authentication, {
      users: { "monitor.bot": { secret: 'prometheus.authentication.users["monitor.bot"]' } },
      monitor: {
        username: "monitor.bot",
        password: { secret: "prometheus.authentication.monitor.password" },
      },
    });
    assert.deepEqual(prometheus.remoteWrite[0]?.credential, {
      kind: "basic",
      username: "me",
      password: { secret: "prometheus.remoteWrite[0].password" },
    });
    assert.deepEqual(grafana.adminPassword, { secret: "grafana.adminPassword" });
    assert.deepEqual(grafana.secretKey, { secret: "grafana.secretKey" });
  });

  it("refuses a password where its hash belongs, and does not show it", () => {
    const problems = problemsOf(
      {
        prometheus: {
          authentication: {
            users: { ann: "hunter2" },
            monitor: { username: "ann", password: "hunter2" },
          },
        },
      },
      ["prometheus"],
    );
    assert.deepEqual(problems, [
      {
        key: "chatqna-monitoring:prometheus.authentication.users.ann",
        message:
          'is not valid (a secret is never shown); a user has the bcrypt hash of the password, which begins with "$2": htpasswd -nB NAME makes one.',
      },
    ]);
  });

  it("refuses a password that Grafana would trim, and does not show it", () => {
    for (const adminPassword of [" hunter2", "hunter2 ", "hunter2\n", " "]) {
      assert.deepEqual(problemsOf({ grafana: { adminPassword } }, ["grafana"]), [
        {
          key: "chatqna-monitoring:grafana.adminPassword",
          message:
            "is not valid (a secret is never shown); a password is a text, not empty, without blanks or line ends before or after it.",
        },
      ]);
    }
    assert.deepEqual(problemsOf({ grafana: { adminPassword: "hunter 2" } }, ["grafana"]), []);
  });

  it("shows no text of a group that holds a secret, which may be one at the wrong key", () => {
    assert.deepEqual(problemsOf({ grafana: { bind: "hunter2", port: 0 } }, ["grafana"]), [
      {
        key: "chatqna-monitoring:grafana.port",
        message: "is 0; a port is a whole number from 1 to 65535.",
      },
      {
        key: "chatqna-monitoring:grafana.bind",
        message:
          'is a text, not shown as secrets stand beside it; a server listens on an IP address of this machine, like "127.0.0.1", or "0.0.0.0" for all.',
      },
    ]);
  });

  it("checks against each other what is valid alone, whatever else is wrong", () => {
    const problems = problemsOf({
      grafana: { prot: 1 },
      prometheus: { port: 0, scrapeTimeout: "1m" },
    });
    assert.deepEqual(
      problems.map(({ key }) => key),
      [
        "chatqna-monitoring:prometheus.port",
        "chatqna-monitoring:grafana.prot",
        "chatqna-monitoring:prometheus.scrapeTimeout",
      ],
    );
  });

  it("draws no conclusion from a setting that is misspelt or refused", () => {
    const keys = (prometheus: object) => problemsOf({ prometheus }).map(({ key }) => key);
    assert.deepEqual(keys({ scrapeIntervall: "1m", scrapeTimeout: "1m" }), [
      "chatqna-monitoring:prometheus.scrapeIntervall",
    ]);
    assert.deepEqual(keys({ scrapeInterval: "1 m", scrapeTimeout: "1m" }), [
      "chatqna-monitoring:prometheus.scrapeInterval",
    ]);
  });

  it("lets a service on another machine have the port of a server here", () => {
    const chatqna = { via: "host", hardware: "gaudi", guardrails: true };
    assert.equal(problemsOf({ targets: { chatqna: { ...chatqna, host: "gaudi-03" } } }).length, 0);
    assert.equal(problemsOf({ targets: { chatqna: { ...chatqna, host: "127.0.0.1" } } }).length, 1);
  });

  it("lets two servers have one port at different addresses", () => {
    const grafana = { port: 9090, bind: "10.0.0.5" };
    assert.equal(problemsOf({ grafana }).length, 0);
    assert.equal(problemsOf({ grafana: { ...grafana, bind: "0.0.0.0" } }).length, 1);
    assert.equal(
      problemsOf({ grafana: { ...grafana, bind: "0.0.0.0", enabled: false } }).length,
      0,
    );
  });
});

function settingsOf(raw: Readonly<Record<string, unknown>>): Settings {
  const result = parseSettings(raw, { stack: "bench", isSecret: () => false });
  assert.ok(result.ok, `refused: ${JSON.stringify(result.ok ? [] : result.problems)}`);
  return result.settings;
}

function problemsOf(raw: Readonly<Record<string, unknown>>, secretKeys: readonly string[] = []) {
  const isSecret = (key: string) => secretKeys.includes(key);
  const result = parseSettings(raw, { stack: "bench", isSecret });
  return result.ok ? [] : result.problems;
}
