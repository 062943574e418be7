import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { doctor } from "../../commands/doctor";
import type { Machine } from "../../toolchain/machine";
import { fakeMachine, writeProgram, writePulumi } from "../toolchain/fake-machine";

async function examine(machine: Machine, ...args: string[]) {
  let printed = "";
  const code = await doctor(args, machine, (text) => {
    printed += text;
  });
  return { code, printed };
}

function writeAllRequired(bin: string): void {
  writePulumi(bin, "3.274.1");
  for (const name of ["prometheus", "promtool"]) {
    writeProgram(join(bin, name), `${name}, version 2.42.0+ds (branch: debian/sid)`);
  }
}

describe("npm run doctor", () => {
  it("shows each tool in a table, and is content with what is required", async (context) => {
    const machine = fakeMachine(context);
    writeAllRequired(machine.bin);
    const { code, printed } = await examine(machine);
    assert.equal(code, 0);
    const lines = printed.split("\n");
    assert.match(lines[0] ?? "", /^tool {12}version {2,}from {2,}needed for$/);
    assert.match(printed, /^pulumi {10}3\.274\.1 {2}PATH {15}every stack: /m);
    assert.match(printed, /^grafana {9}- {8}missing, optional {2}stack local: /m);
    assert.match(printed, /^promtool-2\.42 {3}2\.42\.0 {3}PATH /m);
    assert.match(
      printed,
      /^promtool-3: PATH: .*is 2\.42\.0, older than 3\.16\.0\. npm test obtains it\.$/m,
    );
    assert.ok(printed.endsWith(`Downloaded and built tools: ${machine.cache}\n`));
  });

  it("fails when something required is missing, and obtains nothing", async (context) => {
    const machine = fakeMachine(context);
    const { code, printed } = await examine(machine);
    assert.equal(code, 1);
    assert.match(printed, /^pulumi: PATH: no pulumi\. npm start obtains it\.$/m);
    assert.ok(!existsSync(machine.cache));
  });

  it("shows a wrong environment variable instead of stopping at it", async (context) => {
    const machine = fakeMachine(context, { env: { GRAFANA_HOME: "/nowhere/grafana" } });
    const { printed } = await examine(machine);
    assert.match(printed, /^GRAFANA_HOME is set to \/nowhere\/grafana, but nothing is there\./m);
  });

  it("has the same as JSON", async (context) => {
    const machine = fakeMachine(context);
    writeAllRequired(machine.bin);
    const { printed } = await examine(machine, "--json");
    const { tools } = JSON.parse(printed) as { tools: { name: string; version?: string }[] };
    assert.equal(tools.find(({ name }) => name === "pulumi")?.version, "3.274.1");
    assert.equal(tools.find(({ name }) => name === "grafana")?.version, undefined);
  });

  it("removes our folder in the cache, and nothing beside it", async (context) => {
    const machine = fakeMachine(context);
    const neighbour = `${machine.cache}-of-someone-else`;
    for (const directory of [machine.cache, neighbour]) {
      mkdirSync(directory);
      writeFileSync(join(directory, "file"), Buffer.alloc(1_500_000));
    }
    const { code, printed } = await examine(machine, "--clean");
    assert.equal(code, 0);
    assert.equal(printed, `Removed ${machine.cache} (1.5 MB).\n`);
    assert.ok(!existsSync(machine.cache));
    assert.ok(existsSync(neighbour));
    const again = await examine(machine, "--clean");
    assert.equal(again.printed, `There is nothing to remove: ${machine.cache} does not exist.\n`);
  });

  it("explains itself, and rejects what it does not know", async (context) => {
    const machine = fakeMachine(context);
    const { code, printed } = await examine(machine, "--help");
    assert.equal(code, 0);
    assert.match(printed, /--clean/);
    await assert.rejects(
      examine(machine, "--fix"),
      /^UserError: npm run doctor does not know --fix\. It knows --clean, --json and --help\.$/,
    );
  });
});
