import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { removeCache } from "../../toolchain/cache";
import { ensureTool, ensureTools } from "../../toolchain/ensure-tool";
import type { Missing, Tool } from "../../toolchain/tool";
import { describeMissing, isMissing } from "../../toolchain/tool";
import type { FakeMachine } from "./fake-machine";
import {
  buildProgram,
  fakeMachine,
  noProgress,
  writeGo,
  writePulumi,
  writeScript,
} from "./fake-machine";

const obtaining = (machine: FakeMachine) => ({ machine, progress: noProgress, obtain: true });
const looking = (machine: FakeMachine) => ({ machine, progress: noProgress, obtain: false });

function asMissing(found: Tool | Missing): Missing {
  assert.ok(isMissing(found), `found one: ${JSON.stringify(found)}`);
  return found;
}

function asTool(found: Tool | Missing): Tool {
  assert.ok(!isMissing(found), isMissing(found) ? describeMissing(found) : "");
  return found;
}

/** Debian's tools: `apt-get download` leaves an empty package, which unpacks to these programs. */
function writeDebian(machine: FakeMachine, version: string): void {
  const log = join(machine.bin, "apt.log");
  writeScript(
    join(machine.bin, "apt-get"),
    `echo "$*" >> ${log}
case "$*" in *download*prometheus) : > prometheus_1_all.deb ;; *) exit 100 ;; esac`,
  );
  const program = (name: string): string =>
    `printf '#!/bin/sh\\necho "${name}, version ${version}"\\n' > "$3/usr/bin/${name}"`;
  writeScript(
    join(machine.bin, "dpkg-deb"),
    `[ "$1" = -f ] && { echo "adduser, libjs-jquery (>= 3), libc6"; exit 0; }
/bin/mkdir -p "$3/usr/bin" "$3/usr/share/prometheus/web" "$3/usr/share/doc"
${program("prometheus")}
${program("promtool")}`,
  );
}

describe("a tool that nothing has", () => {
  it("is one line: what was tried, and what to do", async (context) => {
    const missing = asMissing(await ensureTool("pulumi", obtaining(fakeMachine(context))));
    assert.equal(
      describeMissing(missing),
      "pulumi cannot be had (PATH: no pulumi; " +
        "release: 127.0.0.1:2 cannot be reached or broke off (ECONNREFUSED); " +
        "go build: no go on PATH). Install the Pulumi CLI " +
        "(pulumi.com/docs/iac/download-install) or install Go 1.26.7 or newer, and try again.",
    );
  });

  it("names every source of Prometheus", async (context) => {
    const { tried } = asMissing(await ensureTool("prometheus", obtaining(fakeMachine(context))));
    assert.deepEqual(
      tried.map((line) => line.split(":")[0]),
      ["PATH", "release", "distribution", "go build"],
    );
  });

  it("is left alone when it should only be looked for", async (context) => {
    const machine = fakeMachine(context);
    writeGo(machine, "exit 1");
    const missing = asMissing(await ensureTool("pulumi", looking(machine)));
    assert.deepEqual(missing.tried, ["PATH: no pulumi"]);
    assert.equal(missing.remedy, "npm start obtains it.");
    assert.ok(!existsSync(machine.cache), "looking left something behind");
  });
});

describe("obtaining", () => {
  it("takes the distribution's package before a build, and finds it again", async (context) => {
    const machine = fakeMachine(context);
    writeDebian(machine, "2.42.0+ds");
    writeGo(machine, "echo built in vain >&2; exit 1");
    const [prometheus, promtool] = await ensureTools(
      ["prometheus", "promtool"],
      obtaining(machine),
    );
    const directory = join(machine.cache, "prometheus", "2.42.0-linux-x64");
    assert.deepEqual(prometheus, {
      name: "prometheus",
      version: "2.42.0",
      path: join(directory, "usr/bin/prometheus"),
      directory: join(directory, "usr/bin"),
      from: "distribution",
      origin: "distribution",
      assets: join(directory, "usr/share/prometheus/web"),
    });
    assert.equal(asTool(promtool).path, join(directory, "usr/bin/promtool"));
    assert.ok(!existsSync(join(directory, "usr/share/doc")));
    const log = readFileSync(join(machine.bin, "apt.log"), "utf8").split("\n");
    const downloads = log.filter((line) => line.endsWith("download prometheus"));
    assert.equal(downloads.length, 1, "both came from one package, but it was downloaded twice");

    const again = asTool(await ensureTool("prometheus", looking(machine)));
    assert.equal(again.from, "cache");
    const other = asTool(await ensureTool("promtool-2.42", looking(machine)));
    assert.equal(other.path, asTool(promtool).path);
  });

  it("goes on to a build when the package is too old", async (context) => {
    const machine = fakeMachine(context);
    writeDebian(machine, "2.31.2+ds");
    writeGo(machine, buildProgram("prometheus, version 3.16.0"));
    const tool = asTool(await ensureTool("prometheus", obtaining(machine)));
    assert.equal(`${tool.from} ${tool.version}`, "go build 3.16.0");
    assert.equal(tool.assets, undefined);
  });

  it("says why the package would not do", async (context) => {
    const machine = fakeMachine(context);
    writeDebian(machine, "2.31.2+ds");
    const { tried } = asMissing(await ensureTool("prometheus", obtaining(machine)));
    assert.equal(tried[2], "distribution: brought prometheus 2.31.2, which is older than 2.42.0");
  });

  it("says why a build failed", async (context) => {
    const machine = fakeMachine(context);
    writeGo(machine, "echo 'no space left on device' >&2; exit 1");
    const { tried } = asMissing(await ensureTool("pulumi", obtaining(machine)));
    assert.match(tried[2] ?? "", /^go build: .*\/go failed with 1: no space left on device$/);
  });

  it("builds one at a time", async (context) => {
    const machine = fakeMachine(context);
    const busy = join(machine.bin, "busy");
    const program = buildProgram("v3.274.1\\nprometheus, version 3.16.0");
    writeGo(
      machine,
      `/bin/mkdir ${busy} || { echo "two builds at once" >&2; exit 1; }
${program}; /bin/sleep 0.05; /bin/rmdir ${busy}`,
    );
    const found = await ensureTools(["pulumi", "prometheus", "promtool"], obtaining(machine));
    assert.deepEqual(
      found.map((tool) => asTool(tool).from),
      ["go build", "go build", "go build"],
    );
  });

  it("is redone after it was killed, and leaves nothing of the first attempt", async (context) => {
    const machine = fakeMachine(context);
    const builderPid = join(machine.bin, "pid");
    writeGo(
      machine,
      `echo half > "$out"; echo $$ > ${builderPid}.new
/bin/mv ${builderPid}.new ${builderPid}; exec /bin/sleep 600`,
    );
    const script = join(__dirname, "ensure-in-process.ts");
    const args = [
      "--require",
      "./toolchain/typescript.cjs",
      script,
      "pulumi",
      JSON.stringify(machine),
    ];
    const child = spawn(process.execPath, args, { stdio: "inherit" });
    const died = new Promise((resolve) => child.once("exit", resolve));
    try {
      while (!existsSync(builderPid)) {
        assert.equal(child.exitCode, null, "the build never started");
        await delay(20);
      }
    } finally {
      child.kill("SIGKILL");
      await died;
      if (existsSync(builderPid)) process.kill(Number(readFileSync(builderPid, "utf8")), "SIGKILL");
    }
    assert.deepEqual(asMissing(await ensureTool("pulumi", looking(machine))).tried, [
      "PATH: no pulumi",
    ]);

    writeGo(machine, buildProgram("v3.274.1"));
    assert.equal(asTool(await ensureTool("pulumi", obtaining(machine))).from, "go build");
    assert.deepEqual(readdirSync(join(machine.cache, "pulumi")), ["3.274.1-linux-x64"]);
  });

  it("fails once when two tools come from the same artifact", async (context) => {
    const machine = fakeMachine(context);
    const builds = join(machine.bin, "builds");
    writeGo(machine, `echo x >> ${builds}; exit 1`);
    const found = await ensureTools(["prometheus", "promtool"], obtaining(machine));
    assert.deepEqual(asMissing(found[0]).tried.slice(1), asMissing(found[1]).tried.slice(1));
    assert.equal(readFileSync(builds, "utf8"), "x\n", "the build that failed was tried twice");
  });

  it("happens once when two ask at the same time", async (context) => {
    const machine = fakeMachine(context);
    const builds = join(machine.bin, "builds");
    writeGo(machine, `echo x >> ${builds}; ${buildProgram("v3.274.1")}`);
    await Promise.all([1, 2].map(() => ensureTool("pulumi", obtaining(machine))));
    assert.equal(readFileSync(builds, "utf8"), "x\nx\n", "engine and language host, once each");
  });
});

describe("Grafana that cannot be had", () => {
  it("is not tried again for a day, and says so", async (context) => {
    let now = Date.UTC(2026, 0, 1, 8, 30);
    const machine = fakeMachine(context, { now: () => now });
    const first = asMissing(await ensureTool("grafana", obtaining(machine)));
    assert.doesNotMatch(first.remedy, /not again/);
    // Whatever would answer now is not asked.
    const online = { ...machine, hosts: { ...machine.hosts, grafana: "http://127.0.0.1:3" } };
    now += 23 * 3_600_000;
    const second = asMissing(await ensureTool("grafana", obtaining(online)));
    assert.match(second.tried[1] ?? "", /^release: 127\.0\.0\.1:2 /);
    assert.match(second.remedy, /Tried at 2026-01-01 08:30 UTC and not again within 24 hours/);
    now += 2 * 3_600_000;
    const third = asMissing(await ensureTool("grafana", obtaining(online)));
    assert.match(third.tried[1] ?? "", /^release: 127\.0\.0\.1:3 /);
  });
});

describe("node_exporter", () => {
  /** As `writeDebian`; fails when two packages are fetched at once. */
  function writeBusyDebian(machine: FakeMachine): void {
    const busy = join(machine.bin, "busy");
    writeScript(
      join(machine.bin, "apt-get"),
      `/bin/mkdir ${busy} || { echo "lists are locked" >&2; exit 100; }
for package; do :; done
/bin/sleep 0.05; : > "$package"_1_all.deb; /bin/rmdir ${busy}`,
    );
    const program = (path: string, printed: string): string =>
      `printf '#!/bin/sh\\necho "${printed}"\\n' > "$3/usr/bin/${path}"`;
    writeScript(
      join(machine.bin, "dpkg-deb"),
      `[ "$1" = -f ] && exit 0
/bin/mkdir -p "$3/usr/bin"
case "$2" in
*node-exporter*) ${program("prometheus-node-exporter", "node_exporter, version 1.5.0")} ;;
*) ${program("prometheus", "prometheus, version 2.42.0")}
${program("promtool", "promtool, version 2.42.0")} ;;
esac`,
    );
  }

  it("comes from Debian under its own name, one package after the other", async (context) => {
    const machine = fakeMachine(context);
    writeBusyDebian(machine);
    const [prometheus, exporter] = await ensureTools(
      ["prometheus", "node_exporter"],
      obtaining(machine),
    );
    assert.equal(asTool(prometheus).from, "distribution");
    const directory = join(machine.cache, "node_exporter", "1.5.0-linux-x64");
    assert.equal(asTool(exporter).path, join(directory, "usr/bin/node_exporter"));
    assert.equal(
      asTool(await ensureTool("node_exporter", looking(machine))).path,
      join(directory, "usr/bin/node_exporter"),
    );
  });

  it("is left out where its flags are others, even if PATH has one", async (context) => {
    const machine = fakeMachine(context, { platform: "darwin" });
    writeScript(join(machine.bin, "node_exporter"), 'echo "node_exporter, version 1.12.1"');
    assert.equal(
      describeMissing(asMissing(await ensureTool("node_exporter", obtaining(machine)))),
      "node_exporter cannot be had (it is used on linux only). It is left out here.",
    );
  });
});

describe("a wrong environment variable", () => {
  it("comes out before anything is built for another tool", async (context) => {
    const env = { CHATQNA_MONITORING_PROMETHEUS: "/nowhere" };
    const machine = fakeMachine(context, { env });
    const builds = join(machine.bin, "builds");
    writeGo(machine, `echo x >> ${builds}; ${buildProgram("v3.274.1")}`);
    const ensuring = ensureTools(["pulumi", "prometheus"], obtaining(machine));
    await assert.rejects(ensuring, /^UserError: CHATQNA_MONITORING_PROMETHEUS is set to \/nowhere/);
    assert.ok(!existsSync(builds), "a build was started");
  });
});

describe("the cache", () => {
  it("that cannot be written is a user's error, but only when it is needed", async (context) => {
    const machine = fakeMachine(context);
    writeFileSync(machine.cache, "a file where a directory should be");
    writeGo(machine, buildProgram("v3.274.1"));
    await assert.rejects(
      ensureTool("pulumi", obtaining(machine)),
      /^UserError: .*cannot be written to \(.*\), and tools have to be put there\. Set XDG_CACHE_HOME/,
    );
    writePulumi(machine.bin, "3.250.0");
    assert.equal(asTool(await ensureTool("pulumi", obtaining(machine))).from, "PATH");
  });

  it("can be removed, and everything works as on the first day", async (context) => {
    const machine = fakeMachine(context);
    writeGo(machine, buildProgram("v3.274.1"));
    await ensureTool("pulumi", obtaining(machine));
    assert.ok(removeCache(machine) > 0);
    assert.ok(!existsSync(machine.cache));
    assert.equal(removeCache(machine), 0);
    assert.equal(asTool(await ensureTool("pulumi", obtaining(machine))).from, "go build");
  });

  it("is not used for a tool that PATH has", async (context) => {
    const machine = fakeMachine(context);
    writePulumi(machine.bin, "3.250.0");
    const tool = asTool(await ensureTool("pulumi", obtaining(machine)));
    assert.equal(`${tool.from} ${tool.version}`, "PATH 3.250.0");
    assert.equal(tool.directory, machine.bin);
  });
});
