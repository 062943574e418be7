import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { publicUrl } from "../../../components/platforms/docker/public-url";
import { goDuration } from "../../../components/platforms/docker/server-shape";
import { type DockerShape, shapeContainers } from "../../../components/platforms/docker/shape";
import { makePlan } from "../../../plan/plan";
import { noImports, settingsFrom } from "../../plan/planned";

const targets = { chatqna: { via: "compose" } };
const docker = { network: "xeon_default" };
const bcrypt = `$2y$10$${"abcdefghijklmnopqrstuv".padEnd(53, "x")}`;
const accounts = {
  users: { monitor: bcrypt },
  monitor: { username: "monitor", password: "hunter2" },
};

function planOf(raw: Readonly<Record<string, unknown>> = {}) {
  const grafana = { adminPassword: "a", secretKey: "b", ...(raw["grafana"] as object | undefined) };
  const settings = settingsFrom({ platform: "docker", docker, targets, ...raw, grafana });
  return makePlan(settings, { stack: "dev", dashboards: noImports });
}

function shapeOf(name: string, raw: Readonly<Record<string, unknown>> = {}): DockerShape {
  const shapes = shapeContainers(planOf(raw).workloads, "dev");
  const shape = shapes.find(({ workload }) => workload.name === name);
  assert.ok(shape, `no ${name}`);
  return shape;
}

interface ScrapeConfigs {
  readonly scrape_configs: readonly {
    readonly static_configs: readonly {
      readonly targets: readonly string[];
      readonly labels: Readonly<Record<string, string>>;
    }[];
  }[];
}

const hardened = {
  readOnly: true,
  capabilities: { drops: ["ALL"] },
  securityOpts: ["no-new-privileges:true"],
  ulimits: [{ name: "nofile", soft: 65_536, hard: 65_536 }],
  memory: 512,
  memorySwap: 512,
  restart: "on-failure",
  maxRetryCount: 5,
  mounts: [],
  devices: [],
  pidMode: undefined,
  gpus: undefined,
  wait: true,
  waitTimeout: 120,
};
const labels = (workload: string) => [
  { label: "chatqna-monitoring.stack", value: "dev" },
  { label: "chatqna-monitoring.workload", value: workload },
];
const tmpfs = "rw,noexec,nosuid,nodev,size=128m,mode=0700";
const timing = { interval: "5s", timeout: "5s", retries: 3, startPeriod: "2m0s" };

describe("a workload as a container", () => {
  it("Prometheus: every argument", () => {
    const { image, storage, server } = shapeOf("prometheus");
    assert.equal(image, "docker.io/prom/prometheus:v3.16.0");
    assert.deepEqual(storage, [
      { name: "data", containerPath: "/prometheus", keepOnDestroy: false },
    ]);
    assert.deepEqual(server, {
      ...hardened,
      command: [
        "--config.file=/etc/prometheus/prometheus.yml",
        "--storage.tsdb.path=/prometheus",
        "--storage.tsdb.retention.time=15d",
        "--storage.tsdb.retention.size=2GB",
        "--web.listen-address=0.0.0.0:9090",
        "--config.auto-reload",
        "--config.auto-reload-interval=5s",
      ],
      envs: ["GOMEMLIMIT=483183820"],
      labels: labels("prometheus"),
      user: "65534:65534",
      ports: [{ internal: 9090, external: 9090, ip: "127.0.0.1", protocol: "tcp" }],
      hosts: [{ host: "host.docker.internal", ip: "host-gateway" }],
      joinsTargets: true,
      tmpfs: { "/tmp": `${tmpfs},uid=65534,gid=65534` },
      healthcheck: {
        tests: [
          "CMD",
          "wget",
          "--quiet",
          "--output-document=/dev/null",
          "http://127.0.0.1:9090/-/ready",
        ],
        ...timing,
      },
      stopTimeout: 30,
      destroyGraceSeconds: 30,
    });
  });

  it("Grafana: every argument, its database in memory", () => {
    const { image, storage, server } = shapeOf("grafana");
    assert.equal(image, "docker.io/grafana/grafana:13.2.0");
    assert.deepEqual(storage, []);
    assert.deepEqual(server, {
      ...hardened,
      command: ["--config=/etc/grafana/grafana.ini"],
      envs: ["GOMEMLIMIT=483183820"],
      labels: labels("grafana"),
      user: "472:0",
      ports: [{ internal: 3000, external: 3000, ip: "127.0.0.1", protocol: "tcp" }],
      hosts: [],
      joinsTargets: false,
      tmpfs: {
        "/tmp": `${tmpfs},uid=472,gid=0`,
        "/var/lib/grafana": `${tmpfs},uid=472,gid=0`,
      },
      healthcheck: {
        tests: [
          "CMD",
          "wget",
          "--quiet",
          "--output-document=/dev/null",
          "http://127.0.0.1:3000/api/health",
        ],
        ...timing,
      },
      stopTimeout: 20,
      destroyGraceSeconds: 20,
    });
  });

  it("Grafana keeps its database on a volume where the settings say so", () => {
    const { storage, server } = shapeOf("grafana", { grafana: { persistent: true } });
    assert.deepEqual(
      storage.map(({ containerPath }) => containerPath),
      ["/var/lib/grafana"],
    );
    assert.deepEqual(Object.keys(server.tmpfs), ["/tmp"]);
  });

  it("lets only the server read a secret file, and shows none in what docker inspect prints", () => {
    const { files, server } = shapeOf("prometheus", { prometheus: { authentication: accounts } });
    const uploads = files?.uploads ?? [];
    const secret = uploads.filter(({ permissions }) => permissions === "0400");
    assert.deepEqual(secret.map(({ file, owner }) => `${file} ${owner}`).sort(), [
      "/etc/prometheus/secrets/monitor-password 65534",
      "/etc/prometheus/secrets/probe.yml 65534",
      "/etc/prometheus/web.yml 65534",
    ]);
    assert.deepEqual(server.healthcheck.tests.slice(1), [
      "promtool",
      "check",
      "ready",
      "--url=http://127.0.0.1:9090",
      "--http.config.file=/etc/prometheus/secrets/probe.yml",
    ]);
  });

  const restarting = (version: string) =>
    shapeOf("prometheus", { prometheus: { version } }).files?.restartOn.length;
  it("restarts Prometheus for a changed file only where it cannot reload it", () => {
    const rules = planOf().rules.length;
    assert.ok(rules > 0);
    assert.equal(restarting("3.16.0"), 0);
    assert.equal(restarting("3.2.0"), rules, "rule files before 3.4");
    assert.equal(restarting("2.52.0"), rules + 1);
  });

  it("keeps no secret and no board of yesterday in a volume, and may keep a rule", () => {
    const unstaying = (name: string, raw: Readonly<Record<string, unknown>> = {}) =>
      shapeOf(name, raw).files?.unstaying;
    assert.equal(unstaying("prometheus"), "");
    assert.equal(
      unstaying("prometheus", { prometheus: { authentication: accounts } }),
      "secrets/monitor-password,secrets/probe.yml,web.yml",
    );
    const boards = unstaying("grafana", { grafana: { content: "files" } })?.split(",");
    assert.ok(boards?.includes("dashboards/chatqna/chatqna-monitoring.json"), boards?.join("\n"));
  });

  it("gives each version the flag that it knows", () => {
    const flags = (version: string) =>
      shapeOf("prometheus", { prometheus: { version } }).server.command.filter((flag) =>
        flag.includes("reload"),
      );
    assert.deepEqual(flags("2.52.0"), []);
    assert.deepEqual(flags("3.11.0"), [
      "--enable-feature=auto-reload-config",
      "--config.auto-reload-interval=5s",
    ]);
  });

  it("scrapes localhost at the host gateway, and says so", () => {
    const { targets: all, notes } = planOf({ targets: { chatqna: { via: "host" } } });
    const planned = all.filter(({ servedBy }) => servedBy === undefined);
    assert.ok(planned.length > 0);
    for (const { address } of planned) assert.match(address, /^host\.docker\.internal:\d+$/);
    assert.match(notes.join("\n"), /loopback only cannot be reached from a container/);
  });

  it("is found under a name that OPEA's compose.telemetry.yaml cannot have as well", () => {
    const { networkName, reachedAt, files } = shapeOf("prometheus");
    assert.equal(networkName, "prometheus.dev.chatqna-monitoring");
    assert.equal(reachedAt, "prometheus.dev.chatqna-monitoring:9090");
    const config = files?.uploads.find(({ file }) => file.endsWith("/prometheus.yml"));
    const text = config?.content.filter((part) => typeof part === "string").join("") ?? "";
    const { scrape_configs } = parse(text) as ScrapeConfigs;
    const own = scrape_configs
      .flatMap(({ static_configs }) => static_configs)
      .filter(({ labels }) => ["host", "monitoring"].includes(labels["component"] ?? ""));
    assert.deepEqual(
      own.map(({ targets, labels }) => [targets, labels["instance"]]),
      [
        [["127.0.0.1:9090"], "prometheus:9090"],
        [["node-exporter.dev.chatqna-monitoring:9100"], "node-exporter:9100"],
        [["cadvisor.dev.chatqna-monitoring:8080"], "cadvisor:8080"],
      ],
    );
  });

  it("writes durations as Go does", () => {
    assert.deepEqual([20, 120, 3605].map(goDuration), ["20s", "2m0s", "1h0m5s"]);
  });

  it("names the Docker host in a URL only where it is open there", () => {
    const { workload } = shapeOf("prometheus");
    const open = { ...workload, ports: [{ name: "web", number: 9090, bind: "0.0.0.0" }] };
    assert.equal(publicUrl(workload, "ssh://me@gaudi"), "http://127.0.0.1:9090");
    assert.equal(publicUrl(open, "ssh://me@gaudi"), "http://gaudi:9090");
    assert.equal(publicUrl(open, undefined), "http://127.0.0.1:9090");
  });
});
