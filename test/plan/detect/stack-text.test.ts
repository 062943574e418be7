import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { readStackText, withOnboarding } from "../../../plan/detect/stack-text";

const chatqna = { via: "host", release: "1.4", engine: "tgi" };

describe("writing what was detected into a stack's settings", () => {
  it("changes targets.chatqna and nothing else", () => {
    const text = `# Mine
config:
    # where
    chatqna-monitoring:platform: process # here
    chatqna-monitoring:targets:
        chatqna:
            via: replay # for now
            requestsPerSecond: 5
            release: "1.5" # newest
        static:
            - job: tgi # the old one
              address: "localhost:9009"
    chatqna-monitoring:grafana:
        adminPassword:
            secure: AAAB
encryptionsalt: v1:abc
`;
    assert.equal(
      withOnboarding(text, { chatqna }),
      text
        .replace("via: replay", "via: host")
        .replace("            requestsPerSecond: 5\n", "")
        .replace('release: "1.5" # newest', 'release: "1.4" # newest\n            engine: tgi'),
    );
  });

  it("makes what is not there, in an empty file too", () => {
    const expected = `config:
  chatqna-monitoring:targets:
    chatqna:
      via: host
      release: "1.4"
      engine: tgi
`;
    for (const text of [
      "",
      "config:\n",
      "config: {}\n",
      "config:\n  chatqna-monitoring:targets:\n",
    ]) {
      const written = withOnboarding(text, { chatqna });
      assert.deepEqual(readStackText(written).chatqna, chatqna, text);
      if (!text.includes("{}")) assert.equal(written, expected);
    }
  });

  it("sets the network beside what docker has already", () => {
    const text = "config:\n  chatqna-monitoring:docker:\n    host: tcp://gaudi-03:2375\n";

    assert.match(
      withOnboarding(text, { chatqna, network: "xeon_default" }),
      /docker:\n {4}host: tcp:\/\/gaudi-03:2375\n {4}network: xeon_default\n/,
    );
  });

  it("replaces all overrides", () => {
    const text = withOnboarding("", { chatqna: { services: { llm: { enabled: false } } } });
    const services = { dataprep: { address: "localhost:1" } };

    assert.deepEqual(readStackText(withOnboarding(text, { chatqna: { services } })).chatqna, {
      services,
    });
  });

  it("reads the platform and the daemon, and refuses what is no YAML", () => {
    const text =
      "config:\n  chatqna-monitoring:platform: docker\n  chatqna-monitoring:docker: { host: ssh://a }\n";

    assert.deepEqual(readStackText(text), {
      platform: "docker",
      dockerHost: "ssh://a",
      kubeconfig: undefined,
      context: undefined,
      chatqna: undefined,
    });
    assert.throws(() => readStackText("a: [\n"), /not valid YAML/);
  });
});
