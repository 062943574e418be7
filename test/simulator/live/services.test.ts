import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import OpenAI from "openai";
import type { LiveSimulation } from "../../../simulator/live/live-simulation";
import { urlOf } from "../../../simulator/live/overview";
import { post, serviceUrl, startLive } from "../simulated-deployment";

const model = "meta-llama/Meta-Llama-3-8B-Instruct";
const question = { messages: "What is OPEA?", max_tokens: 5, ignore_eos: true };
const timeout = 60_000;

for (const engine of ["vllm", "tgi"] as const) {
  describe(`services with ${engine}`, () => {
    let simulation: LiveSimulation;
    before(async () => {
      simulation = await startLive({
        engine,
        shape: { answers: { median: 500, sigma: 0, min: 500, max: 500 } },
      });
    });
    after(() => simulation.close());

    const url = (name: string, path: string): string => serviceUrl(simulation, name, path);
    const metrics = async (name: string): Promise<string> =>
      (await fetch(url(name, "/metrics"))).text();

    it("answers a question in a stream, through all services", { timeout }, async () => {
      const answer = await post(url("megaservice", "/v1/chatqna"), question);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get("content-type"), "text/event-stream; charset=utf-8");
      const frames = (await answer.text()).split("\n\n").slice(0, -1);
      assert.equal(frames.length, 6);
      assert.ok(frames.slice(0, 5).every((frame) => /^data: b['"].+['"]$/.test(frame)));
      assert.equal(frames.at(-1), "data: [DONE]");
      const record = simulation.truth.records().at(-1);
      assert.ok(record !== undefined);
      assert.deepEqual(
        record.stages.map(({ service, status }) => `${service} ${status}`),
        ["embedding 200", "retriever 200", "reranking 200", "llm 200"],
      );
      assert.equal(record.tokens, 5);
      assert.ok(
        (record.stages[3]?.scheduled ?? 0) > 0,
        "the engine's own times are not in the log",
      );
      assert.match(await metrics("megaservice"), /^megaservice_first_token_latency_count 1.0$/m);
      assert.match(await metrics("embedding"), /^te_embed_success 1$/m);
      assert.match(await metrics("reranking"), /^te_predict_success 4$/m);
    });

    it("answers a question as a whole", { timeout }, async () => {
      const answer = await post(url("megaservice", "/v1/chatqna"), { ...question, stream: false });
      const { choices } = (await answer.json()) as { choices: { message: { content: string } }[] };
      assert.ok((choices[0]?.message.content.length ?? 0) > 10);
    });

    it(
      "answers 500 to what it cannot read, 404 and 405 where there is nothing",
      { timeout },
      async () => {
        const status = async (path: string, method: string, body?: string): Promise<number> =>
          (await fetch(url("megaservice", path), { method, ...(body !== undefined && { body }) }))
            .status;
        assert.equal(await status("/v1/chatqna", "POST", "{"), 500);
        assert.equal(await status("/nothing", "GET"), 404);
        assert.equal(await status("/v1/chatqna", "GET"), 405);
        assert.equal((await fetch(url("llm", "/health"))).status, 200);
      },
    );

    it("serves a real client of OpenAI, streaming and not", { timeout }, async () => {
      const client = new OpenAI({ baseURL: url("llm", "/v1"), apiKey: "none", maxRetries: 0 });
      const messages = [{ role: "user" as const, content: "Say something." }];
      const whole = await client.chat.completions.create({
        model,
        messages,
        max_completion_tokens: 7,
      });
      const [choice] = whole.choices;
      assert.ok(choice !== undefined);
      assert.equal(choice.finish_reason, "length");
      assert.equal(whole.usage?.completion_tokens, 7);
      const stream = await client.chat.completions.create({
        model,
        messages,
        max_completion_tokens: 7,
        stream: true,
        stream_options: { include_usage: true },
      });
      let [text, usage] = ["", 0];
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta.content ?? "";
        usage = chunk.usage?.completion_tokens ?? usage;
      }
      assert.equal(text, choice.message.content);
      assert.equal(usage, 7);
      const names = (await client.models.list()).data.map(({ id }) => id);
      assert.deepEqual(names, [model]);
      const tooMuch = client.chat.completions.create({
        model,
        messages,
        max_completion_tokens: 99_999,
      });
      await assert.rejects(tooMuch, { status: engine === "vllm" ? 400 : 422 });
    });

    it("serves a real load tool", { timeout }, async () => {
      const body = JSON.stringify({ ...question, max_tokens: 3 });
      const result = await autocannon([
        ...["--method", "POST", "--headers", "content-type=application/json", "--body", body],
        ...["--connections", "10", "--amount", "60"],
        url("megaservice", "/v1/chatqna"),
      ]);
      assert.equal(result["2xx"], 60);
      assert.deepEqual([result["errors"], result["timeouts"], result["non2xx"]], [0, 0, 0]);
    });

    it("fails as the real orchestrator does while the engine is down", { timeout }, async () => {
      const control = urlOf(simulation.control);
      assert.equal((await post(`${control}/scenario`, { scenario: "engine-down" })).status, 200);
      await Promise.all(simulation.services.map((service) => service.settled()));
      await assert.rejects(fetch(url("llm", "/health")), "the engine still listens");
      assert.equal((await post(url("megaservice", "/v1/chatqna"), question)).status, 500);
      await post(`${control}/scenario`, { scenario: "steady" });
      await Promise.all(simulation.services.map((service) => service.settled()));
      assert.equal((await post(url("megaservice", "/v1/chatqna"), question)).status, 200);
      assert.match(await metrics("megaservice"), /^megaservice_request_pending [1-9]/m);
    });

    it("reranks nothing until something is ingested", { timeout }, async () => {
      const control = urlOf(simulation.control);
      await post(`${control}/scenario`, { scenario: "cold-start" });
      await Promise.all(simulation.services.map((service) => service.settled()));
      const lastStages = (): readonly string[] =>
        simulation.truth
          .records()
          .at(-1)
          ?.stages.map(({ service }) => service) ?? [];
      await (await post(url("megaservice", "/v1/chatqna"), question)).text();
      assert.deepEqual(lastStages(), ["embedding", "retriever", "llm"]);
      assert.equal(await metrics("reranking"), "");
      assert.equal(
        (await post(url("dataprep", "/v1/dataprep/ingest"), "x".repeat(2000))).status,
        200,
      );
      await (await post(url("megaservice", "/v1/chatqna"), question)).text();
      assert.deepEqual(lastStages(), ["embedding", "retriever", "reranking", "llm"]);
    });
  });
}

/** Runs the load tool as people do, and gives its figures. */
async function autocannon(args: readonly string[]): Promise<Record<string, unknown>> {
  const program = require.resolve("autocannon");
  const child = spawn(process.execPath, [program, "--json", ...args], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  await once(child, "close");
  return JSON.parse(output) as Record<string, unknown>;
}
