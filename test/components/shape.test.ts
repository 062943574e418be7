import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { shapeProcesses } from "../../components/platforms/process/shape";
import type { Workload } from "../../plan/workloads/workload";

const workload: Workload = {
  name: "server",
  program: { name: "server", path: "/bin/server", leadingArgs: ["run"], version: "1" },
  args: [
    ["--config=", { ref: "file", path: "a/b.yml" }],
    ["--data=", { ref: "storage", storage: "data" }],
    ["--listen=", { ref: "listen", port: "web" }],
  ],
  env: { PEER: [{ ref: "reach", workload: "peer", port: "api" }] },
  files: [
    { path: "a/b.yml", content: "x: 1\n", secret: false, onChange: "reload" },
    {
      path: "password",
      content: ["p=", { ref: "secret", key: "k.p" }],
      secret: true,
      onChange: "restart",
    },
  ],
  ports: [{ name: "web", number: 9, bind: "::1" }],
  storage: [{ name: "data", sizeBytes: 1, keepOnDestroy: true }],
  readiness: {
    port: "web",
    path: "/ok",
    scheme: "http",
    timeoutSeconds: 3,
    credentials: { username: "u", password: "k.p" },
  },
  startAfter: [],
  stopGraceSeconds: 1,
};
const peer: Workload = {
  ...workload,
  name: "peer",
  args: [],
  env: {},
  files: [],
  storage: [],
  ports: [
    { name: "web", number: 8, bind: "127.0.0.1" },
    { name: "api", number: 7, bind: "0.0.0.0" },
  ],
};

describe("a workload as a host process", () => {
  const [shape] = shapeProcesses([workload, peer], "/stack");

  it("has every path, address and mode settled", () => {
    assert.deepEqual(shape, {
      workload,
      directories: [
        { storage: "data", path: "/stack/server/data", mode: "0700", keepOnDelete: true },
      ],
      files: [
        {
          name: "a/b.yml",
          path: "/stack/server/config/a/b.yml",
          content: ["x: 1\n"],
          mode: "0644",
          root: "/stack",
          secret: false,
          onChange: "reload",
        },
        {
          name: "password",
          path: "/stack/server/config/password",
          content: ["p=", { secret: "k.p" }],
          mode: "0600",
          root: "/stack",
          secret: true,
          onChange: "restart",
        },
      ],
      program: "/bin/server",
      args: [
        "run",
        "--config=/stack/server/config/a/b.yml",
        "--data=/stack/server/data",
        "--listen=[::1]:9",
      ],
      environment: { PEER: "127.0.0.1:7" },
      workingDirectory: "/stack",
      logFile: "/stack/logs/server.log",
      registry: "/stack/registry",
      ports: [{ address: "::1", port: 9 }],
      readiness: {
        url: "http://[::1]:9/ok",
        timeoutSeconds: 3,
        username: "u",
        password: { secret: "k.p" },
      },
    });
  });

  const shaping = (change: Partial<Workload>) => () =>
    shapeProcesses([{ ...workload, ...change }, peer], "/stack");

  it("never shows a secret on the command line or in the environment", () => {
    const leak = [{ ref: "secret", key: "k.p" }] as const;
    const message = "server would show the secret k.p in its process list.";
    assert.throws(shaping({ args: [leak] }), { message });
    assert.throws(shaping({ env: { P: leak } }), { message });
  });

  it("refuses to reach what is not planned", () => {
    assert.throws(shaping({ env: { P: [{ ref: "reach", workload: "nobody", port: "web" }] } }), {
      message: "server reaches nobody, which is not planned.",
    });
    assert.throws(shaping({ env: { P: [{ ref: "reach", workload: "peer", port: "ssh" }] } }), {
      message: "peer has no port named ssh.",
    });
  });
});
