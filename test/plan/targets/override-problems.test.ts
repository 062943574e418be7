import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as fc from "fast-check";

import { targetsOf } from "../../../plan/targets/catalogue";
import { overrideProblems } from "../../../plan/targets/override-problems";
import { anyExisting, reachVia, xeon15 } from "./arbitrary-deployment";

describe("overrides", () => {
  const sixOfXeon = ["llm", "embedding", "reranking", "retriever", "dataprep", "megaservice"];

  it("of a service that the deployment lacks are a problem", () => {
    const overrides = { guardrails: { address: "10.0.0.7:9090" } };
    assert.deepEqual(overrideProblems(xeon15, { via: "compose" }, overrides), [
      {
        service: "guardrails",
        message: "This deployment has no service guardrails.",
        allowed: sixOfXeon,
      },
    ]);
  });

  it("of a service without metrics say what to do instead", () => {
    const overrides = { vectorstore: { address: "10.0.0.7:9121" } };
    assert.deepEqual(overrideProblems(xeon15, { via: "compose" }, overrides), [
      {
        service: "vectorstore",
        message:
          "vectorstore is redis here, which serves no /metrics. List an exporter of it under targets.static.",
        allowed: sixOfXeon,
      },
    ]);
  });

  it("that are allowed change what is scraped", () => {
    fc.assert(
      fc.property(anyExisting, ({ deployment, via }) => {
        const reach = reachVia(via);
        const [problem] = overrideProblems(deployment, reach, { textgen: {}, faqgen: {} });
        for (const name of problem?.allowed ?? []) {
          const overrides = { [name]: { enabled: false } };
          assert.deepEqual(overrideProblems(deployment, reach, overrides), []);
          assert.equal(
            targetsOf(deployment, reach, overrides).length,
            targetsOf(deployment, reach).length - 1,
          );
        }
      }),
    );
  });
});
