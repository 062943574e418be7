import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";

import type { Deployment, ReachKind } from "../../../plan/targets/deployment";
import { engines, hardwareKinds, releases, vectorStores } from "../../../plan/targets/deployment";
import { deploymentProblems } from "../../../plan/targets/deployment-problems";
import { anyDeployment, anyReachKind, existing, xeon15 } from "./arbitrary-deployment";

describe("which deployments exist", () => {
  it("finds no problem exactly in those that OPEA has a file for", () => {
    const known = new Set(existing.map(({ deployment, via }) => keyOf(deployment, via)));
    const unclear = everything().filter(
      ({ deployment, via }) =>
        (deploymentProblems(deployment, { via }).length === 0) !==
        known.has(keyOf(deployment, via)),
    );
    assert.deepEqual(unclear, []);
  });

  it("lists each deployment once for each way to it", () => {
    const keys = existing.map(({ deployment, via }) => keyOf(deployment, via));
    assert.equal(new Set(keys).size, keys.length);
  });

  it("counts as many compose files as OPEA's folders have", () => {
    const count = (release: string) =>
      existing.filter(({ deployment, via }) => via === "compose" && deployment.release === release)
        .length;
    assert.deepEqual(releases.map(count), [10, 12, 12, 21, 30, 32]);
  });

  it("reaches the same deployments by host ports as by container names", () => {
    const reachedVia = (via: ReachKind) =>
      existing.filter((one) => one.via === via).map(({ deployment }) => deployment);
    assert.deepEqual(reachedVia("host"), reachedVia("compose"));
  });

  it("reports a value that was asked for, and never as allowed", () => {
    fc.assert(
      fc.property(anyDeployment, anyReachKind, (deployment, via) => {
        for (const { key, found, allowed } of deploymentProblems(deployment, { via })) {
          assert.equal(found, String(key === "via" ? via : deployment[key]));
          assert.ok(allowed.length > 0, `nothing allowed for ${key}`);
          assert.ok(!allowed.includes(found), `${key}: ${found} is found wrong and allowed`);
        }
      }),
    );
  });

  it("leads to a deployment that exists, by its own advice", () => {
    fc.assert(
      fc.property(anyDeployment, anyReachKind, (deployment, via) => {
        let now = { ...deployment, via };
        for (let step = 0; step < 10; step++) {
          const [problem] = deploymentProblems(now, now);
          if (problem === undefined) return;
          const value = problem.allowed[0] ?? "";
          now = { ...now, [problem.key]: value === "true" || (value !== "false" && value) };
        }
        assert.fail(`no end: ${JSON.stringify(now)}`);
      }),
    );
  });
});

describe("what is said about a deployment that does not exist", () => {
  const cases: readonly [string, Partial<Deployment>, ReachKind, object[]][] = [
    [
      "hardware of a later release",
      { release: "1.2", hardware: "epyc" },
      "compose",
      [
        {
          key: "hardware",
          found: "epyc",
          message: "OPEA 1.2 has no ChatQnA for epyc.",
          allowed: ["xeon", "gaudi", "rocm", "nvidia", "aipc"],
        },
      ],
    ],
    [
      "manifests after 1.1",
      {},
      "manifests",
      [
        {
          key: "via",
          found: "manifests",
          message: "OPEA 1.5 has no benchmark manifest for ChatQnA.",
          allowed: ["host", "compose", "helm", "gmc"],
        },
      ],
    ],
    [
      "a way that only other hardware has",
      { release: "1.1" },
      "manifests",
      [
        {
          key: "via",
          found: "manifests",
          message: "OPEA 1.1 has no benchmark manifest for ChatQnA on xeon.",
          allowed: ["host", "compose", "helm", "gmc"],
        },
      ],
    ],
    [
      "a store of later releases",
      { release: "1.2", vectorStore: "mariadb" },
      "host",
      [
        {
          key: "vectorStore",
          found: "mariadb",
          message:
            "OPEA 1.2 has no docker compose file for ChatQnA on xeon with vectorStore: mariadb. Releases that have one: 1.4, 1.5.",
          allowed: ["redis", "qdrant", "pinecone"],
        },
      ],
    ],
    [
      "two strangers at once",
      { engine: "ollama", guardrails: true },
      "compose",
      [
        {
          key: "guardrails",
          found: "true",
          message: "OPEA 1.5 has no docker compose file for ChatQnA on xeon with guardrails: true.",
          allowed: ["false"],
        },
        {
          key: "engine",
          found: "ollama",
          message: "OPEA 1.5 has no docker compose file for ChatQnA on xeon with engine: ollama.",
          allowed: ["vllm", "tgi", "remote", "openai"],
        },
      ],
    ],
    [
      "a combination",
      { engine: "tgi", vectorStore: "qdrant" },
      "compose",
      [
        {
          key: "engine",
          found: "tgi",
          message:
            "OPEA 1.5 has no docker compose file for ChatQnA on xeon with engine: tgi and vectorStore: qdrant. Nearest: compose_qdrant.yaml (engine: vllm), compose_tgi.yaml (vectorStore: redis).",
          allowed: ["vllm"],
        },
      ],
    ],
  ];
  for (const [title, change, via, expected] of cases) {
    it(title, () => {
      assert.deepEqual(deploymentProblems({ ...xeon15, ...change }, { via }), expected);
    });
  }
});

function everything(): readonly { deployment: Deployment; via: ReachKind }[] {
  const yesNo = [true, false];
  return releases.flatMap((release) =>
    hardwareKinds.flatMap((hardware) =>
      engines.flatMap((engine) =>
        vectorStores.flatMap((vectorStore) =>
          yesNo.flatMap((rerank) =>
            yesNo.flatMap((guardrails) =>
              yesNo.flatMap((faqgen) =>
                (["host", "compose", "helm", "manifests", "gmc"] as const).map((via) => ({
                  via,
                  deployment: {
                    ...{ release, hardware, engine, vectorStore, rerank, guardrails, faqgen },
                  },
                })),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

function keyOf(deployment: Deployment, via: ReachKind): string {
  const { release, hardware, engine, vectorStore, rerank, guardrails, faqgen } = deployment;
  return [via, release, hardware, engine, vectorStore, rerank, guardrails, faqgen].join(" ");
}
