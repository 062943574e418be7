import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Viewpoint } from "../../../plan/detect/addresses";
import { propose } from "../../../plan/detect/chatqna-settings";
import type { ContainerFacts } from "../../../plan/detect/container-facts";
import { recognise } from "../../../plan/detect/recognise";
import { sharedNetwork } from "../../../plan/detect/shared-network";
import { targetsOf } from "../../../plan/targets/catalogue";
import type { Reach } from "../../../plan/targets/deployment";
import { parseSettings } from "../../../plan/settings/parse-settings";
import { existingOf, startedFrom, titleOf, underCompose } from "./upstream-projects";

const host = { via: "host", host: "localhost" } as const;
const xeon = startedFrom(existingOf("1.5 xeon compose.yaml"));
const inside: Viewpoint = { via: "compose", network: "xeon_default" };

describe("the settings for what was recognised", () => {
  for (const existing of underCompose) {
    it(`${titleOf(existing)} needs no override, and scrapes what the catalogue does`, () => {
      const containers = startedFrom(existing, { tag: existing.deployment.release });
      for (const viewpoint of [
        host,
        { via: "compose", network: `${existing.deployment.hardware}_default` } as const,
      ]) {
        const { chatqna, targets, notes } = proposed(containers, viewpoint);
        const reach: Reach = viewpoint.via === "host" ? host : { via: "compose" };

        assert.equal(chatqna["services"], undefined);
        assert.deepEqual(notes, []);
        assert.deepEqual(
          [...targets.values()],
          targetsOf(existing.deployment, reach).map(({ address }) => address),
        );
      }
    });
  }

  it("are accepted, and name only what is not the default", () => {
    const { chatqna } = proposed(
      startedFrom(existingOf("1.5 gaudi compose_guardrails.yaml")),
      host,
    );

    assert.deepEqual(chatqna, {
      via: "host",
      release: "1.5",
      hardware: "gaudi",
      engine: "vllm",
      vectorStore: "redis",
      guardrails: true,
    });
    const raw = { targets: { chatqna }, prometheus: { port: 19090 } };
    const parsed = parseSettings(raw, { stack: "test", isSecret: () => true });
    assert.ok(parsed.ok, JSON.stringify(parsed));
  });

  it("name the machine when it is another", () => {
    assert.equal(proposed(xeon, { via: "host", host: "gaudi-03" }).chatqna["host"], "gaudi-03");
  });

  it("have an address where a port is published elsewhere", () => {
    const moved = withPorts("vllm-service", [{ container: 80, host: 19009, bind: "0.0.0.0" }]);

    assert.deepEqual(overrides(moved, host), { llm: { address: "localhost:19009" } });
    assert.deepEqual(overrides(moved, inside), undefined);
  });

  it("follow a server that listens on another port in its container", () => {
    const moved = withPorts("vllm-service", [{ container: 8000, host: 9009, bind: "0.0.0.0" }]);

    assert.equal(overrides(moved, host), undefined);
    assert.deepEqual(overrides(moved, inside), { llm: { address: "vllm-service:8000" } });
  });

  it("take the address that a port is bound to, and loopback from this machine only", () => {
    const bound = withPorts("vllm-service", [{ container: 80, host: 9009, bind: "10.0.0.7" }]);
    const loopback = withPorts("vllm-service", [{ container: 80, host: 9009, bind: "127.0.0.1" }]);

    assert.deepEqual(overrides(bound, host), { llm: { address: "10.0.0.7:9009" } });
    assert.equal(overrides(loopback, host), undefined);
    const elsewhere = proposed(loopback, { via: "host", host: "gaudi-03" });
    assert.deepEqual(elsewhere.chatqna["services"], { llm: { enabled: false } });
    assert.deepEqual(elsewhere.notes, [
      "vllm-service publishes port 80 on the host's loopback only, and will not be scraped.",
    ]);
  });

  it("leave out what is not published or not there, and say so", () => {
    const hidden = withPorts("vllm-service", [{ container: 80 }]).filter(
      ({ name }) => name !== "retriever-redis-server",
    );
    const { chatqna, notes, targets } = proposed(hidden, host);

    assert.deepEqual(chatqna["services"], {
      llm: { enabled: false },
      retriever: { enabled: false },
    });
    assert.equal(targets.has("vllm-service"), false);
    assert.deepEqual(notes, [
      "vllm-service does not publish port 80 on the host, and will not be scraped.",
      "retriever (retriever-redis-server) is not there, and will not be scraped.",
    ]);
  });

  it("keep what stopped: it is to be seen as down", () => {
    const stopped = change("vllm-service", { state: "exited", ports: [] });

    assert.equal(overrides(stopped, host), undefined);
    assert.equal(proposed(stopped, host).targets.get("vllm-service"), "localhost:9009");
  });

  it("reach what is on the host's network, or on another one, through the host", () => {
    const onHost = change("vllm-service", { networks: ["host"], ports: [] });
    const apart = change("vllm-service", { networks: ["other"] });
    const closed = withPorts("vllm-service", [{ container: 80 }]).map((one) =>
      one.name === "vllm-service" ? { ...one, networks: ["other"] } : one,
    );

    assert.deepEqual(overrides(onHost, inside), { llm: { address: "localhost:80" } });
    assert.deepEqual(overrides(apart, inside), { llm: { address: "localhost:9009" } });
    assert.deepEqual(proposed(closed, inside).notes, [
      "vllm-service is not on the network xeon_default, and publishes port 80 to no other machine, and will not be scraped.",
    ]);
  });

  it("join the network of the most services, never one without names", () => {
    const networkOf = (containers: readonly ContainerFacts[]) => {
      const recognition = recognise(containers);
      assert.ok(recognition !== undefined);
      return sharedNetwork(recognition);
    };

    assert.equal(
      networkOf(change("vllm-service", { networks: ["a", "xeon_default"] })),
      "xeon_default",
    );
    assert.equal(networkOf(xeon.map((one) => ({ ...one, networks: ["bridge"] }))), undefined);
  });
});

function proposed(containers: readonly ContainerFacts[], viewpoint: Viewpoint) {
  const recognition = recognise(containers);
  assert.ok(recognition !== undefined, "no ChatQnA recognised");
  return propose(recognition, viewpoint);
}

function overrides(containers: readonly ContainerFacts[], viewpoint: Viewpoint): unknown {
  return proposed(containers, viewpoint).chatqna["services"];
}

function change(name: string, facts: Partial<ContainerFacts>): readonly ContainerFacts[] {
  return xeon.map((one) => (one.name === name ? { ...one, ...facts } : one));
}

function withPorts(name: string, ports: ContainerFacts["ports"]): readonly ContainerFacts[] {
  return change(name, { ports });
}
