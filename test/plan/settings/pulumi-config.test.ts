import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseSettings } from "../../../plan/settings/parse-settings";
import { readPulumiConfig } from "../../../plan/settings/pulumi-config";

describe("readPulumiConfig", () => {
  it("reads what the engine gives: JSON text for maps, plain text for the rest", () => {
    const { raw, isSecret } = readPulumiConfig(
      {
        "chatqna-monitoring:environment": "staging",
        "chatqna-monitoring:platform": "process",
        "chatqna-monitoring:prometheus": '{"port":9095,"keep":[]}',
        "chatqna-monitoring:grafana": '{"adminPassword":"hunter2"}',
        "docker:host": "unix:///var/run/docker.sock",
        "grafana:auth": "x",
      },
      ["chatqna-monitoring:grafana", "grafana:auth"],
    );
    assert.deepEqual(raw, {
      environment: "staging",
      platform: "process",
      prometheus: { port: 9095, keep: [] },
      grafana: { adminPassword: "hunter2" },
    });
    assert.equal(isSecret("grafana"), true);
    assert.equal(isSecret("prometheus"), false);
  });

  it("keeps text that is no JSON, to be refused as such", () => {
    const { raw } = readPulumiConfig({ "chatqna-monitoring:prometheus": "{port: 1" }, []);
    assert.deepEqual(raw, { prometheus: "{port: 1" });
  });

  it("takes an environment that looks like a number or a truth value", () => {
    for (const environment of ["1", "true"]) {
      const { raw, isSecret } = readPulumiConfig(
        { "chatqna-monitoring:environment": environment },
        [],
      );
      const result = parseSettings(raw, { stack: "dev", isSecret });
      assert.equal(result.ok && result.settings.environment, environment);
    }
  });

  it("has a misspelt namespace reported under its whole key", () => {
    const { raw, isSecret } = readPulumiConfig({ "chatqna-monitorin:grafana": "{}" }, []);
    const result = parseSettings(raw, { stack: "dev", isSecret });
    assert.deepEqual(result.ok ? [] : result.problems, [
      {
        key: "chatqna-monitorin:grafana",
        message: "is in a namespace that nobody reads. Did you mean chatqna-monitoring:grafana?",
      },
    ]);
  });
});
