import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { addEntry } from "../../toolchain/cache";
import { findTool } from "../../toolchain/find-tool";
import type { Machine } from "../../toolchain/machine";
import { UserError } from "../../toolchain/user-error";
import {
  fakeMachine,
  temporaryDirectory,
  writeProgram,
  writePulumi,
  writeScript,
} from "./fake-machine";

async function cachePulumi(machine: Machine, version: string): Promise<void> {
  await addEntry(machine, "pulumi", (directory) => {
    writePulumi(directory, version);
    const programs = { pulumi: "pulumi", "pulumi-language-nodejs": "pulumi-language-nodejs" };
    return Promise.resolve({ version, origin: "go build", programs });
  });
}

async function found(machine: Machine) {
  const search = await findTool(machine, "pulumi");
  return "tool" in search ? `${search.tool.from} ${search.tool.version}` : search.tried.join();
}

describe("where a tool is found", () => {
  it("is the environment variable, then PATH, then the cache", async (context) => {
    const elsewhere = temporaryDirectory(context);
    const machine = fakeMachine(context);
    assert.equal(await found(machine), "PATH: no pulumi");
    await cachePulumi(machine, "3.203.0");
    assert.equal(await found(machine), "cache 3.203.0");
    writePulumi(machine.bin, "3.202.0");
    assert.equal(await found(machine), "PATH 3.202.0");
    writePulumi(elsewhere, "3.201.0");
    const env = { ...machine.env, CHATQNA_MONITORING_PULUMI: elsewhere };
    assert.equal(await found({ ...machine, env }), "environment 3.201.0");
    const file = { ...env, CHATQNA_MONITORING_PULUMI: join(elsewhere, "pulumi") };
    assert.equal(await found({ ...machine, env: file }), "environment 3.201.0");
  });

  it("passes over what is on PATH but will not do", async (context) => {
    const machine = fakeMachine(context);
    writePulumi(machine.bin, "3.100.0");
    assert.match(await found(machine), /^PATH: .*\/pulumi is 3\.100\.0, older than 3\.200\.0$/);
    writeProgram(join(machine.bin, "pulumi"), "something else");
    assert.match(await found(machine), /does not say that it is a pulumi/);
    writeScript(join(machine.bin, "pulumi"), "echo broken >&2; exit 3");
    assert.match(await found(machine), /does not run \(.*failed with 3: broken\)/);
  });

  it("needs the language host beside the engine, also behind a link", async (context) => {
    const real = temporaryDirectory(context);
    const machine = fakeMachine(context);
    writeProgram(join(real, "pulumi"), "v3.274.1");
    symlinkSync(join(real, "pulumi"), join(machine.bin, "pulumi"));
    assert.match(await found(machine), /has no pulumi-language-nodejs beside it/);
    writePulumi(real, "3.274.1");
    assert.equal(await found(machine), "PATH 3.274.1");
  });

  it("keeps versions and platforms of the cache apart, newest first", async (context) => {
    const machine = fakeMachine(context);
    await cachePulumi(machine, "3.201.0");
    await cachePulumi(machine, "3.210.0");
    await cachePulumi({ ...machine, architecture: "arm64" }, "3.300.0");
    await cachePulumi(machine, "3.100.0");
    assert.equal(await found(machine), "cache 3.210.0");
    assert.equal(await found({ ...machine, architecture: "arm64" }), "cache 3.300.0");
    assert.equal(await found({ ...machine, platform: "darwin" }), "PATH: no pulumi");
  });

  it("is not a cache entry that lost a program", async (context) => {
    const machine = fakeMachine(context);
    await cachePulumi(machine, "3.201.0");
    const directory = join(machine.cache, "pulumi", "3.201.0-linux-x64");
    chmodSync(join(directory, "pulumi-language-nodejs"), 0o644);
    assert.equal(await found(machine), "PATH: no pulumi");
  });
});

describe("a wrong environment variable", () => {
  const variable = "CHATQNA_MONITORING_PULUMI";
  const rejected = async (machine: Machine, value: string, problem: string): Promise<void> => {
    const env = { ...machine.env, [variable]: value };
    const advice = "Correct it, or unset it to have the tool looked for.";
    await assert.rejects(
      findTool({ ...machine, env }, "pulumi"),
      new UserError(`${variable} is set to ${value}, but ${problem}. ${advice}`),
    );
  };

  it("is an error that says what was found there, even if PATH has the tool", async (context) => {
    const machine = fakeMachine(context);
    writePulumi(machine.bin, "3.274.1");
    const wrong = temporaryDirectory(context);
    const program = join(wrong, "pulumi");
    await rejected(machine, join(wrong, "absent"), "nothing is there");
    await rejected(machine, wrong, "there is no pulumi in that directory");
    writeFileSync(program, "");
    await rejected(machine, program, `${program} is not executable`);
    writeProgram(program, "v3.274.1");
    await rejected(machine, wrong, `${program} has no pulumi-language-nodejs beside it`);
    writePulumi(wrong, "3.9.0");
    await rejected(machine, program, `${program} is 3.9.0, older than 3.200.0`);
  });

  it("counts as unset when it is empty", async (context) => {
    const machine = fakeMachine(context, { env: { [variable]: "" } });
    assert.equal(await found(machine), "PATH: no pulumi");
  });
});

describe("Grafana", () => {
  const writeHome = (home: string, program: string): void => {
    for (const folder of ["conf", "public"]) mkdirSync(join(home, folder), { recursive: true });
    writeProgram(join(home, "bin", program), "Version 11.0.0 (commit: 83b9528, branch: HEAD)");
  };

  it("is a home directory, by GRAFANA_HOME or from the program on PATH", async (context) => {
    const home = join(temporaryDirectory(context), "grafana");
    writeHome(home, "grafana-server");
    const byVariable = fakeMachine(context, { env: { GRAFANA_HOME: home } });
    const expected = { name: "grafana", version: "11.0.0", path: home };
    const directory = join(home, "bin");
    assert.deepEqual(await findTool(byVariable, "grafana"), {
      tool: { ...expected, directory, from: "environment" },
    });
    const byPath = fakeMachine(context);
    symlinkSync(join(directory, "grafana-server"), join(byPath.bin, "grafana-server"));
    assert.deepEqual(await findTool(byPath, "grafana"), {
      tool: { ...expected, directory, from: "PATH" },
    });
  });

  it("is not a directory without conf and public", async (context) => {
    const home = temporaryDirectory(context);
    const machine = fakeMachine(context, { env: { GRAFANA_HOME: home } });
    await assert.rejects(
      findTool(machine, "grafana"),
      /is no Grafana home \(bin\/grafana, conf\/, public\/\)/,
    );
  });
});

describe("node_exporter", () => {
  it("is found under the name that Debian gives it", async (context) => {
    const machine = fakeMachine(context);
    writeProgram(join(machine.bin, "prometheus-node-exporter"), "node_exporter, version 1.5.0");
    const path = join(machine.bin, "prometheus-node-exporter");
    assert.deepEqual(await findTool(machine, "node_exporter"), {
      tool: { name: "node_exporter", version: "1.5.0", path, directory: machine.bin, from: "PATH" },
    });
  });
});

describe("the promtools of the tests", () => {
  const onPath = async (context: Parameters<typeof fakeMachine>[0], version: string) => {
    const machine = fakeMachine(context);
    writeProgram(join(machine.bin, "promtool"), `promtool, version ${version} (branch: HEAD)`);
    const names = ["promtool-2.42", "promtool-2.52", "promtool-3"] as const;
    const searches = await Promise.all(names.map((name) => findTool(machine, name)));
    return names.filter((_, index) => "tool" in (searches[index] ?? {}));
  };

  it("are told apart by version", async (context) => {
    assert.deepEqual(await onPath(context, "2.42.1"), ["promtool-2.42"]);
    assert.deepEqual(await onPath(context, "2.52.0"), ["promtool-2.52"]);
    assert.deepEqual(await onPath(context, "3.17.2"), ["promtool-3"]);
    assert.deepEqual(await onPath(context, "2.53.0"), []);
    assert.deepEqual(await onPath(context, "3.15.0"), []);
  });
});
