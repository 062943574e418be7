import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { e2e } from "../../commands/e2e-kubernetes";
import { Checks, eventually, expectSame } from "../../commands/e2e/checks";
import { scratchNamespaces } from "../../commands/e2e/cluster-under-test";
import { Kubectl } from "../../commands/e2e/kubectl";
import { LoopbackServers } from "../../commands/e2e/loopback-servers";
import { operatorSettings } from "../../commands/e2e/operator-checks";
import { type Change, changedObjects, plainSettings } from "../../commands/e2e/plain-checks";
import { RenderedStack } from "../../commands/e2e/rendered-stack";
import { thisMachine } from "../../toolchain/machine";
import { createProgress } from "../../toolchain/progress";

const progress = createProgress({ output: { write: () => undefined } });

describe("npm run e2e:kubernetes", () => {
  const without = async (...args: readonly string[]) => {
    let printed = "";
    const code = await e2e(args, {
      machine: { ...thisMachine(), env: { PATH: "/nowhere" } },
      print: (text) => (printed += text),
      progress,
    });
    return { code, lastLine: printed.trimEnd().split("\n").at(-1) };
  };

  it("is skipped without kubectl, with the reason as the last line", async () => {
    const expected = { code: 0, lastLine: "skipped: there is no kubectl on PATH" };
    assert.deepEqual(await without(), expected);
  });

  it("fails without kubectl where it is required", async () => {
    const expected = { code: 1, lastLine: "cannot run: there is no kubectl on PATH" };
    assert.deepEqual(await without("--required"), expected);
  });

  it("changes the objects that it expects to see changed, and no others", () => {
    const namespaces = scratchNamespaces();
    const texts = (change: Change) =>
      new Map(
        new RenderedStack(new Kubectl(""), plainSettings(namespaces, change)).objects.manifests.map(
          (manifest) => [`${manifest.kind}/${manifest.metadata.name}`, JSON.stringify(manifest)],
        ),
      );
    const before = texts("nothing");
    for (const change of Object.keys(changedObjects) as Change[]) {
      const changed = [...texts(change)].filter(([id, text]) => before.get(id) !== text);
      assert.deepEqual(changed.map(([id]) => id).sort(), changedObjects[change], change);
    }
  });

  it("has every kind of object that operator mode has", () => {
    const stack = new RenderedStack(new Kubectl(""), operatorSettings(scratchNamespaces()));
    const kinds = new Set(stack.objects.manifests.map(({ kind }) => kind));
    for (const kind of ["ServiceMonitor", "ScrapeConfig", "PrometheusRule", "ConfigMap"]) {
      assert.ok(kinds.has(kind), `no ${kind} among ${[...kinds].join(", ")}`);
    }
  });
});

describe("the checks of a run", () => {
  it("are told and counted where they hold, and end it with their name where they do not", async () => {
    let printed = "";
    const checks = new Checks(progress, (text) => (printed += text));
    await checks.expect("water is wet", () => Promise.resolve());
    await assert.rejects(
      checks.expect("water is dry", () => Promise.reject(new Error("It is wet."))),
      /Not so: water is dry\.\nIt is wet\./,
    );
    assert.equal(checks.count, 1);
    assert.equal(printed, "water is wet\n");
  });

  it("name what was found and what should have been", () => {
    assert.doesNotThrow(() => {
      expectSame("left", ["b", "a"], ["a", "b"]);
    });
    assert.throws(() => {
      expectSame("left", ["pvc/data"], []);
    }, /^Error: left: pvc\/data; expected: nothing$/);
  });

  it("give a controller time, and tell its last failure", async () => {
    let asked = 0;
    await eventually(60, () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error("not yet")) : Promise.resolve();
    });
    assert.equal(asked, 2);
    await assert.rejects(
      eventually(0, () => Promise.reject(new Error("never"))),
      /never/,
    );
  });
});

describe("the servers of a control plane", () => {
  const started = (...programs: readonly (readonly [name: string, script: string])[]) => {
    const servers = new LoopbackServers();
    for (const [name, script] of programs) servers.start(name, process.execPath, ["-e", script]);
    return servers;
  };

  it("are stopped together, with all that they wrote", async () => {
    const servers = started(["one", "setInterval(() => {}, 1000)"]);
    assert.equal(servers.ended(), undefined);
    await servers.stop();
    assert.equal(servers.ended(), "one");
    assert.ok(!existsSync(servers.directory), `${servers.directory} is left`);
  });

  it("tell which has ended, and what it said last", async () => {
    const servers = started(
      ["one", "setInterval(() => {}, 1000)"],
      ["two", "console.error('no such flag'); process.exit(1)"],
    );
    try {
      await eventually(60, () =>
        servers.ended() === "two" ? Promise.resolve() : Promise.reject(new Error("two runs on")),
      );
      assert.match(servers.lastLines(), /two:\n {2}no such flag/);
    } finally {
      await servers.stop();
    }
  });

  it("count one that cannot be started as ended", async () => {
    const servers = new LoopbackServers();
    servers.start("absent", "/nowhere/absent", []);
    assert.equal(servers.ended(), "absent");
    await servers.stop();
  });
});
