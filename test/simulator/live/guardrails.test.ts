import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { LiveSimulation } from "../../../simulator/live/live-simulation";
import { unsafeWords } from "../../../simulator/services/opea-routes";
import { guardedServices, post, serviceUrl, startLive } from "../simulated-deployment";

const timeout = 60_000;
const question = { messages: "What is OPEA?", max_tokens: 5, ignore_eos: true };

for (const unsafe of [false, true]) {
  describe(`guardrails that find every question ${unsafe ? "unsafe" : "safe"}`, () => {
    let simulation: LiveSimulation;
    before(async () => {
      simulation = await startLive({
        services: guardedServices(),
        shape: { unsafe: unsafe ? 1 : 0 },
      });
    });
    after(() => simulation.close());
    const url = (name: string, path: string): string => serviceUrl(simulation, name, path);
    const metrics = async (name: string): Promise<string> =>
      (await fetch(url(name, "/metrics"))).text();

    it("stand first in the chain of the megaservice", { timeout }, async () => {
      const answer = await post(url("megaservice", "/v1/chatqna"), question);
      assert.equal(answer.status, 200);
      const text = await answer.text();
      const stages = simulation.truth
        .records()
        .at(-1)
        ?.stages.map(({ service, status }) => `${service} ${status}`);
      if (unsafe) {
        assert.match(text, new RegExp(unsafeWords));
        assert.deepEqual(stages, ["guardrails 200", "guardrails-llm 200"]);
      } else {
        assert.doesNotMatch(text, new RegExp(unsafeWords));
        assert.deepEqual(
          stages,
          ["guardrails", "guardrails-llm", "embedding", "retriever", "reranking", "llm"].map(
            (name) => `${name} 200`,
          ),
        );
      }
    });

    it("have the engine of their own judge, and count as every service of OPEA", async () => {
      assert.match(
        await metrics("guardrails"),
        /^http_requests_total\{handler="\/v1\/guardrails",method="POST",status="2xx"\} 1\.0$/m,
      );
      assert.match(
        await metrics("guardrails-llm"),
        /^vllm:request_success_total\{[^}]*\} [1-9]/m,
        "nobody was asked for a verdict",
      );
    });

    it("answer whoever asks them", { timeout }, async () => {
      const check = await post(url("guardrails", "/v1/guardrails"), { text: "Is this fine?" });
      assert.equal(check.status, 200);
      assert.deepEqual(
        await check.json(),
        unsafe ? { text: unsafeWords, downstream_black_list: [".*"] } : { text: "Is this fine?" },
      );
      assert.equal((await post(url("guardrails", "/v1/guardrails"), {})).status, 422);
      assert.equal((await post(url("guardrails", "/v1/guardrails"), "[")).status, 422);
      assert.equal((await fetch(url("guardrails", "/v1/guardrails"))).status, 405);
      assert.equal((await fetch(url("guardrails", "/v1/health_check"))).status, 200);
    });

    it("fail where their engine is gone, and the question with them", { timeout }, async () => {
      const slot = simulation.services.find(({ slot: { name } }) => name === "guardrails-llm");
      assert.ok(slot !== undefined);
      simulation.clock.enter(() => {
        slot.slot.stop();
      });
      await slot.settled();
      const check = await post(url("guardrails", "/v1/guardrails"), { text: "Is this fine?" });
      assert.equal(check.status, 500);
      assert.equal((await post(url("megaservice", "/v1/chatqna"), question)).status, 500);
    });
  });
}
