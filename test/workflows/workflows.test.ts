import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { versions } from "../../toolchain/versions";
import { testTools, unless } from "../tools";

const directory = join(__dirname, "..", "..", ".github", "workflows");

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly "timeout-minutes"?: number;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The only job that may write anything, and what. */
const writers: Readonly<Record<string, string>> = {
  "preview.yml/preview": "pull-requests",
};

describe("the workflows", () => {
  const files = readdirSync(directory).sort();

  it("are those that the documentation names", () => {
    assert.deepEqual(files, [
      "days.yml",
      "e2e-docker.yml",
      "e2e-kubernetes.yml",
      "preview.yml",
      "test.yml",
    ]);
  });

  for (const file of files) {
    const text = readFileSync(join(directory, file), "utf8");
    const workflow = parse(text) as Workflow;
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

    it(`${file}: may read the repository, and write only where it must`, () => {
      assert.deepEqual(workflow.permissions, { contents: "read" });
      for (const [name, { permissions = {} }] of Object.entries(workflow.jobs)) {
        for (const [scope, access] of Object.entries(permissions)) {
          const allowed = access === "read" || writers[`${file}/${name}`] === scope;
          assert.ok(allowed, `job ${name} has ${scope}: ${access}`);
        }
      }
    });

    it(`${file}: runs actions by commit, with the version beside it`, () => {
      const uses = text.split("\n").filter((line) => /\buses:/.test(line));
      assert.equal(uses.length, steps.filter((step) => step.uses !== undefined).length);
      for (const line of uses) {
        assert.match(line, /uses: [\w.-]+\/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      }
    });

    it(`${file}: gives a fork nothing secret`, () => {
      assert.ok(!("pull_request_target" in workflow.on), "runs a fork's code with our secrets");
      assert.ok(!("workflow_run" in workflow.on), "runs after a fork's code, with our secrets");
      if ("pull_request" in workflow.on) assert.doesNotMatch(text, /\$\{\{[^}]*\bsecrets\b/);
      for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"))) {
        assert.equal(step.with?.["persist-credentials"], false);
      }
    });

    it(`${file}: puts no text of a pull request into a shell`, () => {
      assert.doesNotMatch(text, /run:.*\$\{\{/);
      assert.doesNotMatch(text, /github\.event\.pull_request\.(?:title|body|head\.ref)|head_ref/);
    });

    it(`${file}: ends by itself`, () => {
      // Nobody waits for what runs at night.
      const minutes = "push" in workflow.on || "pull_request" in workflow.on ? 30 : 60;
      for (const [name, job] of Object.entries(workflow.jobs)) {
        assert.ok((job["timeout-minutes"] ?? Infinity) <= minutes, `job ${name} may run for hours`);
      }
    });

    it(`${file}: installs the Pulumi that the toolchain obtains`, () => {
      for (const step of steps.filter(({ uses }) => uses?.startsWith("pulumi/actions@"))) {
        assert.equal(step.with?.["pulumi-version"], versions.pulumi.obtain);
      }
    });
  }

  it(
    "please actionlint",
    { skip: testTools.actionlintMissing ?? unless(testTools.actionlint, "actionlint") },
    () => {
      // Without shellcheck and pyflakes, which one machine has and another has not.
      const args = ["-no-color", "-shellcheck=", "-pyflakes="];
      const paths = files.map((file) => join(directory, file));
      const { status, stdout, stderr } = spawnSync(
        testTools.actionlint ?? "",
        [...args, ...paths],
        {
          encoding: "utf8",
        },
      );
      assert.equal(status, 0, stdout + stderr);
    },
  );
});
