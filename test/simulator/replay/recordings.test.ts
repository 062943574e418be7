import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Sample } from "../../../simulator/replay/exposition";
import { parseExposition, samplesOf } from "../../../simulator/replay/exposition";
import { readBody, recordedFolder } from "../../../simulator/replay/read-timeline";
import type { Recording, RecordingName } from "../../../simulator/replay/recordings";
import { recordingNames, recordings } from "../../../simulator/replay/recordings";

const names = recordingNames;

/** The series in which each server counts the requests it has finished. */
const finishedRequests: Record<RecordingName, (sample: Sample) => boolean> = {
  "vllm-0.10.2": ({ name }) => name === "vllm:request_success_total",
  "vllm-0.33.0": ({ name }) => name === "vllm:request_success_total",
  "tgi-2.4.0-v3": ({ name }) => name === "tgi_request_success",
  "tgi-3.3.7": ({ name }) => name === "tgi_request_success",
  "tei-embed-1.9.3": ({ name }) => name === "te_request_count",
  "tei-rerank-1.9.3": ({ name }) => name === "te_request_count",
  "opea-megaservice-1.5": httpPosts,
  "opea-retriever-1.5": httpPosts,
  "opea-dataprep-1.5": httpPosts,
};

function httpPosts({ name, written }: Sample): boolean {
  return name === "http_requests_total" && written.includes('method="POST"');
}

describe("the catalogue of recordings", () => {
  for (const name of names) {
    const recording: Recording = recordings[name];
    const samplesIn = (state: string): readonly Sample[] =>
      samplesOf(parseExposition(readBody(name, state)));

    it(`${name}: is served with the Content-Type that was recorded`, () => {
      const index = readFileSync(join(recordedFolder, "INDEX.md"), "utf8");
      const rows = [...index.matchAll(/^\| (\S+)\.prom \|.*?\| `([^`]+)` \|/gm)];
      const types = rows.filter(([, file]) => file?.startsWith(`${name}-`)).map(([, , t]) => t);
      assert.deepEqual([...new Set(types)], [recording.contentType]);
    });

    it(`${name}: has the numbers of requests that its bodies tell`, () => {
      for (const { state, requests } of recording.frames) {
        const counted = samplesIn(state)
          .filter(finishedRequests[name])
          .reduce((sum, { value }) => sum + value, 0);
        assert.equal(counted, requests, state);
      }
    });

    it(`${name}: was recorded in one life of the process`, () => {
      const seen = new Map<string, number>();
      for (const { state } of recording.frames) {
        const samples = samplesIn(state).filter(({ role }) => role !== "quantile");
        const values = new Map(samples.map(({ series, value }) => [series, value]));
        for (const [series, value] of seen) {
          assert.ok((values.get(series) ?? -1) >= value, `${series} falls or is gone at ${state}`);
        }
        for (const { series, value, role } of samples) {
          seen.set(series, role === "gauge" ? -Infinity : value);
        }
      }
    });

    it(`${name}: has no errors in it`, () => {
      const states = recording.frames.map(({ state }) => state);
      const errors = states
        .flatMap(samplesIn)
        .filter(({ written }) => /_failure|status="[45]xx"/.test(written));
      assert.deepEqual(errors, []);
    });
  }
});
