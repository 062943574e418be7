import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Program } from "../../toolchain/executable-version";
import {
  compareVersions,
  executableVersion,
  parseVersion,
} from "../../toolchain/executable-version";
import { fakeMachine, writeScript } from "./fake-machine";

// What the programs print, recorded from real ones; Grafana's from its releases' documentation.
const printed: readonly [Program, string, string | undefined][] = [
  ["pulumi", "v3.274.1\n", "3.274.1"],
  ["pulumi", "3.200.0\n", "3.200.0"],
  ["pulumi", "v3.275.0-alpha.x1a2b3c\n", "3.275.0"],
  ["pulumi", "\n", undefined],
  [
    "prometheus",
    "prometheus, version 2.42.0+ds (branch: debian/sid, revision: 2.42.0+ds-5+deb12u1)\n" +
      "  build user:       team+pkg-go@tracker.debian.org\n  go version:       go1.19.8\n",
    "2.42.0",
  ],
  [
    "prometheus",
    "prometheus, version 2.52.0 (branch: HEAD, revision: 879d80922a227c37df502e7315fad8ceb10a986d)\n" +
      "  build user:       root@1b4f4c206e41\n  go version:       go1.22.3\n",
    "2.52.0",
  ],
  ["prometheus", "prometheus, version 3.16.0 (branch: , revision: unknown)\n", "3.16.0"],
  // A Go build without the version variable.
  ["prometheus", "prometheus, version  (branch: , revision: unknown)\n", undefined],
  ["promtool", "promtool, version 2.42.0+ds (branch: debian/sid, revision: 2.42.0)\n", "2.42.0"],
  ["promtool", "prometheus, version 2.42.0 (branch: HEAD, revision: x)\n", undefined],
  ["grafana", "grafana version 11.0.0\n", "11.0.0"],
  [
    "grafana",
    "Version 11.0.0 (commit: 83b9528bce85cf9371320f6d6e450916156da3f6, branch: v11)\n",
    "11.0.0",
  ],
  ["grafana", "grafana server version 13.2.2\n", "13.2.2"],
  ["grafana", "no such thing\n", undefined],
  [
    "actionlint",
    "1.7.12\ninstalled by building from source\nbuilt with go1.26.8 compiler for linux/amd64\n",
    "1.7.12",
  ],
  [
    "node_exporter",
    "node_exporter, version 1.5.0 (branch: debian/sid, revision: 1.5.0-1+b6)\n" +
      "  build user:       team+pkg-go@tracker.debian.org\n  go version:       go1.19.8\n",
    "1.5.0",
  ],
  ["node_exporter", "node_exporter, version 1.12.1 (branch: , revision: unknown)\n", "1.12.1"],
];

describe("the version a program prints", () => {
  for (const [program, text, version] of printed) {
    it(`is ${version ?? "none"} in ${JSON.stringify(text.split("\n")[0])} of ${program}`, () => {
      assert.equal(parseVersion(program, text), version);
    });
  }
});

describe("comparing versions", () => {
  it("goes by number, not by letter", () => {
    assert.ok(compareVersions("3.9.0", "3.200.0") < 0);
    assert.ok(compareVersions("2.52.1", "2.52.0") > 0);
    assert.equal(compareVersions("3.16.0", "3.16.0"), 0);
  });
});

describe("asking an executable", () => {
  // Above the size under which a file counts as a script, which is asked every time.
  const filler = `\n#${"x".repeat(1_000_000)}`;

  it("starts an unchanged program only once, and a changed one again", async (context) => {
    const machine = fakeMachine(context);
    const program = join(machine.bin, "pulumi");
    const calls = join(machine.bin, "calls");
    const script = (version: string) => `echo x >> ${calls}; echo v${version}${filler}`;
    writeScript(program, script("3.274.1"));
    assert.equal(await executableVersion(machine, "pulumi", program), "3.274.1");
    assert.equal(await executableVersion(machine, "pulumi", program), "3.274.1");
    assert.equal(readFileSync(calls, "utf8"), "x\n", "the second question started the program");
    writeScript(program, script("3.300.10"));
    assert.equal(await executableVersion(machine, "pulumi", program), "3.300.10");
  });

  it("asks a script every time: what it starts can change", async (context) => {
    const machine = fakeMachine(context);
    const program = join(machine.bin, "pulumi");
    const answer = join(machine.bin, "answer");
    writeScript(program, `/bin/cat ${answer}`);
    for (const version of ["3.201.0", "3.202.0"]) {
      writeFileSync(answer, `v${version}\n`);
      assert.equal(await executableVersion(machine, "pulumi", program), version);
    }
  });

  it("survives a damaged memory", async (context) => {
    const machine = fakeMachine(context);
    const program = join(machine.bin, "pulumi");
    writeScript(program, `echo v3.274.1${filler}`);
    await executableVersion(machine, "pulumi", program);
    writeFileSync(join(machine.cache, "versions.json"), "{");
    assert.equal(await executableVersion(machine, "pulumi", program), "3.274.1");
  });
});
