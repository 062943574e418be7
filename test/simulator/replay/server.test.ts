import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { parseExposition, samplesOf } from "../../../simulator/replay/exposition";
import { readBody } from "../../../simulator/replay/read-timeline";
import type { RecordingName } from "../../../simulator/replay/recordings";
import { recordingNames, recordings } from "../../../simulator/replay/recordings";
import type { Replay } from "../../../simulator/replay/server";
import { startReplay } from "../../../simulator/replay/server";

const names = recordingNames;
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
});

async function replay(requestsPerSecond: number, played = names): Promise<Replay> {
  const started = await startReplay({
    requestsPerSecond,
    services: played.map((name) => ({ name: `a-${name}`, recording: name, port: 0 })),
  });
  cleanups.push(started.close);
  return started;
}

function metricsUrl(started: Replay, recording: RecordingName): string {
  const service = started.services.find((served) => served.recording === recording);
  assert.ok(service !== undefined, `${recording} is not served`);
  return service.metricsUrl;
}

describe("the replay server", () => {
  it("serves every recording fresh, with its own Content-Type", async () => {
    const started = await replay(0);
    for (const name of names) {
      const response = await fetch(metricsUrl(started, name));
      assert.equal(response.status, 200, name);
      assert.equal(response.headers.get("content-type"), recordings[name].contentType, name);
      const body = await response.text();
      const series = samplesOf(parseExposition(body)).map(({ written }) => written);
      const recorded = samplesOf(parseExposition(readBody(name, "fresh")));
      assert.deepEqual(
        series,
        recorded.map(({ written }) => written),
        name,
      );
    }
  });

  it("serves an empty body for a fresh TGI or TEI", async () => {
    const empty: RecordingName[] = ["tgi-2.4.0-v3", "tei-embed-1.9.3", "tei-rerank-1.9.3"];
    const started = await replay(0, empty);
    for (const name of empty) {
      const response = await fetch(metricsUrl(started, name));
      assert.equal(response.headers.get("content-length"), "0", name);
      assert.equal(await response.text(), "", name);
    }
  });

  it("moves on by itself", async () => {
    const started = await replay(1000, ["tgi-3.3.7"]);
    const url = metricsUrl(started, "tgi-3.3.7");
    const finished = async (): Promise<number> => {
      const samples = samplesOf(parseExposition(await (await fetch(url)).text()));
      return samples.find(({ name }) => name === "tgi_request_success")?.value ?? 0;
    };
    const deadline = performance.now() + 10_000;
    let last = await finished();
    while (last < 200) {
      assert.ok(performance.now() < deadline, `only ${last} requests after 10 s at 1,000 a second`);
      const next = await finished();
      assert.ok(next >= last, `tgi_request_success fell from ${last} to ${next}`);
      last = next;
    }
  });

  it("answers /health, and 404 to all else", async () => {
    const started = await replay(0, ["vllm-0.10.2"]);
    const metrics = metricsUrl(started, "vllm-0.10.2");
    const status = async (url: string, method = "GET"): Promise<number> =>
      (await fetch(url, { method })).status;
    assert.equal(await status(`${metrics}?name[]=up`), 200);
    assert.equal(await status(new URL("/health", metrics).href), 200);
    assert.equal(await status(new URL("/", metrics).href), 404);
    assert.equal(await status(new URL("/toString", metrics).href), 404);
    assert.equal(await status(new URL("/v1/chat/completions", metrics).href, "POST"), 404);
    assert.equal(await status(metrics, "POST"), 404);
  });

  it("listens on loopback only", async () => {
    const started = await replay(0, ["vllm-0.10.2"]);
    assert.equal(new URL(metricsUrl(started, "vllm-0.10.2")).hostname, "127.0.0.1");
  });
});
