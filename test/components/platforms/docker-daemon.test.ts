import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, describe, it } from "node:test";
import { NotDocker, listContainers } from "../../../components/platforms/docker/daemon/containers";
import {
  endpointOfProvider,
  isOnThisMachine,
} from "../../../components/platforms/docker/daemon/endpoint";
import type { Endpoint } from "../../../components/platforms/docker/daemon/request";
import { diagnose } from "../../../components/platforms/docker/failed-start";
import { providerArgs } from "../../../components/platforms/docker/provider-args";
import { takenPorts } from "../../../components/platforms/docker/taken-ports";
import type { Workload } from "../../../plan/workloads/workload";
import { type ForeignContainer, RecordedApi } from "../../engine/providers/docker/api";
import type { DaemonState } from "../../engine/providers/docker/daemon";
import { freePort } from "../../../toolchain/free-port";

describe("where the docker provider finds its daemon", () => {
  const socket = (path: string): Endpoint => ({ kind: "socket", path });
  const cases: readonly [string, Parameters<typeof endpointOfProvider>, Endpoint | undefined][] = [
    ["the system's socket", [{}, {}], socket("/var/run/docker.sock")],
    ["DOCKER_HOST", [{}, { DOCKER_HOST: "unix:///run/d.sock" }], socket("/run/d.sock")],
    [
      "the settings, before DOCKER_HOST",
      [{ host: "tcp://[::1]:2375" }, { DOCKER_HOST: "unix:///run/d.sock" }],
      { kind: "tcp", host: "::1", port: 2375 },
    ],
    [
      "a port of its own",
      [{ host: "tcp://gaudi" }, {}],
      { kind: "tcp", host: "gaudi", port: 2375 },
    ],
    ["ssh, which only the provider can", [{ host: "ssh://me@gaudi" }, {}], undefined],
    ["TLS", [{ host: "tcp://gaudi:2376", certPath: "/certs" }, {}], undefined],
    ["TLS by the environment", [{ host: "tcp://g:2376" }, { DOCKER_CERT_PATH: "/c" }], undefined],
    ["a context", [{}, { DOCKER_CONTEXT: "gaudi" }], undefined],
  ];
  for (const [title, args, expected] of cases) {
    it(title, () => {
      assert.deepEqual(endpointOfProvider(...args), expected);
    });
  }

  it("is this machine for a socket and for loopback", () => {
    const at = (host: string) => isOnThisMachine({ kind: "tcp", host, port: 2375 });
    assert.ok(isOnThisMachine(socket("/var/run/docker.sock")));
    assert.deepEqual(["localhost", "127.0.0.1", "::1", "gaudi"].map(at), [true, true, true, false]);
  });

  it("is told to the provider, certificates by their folder", () => {
    assert.deepEqual(providerArgs({}), {});
    assert.deepEqual(providerArgs({ host: "tcp://gaudi:2376", certPath: "/certs", network: "n" }), {
      host: "tcp://gaudi:2376",
      certPath: "/certs",
    });
    assert.deepEqual(providerArgs({ host: "ssh://gaudi", sshOptions: ["-i", "/key"] }), {
      host: "ssh://gaudi",
      sshOpts: ["-i", "/key"],
    });
  });
});

describe("the containers of a daemon", () => {
  it("have TCP ports only: nobody scrapes UDP", async (context) => {
    const Ports = ["tcp", "udp"].map((Type, index) => ({
      IP: "0.0.0.0",
      PrivatePort: 6831 + index,
      PublicPort: 6831 + index,
      Type,
    }));
    const listed = [{ Names: ["/jaeger"], Image: "jaeger", State: "running", Ports }];
    const daemon = await serve(context, 200, JSON.stringify(listed));
    const [jaeger] = await listContainers(daemon, 1_000);
    assert.deepEqual(jaeger?.ports, [{ container: 6831, host: 6831, bind: "0.0.0.0" }]);
  });

  it("are not made up from what another server answers", async (context) => {
    const daemon = await serve(context, 200, "<html>");
    await assert.rejects(listContainers(daemon, 1_000), NotDocker);
  });
});

describe("ports that are taken on the Docker host", () => {
  const check = async (
    context: TestContext,
    foreign: Omit<ForeignContainer, "image" | "port">,
    bind = "127.0.0.1",
  ) => {
    const port = await freePort();
    const { api, daemon } = await startApi(context);
    api.foreign = [{ image: "grafana/grafana:11.0.0", port, ...foreign }];
    const found = await takenPorts({ workloads: [workloadAt(port, bind)], stack: "dev", daemon });
    return found.map((obstacle) => obstacle.replace(String(port), "PORT"));
  };

  it("are named with the container that has them", async (context) => {
    assert.deepEqual(await check(context, { name: "xeon-grafana" }), [
      "port PORT is taken by container xeon-grafana (grafana/grafana:11.0.0)",
    ]);
  });

  it("are named with the stack, where it is another of this project", async (context) => {
    const labels = { "chatqna-monitoring.stack": "bench" };
    assert.deepEqual(await check(context, { name: "prometheus-1", labels }), [
      "port PORT is taken by container prometheus-1 (stack bench)",
    ]);
  });

  it("are free for the stack that has them", async (context) => {
    const labels = { "chatqna-monitoring.stack": "dev" };
    assert.deepEqual(await check(context, { name: "prometheus-1", labels }), []);
  });

  it("are free at another address", async (context) => {
    assert.deepEqual(await check(context, { name: "other", bind: "127.0.0.2" }), []);
    assert.equal((await check(context, { name: "other", bind: "127.0.0.2" }, "0.0.0.0")).length, 1);
  });

  it("are not looked for where Docker cannot be asked", async (context) => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
    context.after(() => holder.close());
    const address = holder.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const workloads = [workloadAt(port, "127.0.0.1")];
    const nobody: Endpoint = { kind: "socket", path: "/nowhere.sock" };
    for (const daemon of [undefined, nobody]) {
      assert.deepEqual(await takenPorts({ workloads, stack: "dev", daemon }), []);
    }
    const { daemon } = await startApi(context);
    assert.equal((await takenPorts({ workloads, stack: "dev", daemon })).length, 1);
  });
});

describe("a server that is not ready", () => {
  const label = (name: string, value: string) => ({ label: `chatqna-monitoring.${name}`, value });
  const state = (broken: boolean): DaemonState => ({
    calls: [],
    reachedBy: {},
    objects: {
      one: {
        type: "container",
        name: "grafana-1a2b3c4",
        inputs: {
          image: "sha256:1",
          labels: [label("stack", "dev"), label("workload", "grafana")],
        },
        ...(broken && { broken }),
      },
    },
  });

  it("is told broken when it crashed, with its last lines", async (context) => {
    const { api, daemon } = await startApi(context, state(true));
    api.log = "first\nsecond\n";
    assert.deepEqual(await diagnose({ stack: "dev", workload: "grafana", daemon }), {
      isBroken: true,
      text: [
        "grafana is not ready: its container grafana-1a2b3c4 is restarting, ended with code 2 the last time, was started anew 3 times.",
        "Its last lines:",
        "  first",
        "  second",
        "All of them: docker logs grafana-1a2b3c4",
      ].join("\n"),
    });
  });

  it("is not told broken while it runs", async (context) => {
    const { daemon } = await startApi(context, state(false));
    const { isBroken, text } = await diagnose({ stack: "dev", workload: "grafana", daemon });
    assert.equal(isBroken, false);
    assert.match(text, /is running and healthy\.\nIt printed nothing\./);
  });

  it("is not there yet while its image is on its way", async (context) => {
    const { daemon } = await startApi(context, state(false));
    assert.deepEqual(await diagnose({ stack: "bench", workload: "grafana", daemon }), {
      isBroken: false,
      text: "grafana has no container yet: its image is on its way.",
    });
  });

  it("gets the command that looks why, where only the provider reaches the daemon", async () => {
    const host = "ssh://me@gaudi";
    const server = { stack: "dev", workload: "grafana", daemon: undefined, host };
    const filters =
      "--filter label=chatqna-monitoring.stack=dev --filter label=chatqna-monitoring.workload=grafana";
    assert.deepEqual(await diagnose(server), {
      isBroken: false,
      text: `grafana is not ready. Look why: docker --host ${host} logs $(docker --host ${host} ps -aq ${filters})`,
    });
  });
});

function workloadAt(number: number, bind: string): Workload {
  return {
    name: "prometheus",
    args: [],
    env: {},
    files: [],
    ports: [{ name: "web", number, bind }],
    storage: [],
    readiness: { port: "web", path: "/-/ready", scheme: "http", timeoutSeconds: 1 },
    startAfter: [],
    stopGraceSeconds: 1,
  };
}

async function startApi(context: TestContext, state?: DaemonState) {
  const directory = temporary(context);
  const file = join(directory, "daemon.json");
  if (state !== undefined) writeFileSync(file, JSON.stringify(state));
  const path = join(directory, "docker.sock");
  const api = new RecordedApi(file, path);
  await api.start();
  context.after(() => api.stop());
  return { api, daemon: { kind: "socket", path } as const };
}

async function serve(context: TestContext, status: number, body: string): Promise<Endpoint> {
  const path = join(temporary(context), "docker.sock");
  const server = createServer((_request, response) => {
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { kind: "socket", path };
}

function temporary(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "docker-daemon-"));
  context.after(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}
