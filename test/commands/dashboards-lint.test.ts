import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";

const run = resolve(__dirname, "../../toolchain/run.mjs");
const ours = resolve(__dirname, "../../dashboards");

describe("npm run dashboards:lint", () => {
  let directory: string;
  let file: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "lint-"));
    file = join(directory, "board.json");
    // More findings than a pipe takes at once.
    const panels = Array.from({ length: 150 }, (_, id) => ({
      id,
      title: `Panel ${id}`,
      targets: [{ refId: "A", expr: "rate(vllm:num_preemptions[5m])" }],
    }));
    writeFileSync(file, JSON.stringify({ title: "A board", uid: "chatqna-tgi", panels }));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  function lints(...args: readonly string[]) {
    return spawnSync(process.execPath, [run, "dashboards-lint", ...args], { encoding: "utf8" });
  }

  it("says where, what and how to mend it, and exits with 1", () => {
    const { status, stdout } = lints(file);
    assert.equal(status, 1);
    assert.match(
      stdout,
      /^ {2}panels\[3\]\.targets\[0\]\.expr {2}\[target-metrics\]\n {4}Panel 3, query A: no release that we know exports vllm:num_preemptions\n {4}Look its name up/m,
    );
    assert.match(stdout, /^1 file, \d+ findings\.$/m);
  });

  it("finds nothing in a board of ours, as it is exported", () => {
    const { status, stdout } = lints(join(ours, "tgi_grafana.json"));
    assert.equal(stdout, "1 file, no findings.\n");
    assert.equal(status, 0);
  });

  it("tells machines all of it, and of boards that would overwrite each other", () => {
    const { status, stdout } = lints("--json", join(ours, "tgi_grafana.json"), file);
    assert.equal(status, 1);
    const findings = JSON.parse(stdout) as readonly Record<string, string>[];
    const last = findings.at(-1);
    assert.equal(last?.["rule"], "unique-uid");
    assert.equal(last["file"], file);
    assert.ok(findings.every((finding) => finding["mend"] !== "" && finding["problem"] !== ""));
  });

  it("finds a file that is no dashboard, and refuses a wrong call", () => {
    const other = join(directory, "other.json");
    writeFileSync(other, "<html>");
    assert.match(lints(other).stdout, /\[no-json\]\n {4}the file: .*is not JSON/);
    assert.equal(lints(other).status, 1);
    assert.equal(lints().status, 2);
    assert.equal(lints("--xml", file).status, 2);
    const none = lints(join(directory, "none.json"));
    assert.equal(none.status, 1);
    assert.match(none.stderr, /none\.json cannot be read/);
  });
});
