import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";

const run = resolve(__dirname, "../../toolchain/run.mjs");

describe("npm run dashboards:import", () => {
  let directory: string;
  let file: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "import-"));
    file = join(directory, "board.json");
    const datasource = { type: "prometheus", uid: "${DS_A B}" };
    writeFileSync(file, JSON.stringify({ title: "A Board", id: 7, panels: [{ datasource }] }));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  function imports(...args: readonly string[]) {
    return spawnSync(process.execPath, [run, "dashboards-import", ...args], { encoding: "utf8" });
  }

  it("prints what was changed and the checksum, and writes nothing", () => {
    const { status, stdout } = imports(file);
    assert.equal(status, 0);
    assert.match(stdout, /"A Board" can be imported, as a-board\./);
    assert.match(stdout, /\$\{DS_A B\} is now prometheus {2}\(panels\[0\]\.datasource\.uid\)/);
    assert.match(
      stdout,
      /^ {4}- source: .*board\.json\n {6}sha256: [0-9a-f]{64}\n {6}uid: a-board$/m,
    );
    assert.match(readFileSync(file, "utf8"), /DS_A B/);
  });

  it("writes the board where it is told to, and tells machines", () => {
    const written = join(directory, "written.json");
    const { status, stdout } = imports(file, "--write", written, "--json", "--uid", "mine");
    assert.equal(status, 0);
    const answer = JSON.parse(stdout) as { uid: string; dashboard: unknown };
    assert.equal(answer.uid, "mine");
    assert.deepEqual(JSON.parse(readFileSync(written, "utf8")), answer.dashboard);
  });

  it("says in a line what is wrong, without a stack", () => {
    const written = join(directory, "not-written.json");
    const { status, stderr, stdout } = imports(join(directory, "none.json"), "--write", written);
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(stderr, /^.+none\.json cannot be read: there is no such file\.\n$/);
    assert.ok(!existsSync(written));
  });
});
