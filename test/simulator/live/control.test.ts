import assert from "node:assert/strict";
import { request } from "node:http";
import { after, before, describe, it } from "node:test";
import type { LiveSimulation } from "../../../simulator/live/live-simulation";
import { urlOf } from "../../../simulator/live/overview";
import { post, serviceUrl, startLive } from "../simulated-deployment";

const timeout = 60_000;

describe("the control port", () => {
  let simulation: LiveSimulation;
  before(async () => {
    simulation = await startLive({ engine: "tgi" });
  });
  after(() => simulation.close());
  const tell = (path: string, command: unknown): Promise<Response> =>
    post(urlOf(simulation.control) + path, command);
  const metricsUrl = (): string => serviceUrl(simulation, "llm", "/metrics");

  it("makes a /metrics misbehave", { timeout }, async () => {
    const fault = async (metrics: string): Promise<void> => {
      assert.equal((await tell("/service", { service: "llm", metrics })).status, 200);
    };
    await fault("wrong-type");
    assert.equal((await fetch(metricsUrl())).headers.get("content-type"), "application/json");
    await fault("malformed");
    assert.match(await (await fetch(metricsUrl())).text(), /<html>/);
    await fault("slow");
    await assert.rejects(fetch(metricsUrl(), { signal: AbortSignal.timeout(300) }));
    for (const kind of ["huge", "endless"]) {
      await fault(kind);
      const gone = new AbortController();
      const { body } = await fetch(metricsUrl(), { signal: gone.signal });
      let size = 0;
      if (body !== null) {
        for await (const piece of body as AsyncIterable<Uint8Array>) {
          size += piece.length;
          if (size > 1e6) break;
        }
      }
      gone.abort();
      assert.ok(size > 1e6, `${kind}: ${size} bytes`);
    }
    await fault("none");
    assert.equal(
      (await fetch(metricsUrl())).headers.get("content-type"),
      "text/plain; charset=utf-8",
    );
  });

  it("refuses what it does not know, with what there is", { timeout }, async () => {
    const refused = async (path: string, command: unknown, words: RegExp): Promise<void> => {
      const answer = await tell(path, command);
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
      assert.match(((await answer.json()) as { error: string }).error, words);
    };
    await refused("/scenario", { scenario: "overlod" }, /There are: .*overload/);
    await refused("/service", { service: "llm", failing: 2 }, /0 to 1/);
    await refused("/service", { service: "llms" }, /There are: llm, /);
    await refused("/service", { service: "llm", fail: 1 }, /"fail" is unknown/);
    await refused("/load", { requestsPerSecond: -1 }, /0 to 1,000/);
    await refused("/load", "[", /JSON/);
  });

  it("takes no commands from web pages", { timeout }, async () => {
    const control = urlOf(simulation.control);
    const form = await fetch(`${control}/scenario`, {
      method: "POST",
      body: '{"scenario":"idle"}',
    });
    assert.equal(form.status, 415);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${control}/state`, { headers: { Host: "evil.example:80" } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on("error", reject)
        .end();
    });
    assert.equal(status, 403);
  });
});
