import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, describe, it } from "node:test";
import { ConfigError } from "../../../simulator/program/config-fields";
import { readLiveConfig } from "../../../simulator/live/read-config";

const project = join(__dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "simulator-"));
const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running.clear();
});
after(() => {
  rmSync(folder, { recursive: true });
});

const retriever = { role: "retriever", software: "opea", version: "1.5", port: 0 };
const plain = { controlPort: 0, hardware: "xeon", services: [retriever] };

function run(config: unknown) {
  const file = join(folder, `${running.size}.json`);
  writeFileSync(file, JSON.stringify(config));
  const args = ["--require", "./toolchain/typescript.cjs", "simulator/main.ts", "--config", file];
  const child = spawn(process.execPath, args, { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const told = { output: "", errors: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (told.output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (told.errors += text));
  return { child, told, exit: once(child, "close").then(([code]) => code as number | null) };
}

describe("the simulator as a program", () => {
  it("serves until SIGTERM, then ends with 0", { timeout: 60_000 }, async () => {
    const { child, told, exit } = run(plain);
    while (!told.output.includes("control")) {
      assert.equal(child.exitCode, null, told.errors);
      await Promise.race([once(child.stdout, "data"), exit]);
    }
    const [, url = ""] = /^retriever +(http\S+)$/m.exec(told.output) ?? [];
    assert.equal((await fetch(url)).status, 200);
    child.kill("SIGTERM");
    assert.equal(await exit, 0);
    assert.equal(told.errors, "");
  });

  it("ends with 1 and a line for each problem", { timeout: 60_000 }, async () => {
    const { told, exit } = run({ ...plain, hardware: "tpu", sed: 1 });
    assert.equal(await exit, 1);
    assert.match(
      told.errors,
      /^simulator: \S+: sed: unknown; known are .*\nsimulator: \S+: hardware: must be one of xeon, gaudi2, gpu, found "tpu"\n$/,
    );
  });
});

describe("the configuration", () => {
  const problemsOf = (config: unknown): readonly string[] => {
    try {
      readLiveConfig(JSON.stringify(config), "it");
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
    return [];
  };

  it("has defaults", () => {
    const { bind, seed, scenario, clients, services } = readLiveConfig(JSON.stringify(plain), "it");
    assert.deepEqual([bind, seed, scenario, clients], ["127.0.0.1", 1, "steady", true]);
    assert.equal(services[0]?.replicas, 1);
  });

  for (const [change, problem] of [
    [{ bind: "localhost" }, 'it: bind: must be an IP address, found "localhost"'],
    [{ controlPort: 70_000 }, "it: controlPort: must be a whole number, 0 to 65535, found 70000"],
    [{ services: [] }, "it: services: must be a list with at least one item, found []"],
    [
      { services: [{ ...retriever, software: "tei" }] },
      "it: services[0].software: retriever is played by opea",
    ],
    [{ services: [retriever, retriever] }, "it: services[1].role: there is a retriever already"],
    [
      { services: [{ ...retriever, replicas: 2 }] },
      "it: services[0].replicas: only llm can have more than one",
    ],
    [
      { controlPort: 7, services: [{ ...retriever, port: 7 }] },
      "it: services[0].port: 7 is the port of controlPort too",
    ],
    [{ clients: "no" }, 'it: clients: must be true or false, found "no"'],
    [{ scenario: "calm" }, /^it: scenario: must be one of idle, steady, .*, found "calm"$/],
  ] as const) {
    it(`refuses ${JSON.stringify(change)}`, () => {
      const [found = "nothing", ...more] = problemsOf({ ...plain, ...change });
      if (typeof problem === "string") assert.equal(found, problem);
      else assert.match(found, problem);
      assert.deepEqual(more, []);
    });
  }
});
