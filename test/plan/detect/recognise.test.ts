import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { ContainerFacts } from "../../../plan/detect/container-facts";
import { recognise } from "../../../plan/detect/recognise";
import { servicesOf } from "../../../plan/targets/catalogue";
import { existingOf, startedFrom, titleOf, underCompose } from "./upstream-projects";

describe("recognising OPEA's compose files", () => {
  for (const existing of underCompose) {
    it(`${titleOf(existing)}, all of it, and told apart by TAG`, () => {
      const tagged = recognised(startedFrom(existing, { tag: existing.deployment.release }));

      assert.equal(titleOf(tagged.existing), titleOf(existing));
      assert.deepEqual(tagged.alternatives, []);
      assert.deepEqual(tagged.missing, []);
      assert.deepEqual(tagged.unplaced, []);
      assert.deepEqual(
        tagged.matches.map(({ service }) => service.name).sort(),
        servicesOf(existing.deployment)
          .filter(({ container }) => container !== undefined)
          .map(({ name }) => name)
          .sort(),
      );
    });

    it(`${titleOf(existing)} with TAG unset: it, or a newer release that nothing tells from it`, () => {
      const { existing: nearest, alternatives } = recognised(startedFrom(existing));

      assert.ok([nearest, ...alternatives].some((one) => titleOf(one) === titleOf(existing)));
      assert.deepEqual(nearest.deployment, {
        ...existing.deployment,
        release: nearest.deployment.release,
      });
      assert.ok(nearest.deployment.release >= existing.deployment.release);
      const addresses = (one: typeof existing) =>
        servicesOf(one.deployment).map(({ address, hostPort }) => ({ address, hostPort }));
      assert.deepEqual(addresses(nearest), addresses(existing));
    });
  }

  it("says what decided", () => {
    const because = (title: string, tag?: string) =>
      recognised(startedFrom(existingOf(title), tag === undefined ? {} : { tag })).because;

    assert.equal(
      because("1.5 xeon compose_opengauss.yaml"),
      "No other file of OPEA's starts these containers.",
    );
    assert.equal(
      because("1.3 xeon compose_milvus.yaml", "1.3"),
      "The containers are the same in 1.3, 1.4 and 1.5. The tags of the images and the ports tell them apart.",
    );
    assert.equal(
      because("1.3 nvidia compose.yaml"),
      "The containers are the same in 1.1, 1.2, 1.3, 1.4 and 1.5. The tags of the images and the ports leave 1.3, 1.4 and 1.5; the newest was taken.",
    );
    assert.equal(
      because("1.4 rocm compose_vllm.yaml"),
      "The containers are the same in 1.3, 1.4 and 1.5. The tags of the images and the ports leave 1.4 and 1.5; the newest was taken.",
    );
  });
});

describe("recognising what differs from OPEA's files", () => {
  const existing = existingOf("1.5 gaudi compose_tgi.yaml");
  const started = startedFrom(existing, { tag: "1.5", inFolder: true });

  it("takes renamed containers by their images, those of one image by their names", () => {
    const renamed = started.map((one) => ({
      ...one,
      name: `my-${one.composeService ?? ""}`,
    }));
    const { existing: nearest, matches, missing, unplaced } = recognised(renamed);

    assert.equal(titleOf(nearest), titleOf(existing));
    assert.deepEqual([missing, unplaced], [[], []]);
    assert.ok(matches.every(({ by }) => by === "image"));
    const containerOf = (name: string) =>
      matches.find(({ service }) => service.name === name)?.container.name;
    assert.equal(containerOf("embedding"), "my-tei-embedding-service");
    assert.equal(containerOf("reranking"), "my-tei-reranking-service");
  });

  it("takes the name that docker compose gives where the file has none", () => {
    const [redis, ...others] = started;
    assert.ok(redis !== undefined);
    const generated = { ...redis, name: `gaudi-${redis.composeService ?? ""}-1` };
    const { matches } = recognised([generated, ...others]);

    assert.deepEqual(matches.find(({ container }) => container === generated)?.by, "name");
  });

  it("tells what is missing and what it cannot place", () => {
    const stranger: ContainerFacts = {
      name: "grafana",
      image: "grafana/grafana:11.0.0",
      state: "running",
      composeFiles: [],
      ports: [],
      networks: [],
    };
    const incomplete = started.filter(({ name }) => name !== "dataprep-redis-server");
    const { existing: nearest, missing, unplaced } = recognised([...incomplete, stranger]);

    assert.equal(titleOf(nearest), titleOf(existing));
    assert.deepEqual(
      missing.map(({ name }) => name),
      ["dataprep"],
    );
    assert.deepEqual(unplaced, [stranger]);
  });

  it("is not misled by the Jaeger of compose.telemetry.yaml, which one release starts itself", () => {
    const jaeger: ContainerFacts = {
      name: "jaeger",
      image: "jaegertracing/all-in-one:1.67.0",
      state: "running",
      composeFiles: [],
      ports: [],
      networks: [],
    };
    const of13 = existingOf("1.3 gaudi compose_tgi.yaml");

    assert.equal(titleOf(recognised([...startedFrom(of13), jaeger]).existing), titleOf(of13));
  });

  it("prefers a running container to one that stopped", () => {
    const [redis] = started;
    assert.ok(redis !== undefined);
    const old = { ...redis, state: "exited", ports: [] };
    const { matches, unplaced } = recognised([old, ...started]);

    assert.deepEqual(unplaced, [old]);
    assert.ok(matches.some(({ container }) => container === redis));
  });

  it("sees no ChatQnA in its engines alone", () => {
    const engines = started.filter(({ image }) => !image.includes("opea/chatqna"));

    assert.equal(recognise(engines), undefined);
  });
});

function recognised(containers: readonly ContainerFacts[]) {
  const recognition = recognise(containers);
  assert.ok(recognition !== undefined, "no ChatQnA recognised");
  return recognition;
}
