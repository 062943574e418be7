import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { parse } from "yaml";
import { renderedFiles } from "../../commands/render/rendered-files";
import { writeFiles } from "../../commands/render/write-files";
import { environments, planOf } from "../components/platforms/kubernetes/clusters";

function filesOf(name: "prod" | "guide" | "operator") {
  const settings = environments[name]?.();
  assert.ok(settings, `no environment ${name}`);
  return renderedFiles(planOf(settings), settings);
}

describe("npm run render", () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "render-"));
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  it("lists what it writes for kubectl -k, and what Secrets must hold for people", () => {
    const files = new Map(filesOf("guide").map(({ path, text }) => [path, text]));
    const { resources } = parse(files.get("kustomization.yaml") ?? "") as { resources: string[] };
    const yaml = [...files.keys()].filter((path) => /(?<!kustomization)\.yaml$/.test(path));
    assert.deepEqual([...resources].sort(), yaml.sort());
    const secrets = files.get("SECRETS.md") ?? "";
    assert.match(secrets, /generic grafana-secrets --from-file=admin-password/);
    assert.match(
      secrets,
      /monitor: "?<chatqna-monitoring:prometheus\.authentication\.users\.monitor>/,
    );
  });

  it("leaves the namespace of kept claims out of what kubectl -k deletes", () => {
    const files = new Map(filesOf("prod").map(({ path, text }) => [path, text]));
    assert.ok(files.has("namespace.yaml"), [...files.keys()].join(" "));
    assert.doesNotMatch(files.get("kustomization.yaml") ?? "", /namespace/);
  });

  it("writes no Secret, and the value of none", () => {
    const text = filesOf("guide")
      .map((file) => file.text)
      .join("\n");
    assert.doesNotMatch(text, /^kind: Secret$/m);
    assert.ok(!text.includes("hunter2") && !text.includes("$2y$"), "a secret was rendered");
  });

  it("needs no Secret for an operator", () => {
    assert.ok(filesOf("operator").every(({ path }) => path !== "SECRETS.md"));
  });

  it("removes what it does not write any more, and refuses to overwrite what it did not write", () => {
    writeFiles(directory, filesOf("prod"));
    writeFileSync(join(directory, "own.yaml"), "kind: ConfigMap\n");
    writeFiles(directory, filesOf("operator"));
    assert.ok(!existsSync(join(directory, "prometheus.yaml")), "an old file stayed");
    assert.equal(readFileSync(join(directory, "own.yaml"), "utf8"), "kind: ConfigMap\n");
    writeFileSync(join(directory, "rules.yaml"), "kind: ConfigMap\n");
    const names = readdirSync(directory);
    assert.throws(() => {
      writeFiles(directory, filesOf("operator"));
    }, /rules\.yaml was not written by npm run render/);
    assert.deepEqual(readdirSync(directory), names);
  });
});
