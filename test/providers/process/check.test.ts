import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { secret } from "../../../providers/process/property-values";
import { newProvider, sha256, urnOf } from "./sandbox";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const provider = newProvider();

describe("check of a File", () => {
  const urn = urnOf("File", "file");
  const good = { path: "/srv/a/file", content: "text", mode: "0600", root: "/srv" };

  it("passes good inputs, secret and unknown ones among them", async () => {
    assert.deepEqual(await provider.check(urn, good), []);
    assert.deepEqual(await provider.check(urn, { ...good, content: secret("s") }), []);
    assert.deepEqual(await provider.check(urn, { ...good, content: unknown }), []);
    assert.deepEqual(await provider.check(urn, { ...good, content: secret(unknown) }), []);
  });

  it("tells everything that is wrong at once, and no secret", async () => {
    const bad = { path: "a/file", content: secret(["hunter2"]), mode: "0666", modus: "x" };
    assert.deepEqual(await provider.check(urn, bad), [
      "modus is not a property of this resource",
      'path must be an absolute path, found "a/file"',
      "content must be text, found a list",
      'mode must be "0644" or "0600", found "0666"',
    ]);
  });

  it("wants the root above the file", async () => {
    for (const root of ["/srv/a/file", "/sr", "/other"]) {
      const reason = `root must be above /srv/a/file, found ${root}`;
      assert.deepEqual(await provider.check(urn, { ...good, root }), [reason]);
    }
    const dots = await provider.check(urn, { ...good, path: "/srv/../etc/passwd" });
    assert.deepEqual(dots, [
      'path must be an absolute path without "..", "//" or a "/" at its end, found "/srv/../etc/passwd"',
    ]);
  });
});

describe("check of a Directory", () => {
  it("tells what is wrong", async () => {
    const urn = urnOf("Directory", "directory");
    const good = { path: "/srv/data", mode: "0700", keepOnDelete: false };
    assert.deepEqual(await provider.check(urn, good), []);
    assert.deepEqual(await provider.check(urn, { path: "/srv/", mode: "0777" }), [
      'path must be an absolute path without "..", "//" or a "/" at its end, found "/srv/"',
      'mode must be "0755" or "0700", found "0777"',
      "keepOnDelete is missing",
    ]);
  });
});

describe("check of a Process", () => {
  const urn = urnOf("Process", "process");
  const good = {
    name: "prometheus",
    program: "/usr/bin/prometheus",
    args: ["--config.file=/srv/prometheus.yml"],
    environment: {},
    workingDirectory: "/srv",
    logFile: "/srv/prometheus.log",
    registry: "/srv/registry",
    files: [{ path: "/srv/prometheus.yml", sha256: sha256(""), onChange: "restart" }],
    ports: [{ address: "127.0.0.1", port: 9090 }],
    readiness: { url: "http://127.0.0.1:9090/-/ready", timeoutSeconds: 30 },
    stopGraceSeconds: 10,
  };
  const cases: readonly (readonly [change: object, reason: string])[] = [
    [{ program: "prometheus" }, 'program must be an absolute path, found "prometheus"'],
    [{ args: "x" }, 'args must be a list, found "x"'],
    [{ args: ["a", 1] }, "args[1] must be text, found 1"],
    [{ environment: { A: secret(7) } }, "environment.A must be text, found a number"],
    [{ name: "" }, 'name must be text that is not empty, found ""'],
    [{ stopGraceSeconds: -1 }, "stopGraceSeconds must be a number from 0 to 3600, found -1"],
    [
      { ports: [{ address: "localhost", port: 1 }] },
      'ports[0].address must be an IP address, found "localhost"',
    ],
    [
      { ports: [{ address: "::1", port: 70000 }] },
      "ports[0].port must be a number from 1 to 65535, found 70000",
    ],
    [
      { ports: [{ address: "::1", port: 1.5 }] },
      "ports[0].port must be a whole number from 1 to 65535, found 1.5",
    ],
    [
      { files: [{ path: "/x", sha256: "abc", onChange: "nothing" }] },
      'files[0].sha256 must be a SHA-256 sum of 64 hexadecimal digits, found "abc"',
    ],
    [
      { files: [{ path: "/x", sha256: sha256(""), onChange: "reload" }] },
      "reload is missing, and /x is to be reloaded: say how, or restart instead",
    ],
    [{ files: [good.files[0], good.files[0]] }, "files name /srv/prometheus.yml twice"],
    [
      { readiness: { ...good.readiness, url: "ftp://x/" } },
      'readiness.url must be an http or https address, found "ftp://x/"',
    ],
    [
      { readiness: { ...good.readiness, url: "http://a:b@x/" } },
      "readiness.url must not hold credentials: they have properties of their own",
    ],
    [
      { readiness: { ...good.readiness, password: secret("hunter2") } },
      "readiness.username is missing, while password is given",
    ],
    [
      { readiness: { ...good.readiness, username: "monitor" } },
      "readiness.password is missing, while username is given",
    ],
    [{ reload: {} }, "reload.signal is missing"],
    [{ registry: null }, "registry is missing"],
  ];

  it("passes good inputs, unknown ones among them", async () => {
    assert.deepEqual(await provider.check(urn, good, good), []);
    for (const name of Object.keys(good)) {
      assert.deepEqual(await provider.check(urn, { ...good, [name]: unknown }, good), [], name);
    }
    const files = [{ ...good.files[0], sha256: secret(unknown) }];
    assert.deepEqual(await provider.check(urn, { ...good, files }, good), []);
  });

  for (const [change, reason] of cases) {
    it(`says: ${reason}`, async () => {
      const failures = await provider.check(urn, { ...good, ...change });
      assert.equal(failures[0], reason);
    });
  }
});

describe("check of another type", () => {
  it("names the types there are", async () => {
    const urn = "urn:pulumi:test::project::process:index:Pipe::pipe";
    await assert.rejects(async () => provider.check(urn, {}), {
      message:
        "The process provider has no resource type process:index:Pipe; it has " +
        "process:index:Directory, process:index:File, process:index:Process.",
    });
  });
});
