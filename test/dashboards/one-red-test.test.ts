import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { ProjectCopy } from "../engine/project-copy";

const typescript = ["--require", "./toolchain/typescript.cjs"];
/** The tests of boards that need no server; those that do are told of below. */
const tests = ["boards", "lint", "tgi", "unknown-series"].map(
  (name) => `test/dashboards/${name}.test.ts`,
);
/** Which queries the tests with a Prometheus leave out. */
const leftOut = `
  const { boards } = require("./dashboards/boards.ts");
  const { buildBoard } = require("./dashboards/board.ts");
  const { queriesOf } = require("./dashboards/dashboard-json.ts");
  const { askable } = require("./test/dashboards/contract/questions.ts");
  const { placeOf } = require("./test/dashboards/contract/unknown-in-board.ts");
  for (const board of boards) {
    const asked = new Set(askable(board).map(placeOf));
    const out = queriesOf(buildBoard(board.source)).map(placeOf).filter((one) => !asked.has(one));
    for (const place of out) console.log(board.source.uid + ": " + place);
  }`;

describe("one metric name that is broken in one panel", () => {
  let copy: ProjectCopy;
  before(async () => {
    copy = new ProjectCopy();
    const path = join(copy.directory, "dashboards/tgi/requests.ts");
    const text = readFileSync(path, "utf8");
    assert.match(text, /selected\("tgi_queue_size"\)/);
    writeFileSync(path, text.replace('"tgi_queue_size"', '"tgi_queue_sizes"'));
    const { code, stderr } = await copy.command("dashboards");
    assert.equal(code, 0, stderr);
  });
  after(() => {
    copy.remove();
  });

  it("turns exactly one test red, which names board, panel and metric", async () => {
    // Not as a part of this run, whose runner would take the results for its own.
    const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
    const { stdout } = await copy.run(
      process.execPath,
      [...typescript, "--test", "--test-reporter=tap", ...tests],
      env,
    );
    // A red test turns what encloses it red: the innermost tell what is wrong.
    const deepest = stdout.split("\n").filter((line) => /^ {4,}not ok /.test(line));
    assert.equal(deepest.length, 1, deepest.join("\n"));
    assert.match(deepest[0] ?? "", /chatqna-tgi/);
    assert.match(
      stdout,
      /chatqna-tgi: panel "Queue size", query A: nothing exports tgi_queue_sizes/,
    );
  });

  it("is left out where queries are put to a Prometheus, and nothing else is", async () => {
    const { stdout, stderr } = await copy.run(
      process.execPath,
      [...typescript, "-e", leftOut],
      process.env,
    );
    assert.equal(stdout, 'chatqna-tgi: panel "Queue size", query A\n', stderr);
  });
});
