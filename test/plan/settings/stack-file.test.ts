import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatProblems } from "../../../plan/settings/problem";
import { readStackFile } from "../../../plan/settings/stack-file";

describe("readStackFile", () => {
  it("takes a file without settings", () => {
    for (const text of ["", "# nothing\n", "encryptionsalt: v1:x\n", "config:\n", "config: {}\n"]) {
      assert.ok(readStackFile(text, "dev").ok, `refused: ${JSON.stringify(text)}`);
    }
  });

  it("takes an encrypted secret as there, without a value", () => {
    const result = readStackFile(
      `config:
  chatqna-monitoring:grafana:
    adminPassword:
      secure: v1:cipher
  docker:host: tcp://10.0.0.1
`,
      "dev",
    );
    assert.ok(result.ok, "an encrypted secret was refused");
    assert.deepEqual(result.settings.grafana.adminPassword, { secret: "grafana.adminPassword" });
    assert.deepEqual(result.secrets, {});
  });

  it("tells a secret in plain text from an encrypted one beside it", () => {
    const result = readStackFile(
      `config:
  chatqna-monitoring:grafana:
    adminPassword: { secure: v1:cipher }
    secretKey: hunter2
    bind: localhost
`,
      "dev",
    );
    assert.equal(
      formatProblems("Pulumi.dev.yaml", result.ok ? [] : result.problems),
      `Pulumi.dev.yaml: 2 problems in the settings

  chatqna-monitoring:grafana.secretKey
    is a secret in plain text. Encrypt it, and change it where it was published:
    pulumi config set --secret --path 'chatqna-monitoring:grafana.secretKey'
  chatqna-monitoring:grafana.bind
    is "localhost"; a server listens on an IP address of this machine, like "127.0.0.1", or "0.0.0.0" for all. Did you mean 127.0.0.1?`,
    );
  });

  it("names the line of what is no YAML, and does not repeat it", () => {
    const problemsOf = (text: string) => {
      const result = readStackFile(text, "dev");
      return result.ok ? [] : result.problems;
    };
    assert.deepEqual(problemsOf("config:\n\tplatform: process\n"), [
      { key: "line 2", message: "is indented with a tab; YAML wants spaces." },
    ]);
    assert.deepEqual(problemsOf("config:\n  a: 1\n  a: 2\n"), [
      { key: "line 3", message: "has a key that stands above already." },
    ]);
    assert.deepEqual(problemsOf('config:\n  a: "hunter2\n'), [
      { key: "line 3", message: "lacks a quote, a bracket, a colon or a space after one." },
    ]);
    assert.deepEqual(problemsOf("- a\n"), [
      { key: "the file", message: "is no map; its settings stand under config:." },
    ]);
    assert.deepEqual(problemsOf("config: 1\n"), [
      {
        key: "config",
        message: "is no map; under it stand settings, like chatqna-monitoring:prometheus.",
      },
    ]);
    assert.deepEqual(problemsOf("config: *gone\n"), [
      { key: "the file", message: "has an alias that leads nowhere, or too many of them." },
    ]);
  });
});

describe("formatProblems", () => {
  it("counts one problem as one", () => {
    assert.equal(
      formatProblems("Pulumi.dev.yaml", [{ key: "a", message: "is b." }]),
      "Pulumi.dev.yaml: 1 problem in the settings\n\n  a\n    is b.",
    );
  });
});
