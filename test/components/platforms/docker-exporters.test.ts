import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type DockerShape, shapeContainers } from "../../../components/platforms/docker/shape";
import { makePlan } from "../../../plan/plan";
import { noImports, settingsFrom } from "../../plan/planned";

function shapesOf(exporters: object = {}): readonly DockerShape[] {
  const settings = settingsFrom({
    platform: "docker",
    docker: { network: "xeon_default" },
    targets: { chatqna: { via: "compose" } },
    grafana: { enabled: false },
    exporters,
  });
  return shapeContainers(
    makePlan(settings, { stack: "dev", dashboards: noImports }).workloads,
    "dev",
  );
}

function shapeOf(name: string, exporters: object = {}): DockerShape {
  const shape = shapesOf(exporters).find(({ workload }) => workload.name === name);
  assert.ok(shape, `no ${name}`);
  return shape;
}

const everything = { dcgm: { enabled: true }, gaudi: { enabled: true, cards: 1 } };

describe("an exporter as a container", () => {
  it("node_exporter: every argument", () => {
    const { image, files, storage, server } = shapeOf("node-exporter");
    assert.equal(image, "docker.io/prom/node-exporter:v1.12.1");
    assert.equal(files, undefined);
    assert.deepEqual(storage, []);
    assert.deepEqual(
      { ...server, command: server.command.filter((argument) => !argument.includes("collector")) },
      {
        readOnly: true,
        capabilities: { drops: ["ALL"] },
        securityOpts: ["no-new-privileges:true"],
        ulimits: [{ name: "nofile", soft: 65_536, hard: 65_536 }],
        memory: 64,
        memorySwap: 64,
        restart: "on-failure",
        maxRetryCount: 5,
        wait: true,
        waitTimeout: 30,
        devices: [],
        gpus: undefined,
        command: ["--web.listen-address=0.0.0.0:9100", "--path.rootfs=/host"],
        envs: [],
        labels: [
          { label: "chatqna-monitoring.stack", value: "dev" },
          { label: "chatqna-monitoring.workload", value: "node-exporter" },
        ],
        user: "65534:65534",
        ports: [],
        hosts: [],
        joinsTargets: false,
        mounts: [
          {
            type: "bind",
            source: "/",
            target: "/host",
            readOnly: true,
            bindOptions: { propagation: "rslave" },
          },
        ],
        pidMode: "host",
        tmpfs: {},
        healthcheck: {
          tests: ["CMD", "wget", "-q", "--spider", "http://127.0.0.1:9100/"],
          interval: "5s",
          timeout: "5s",
          retries: 3,
          startPeriod: "30s",
        },
        stopTimeout: 5,
        destroyGraceSeconds: 5,
      },
    );
  });

  it("cAdvisor: no root, no privileges, no socket", () => {
    const { server } = shapeOf("cadvisor");
    assert.equal(server.user, "65534:65534");
    assert.deepEqual(
      server.mounts.map(({ source }) => source),
      ["/sys/fs/cgroup"],
    );
    assert.deepEqual(server.devices, [
      { hostPath: "/dev/kmsg", containerPath: "/dev/kmsg", permissions: "rw" },
    ]);
  });

  it("cAdvisor with the socket: root, and nothing else less strict", () => {
    const plain = shapeOf("cadvisor").server;
    const { server } = shapeOf("cadvisor", { cadvisor: { dockerSocket: true } });
    assert.equal(server.user, "0:0");
    assert.deepEqual(
      server.mounts.map(({ source, readOnly }) => `${source} ${String(readOnly)}`),
      ["/sys/fs/cgroup true", "/ true", "/var/run/docker.sock true", "/var/lib/docker true"],
    );
    const { user, mounts, command, ...rest } = plain;
    assert.ok(user !== server.user && mounts !== server.mounts && command !== server.command);
    assert.deepEqual(
      Object.fromEntries(
        Object.keys(rest).map((key) => [key, Reflect.get(server, key) as unknown]),
      ),
      rest,
    );
  });

  it("dcgm-exporter is given the GPUs, and nobody else", () => {
    const given = shapesOf(everything).filter(({ server }) => server.gpus === "all");
    assert.deepEqual(
      given.map(({ workload }) => workload.name),
      ["dcgm-exporter"],
    );
  });

  it("the Gaudi exporter is given each card's control device", () => {
    assert.deepEqual(
      shapeOf("gaudi-exporter", everything).server.devices.map(({ hostPath }) => hostPath),
      ["/dev/accel/accel_controlD0"],
    );
  });

  it("measures localhost at the host gateway, which it is told", () => {
    const { server } = shapeOf("redis-exporter", { redis: { address: "localhost:6380" } });
    assert.equal(server.command[0], "--redis.addr=redis://host.docker.internal:6380");
    assert.deepEqual(server.hosts, [{ host: "host.docker.internal", ip: "host-gateway" }]);
    assert.equal(server.joinsTargets, true);
  });

  it("is not published on the host", () => {
    const published = shapesOf(everything).filter(({ server }) => server.ports.length > 0);
    assert.deepEqual(
      published.map(({ workload }) => workload.name),
      ["prometheus"],
    );
  });
});
