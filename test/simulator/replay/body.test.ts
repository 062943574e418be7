import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Moment } from "../../../simulator/replay/body";
import { bodyAt } from "../../../simulator/replay/body";
import type { Sample } from "../../../simulator/replay/exposition";
import { parseExposition, samplesOf } from "../../../simulator/replay/exposition";
import { readBody, readTimeline } from "../../../simulator/replay/read-timeline";
import type { Recording, RecordingName } from "../../../simulator/replay/recordings";
import { recordingNames, recordings } from "../../../simulator/replay/recordings";
import type { Timeline } from "../../../simulator/replay/timeline";

const names = recordingNames;
const startedAt = 1_800_000_000;
const elapsedSeconds = fc.double({ min: 0, max: 3000, noNaN: true });
const requestsPerSecond = fc.oneof(
  fc.constantFrom(0, 0.5, 2),
  fc.double({ min: 0, max: 50, noNaN: true }),
);

function samplesAt(name: RecordingName, moment: Omit<Moment, "startedAt">): readonly Sample[] {
  return samplesOf(parseExposition(bodyAt(timelines[name], { ...moment, startedAt })));
}

/** The moment at which a service has finished so many requests. */
function after(name: RecordingName, requests: number): Moment {
  const requestsPerSecond = 1 / recordings[name].requestsPerQuestion;
  return { elapsedSeconds: requests, requestsPerSecond, startedAt };
}

/** What goes up only, or stays: all but gauges and quantiles. */
function rises({ role }: Sample): boolean {
  return role !== "gauge" && role !== "quantile";
}

/** Names, labels, comments and order, without the values. */
function layout(body: string): string {
  return body.replace(/^([^#\n].*) [^ \n]+$/gm, "$1");
}

const timelines = Object.fromEntries(names.map((name) => [name, readTimeline(name)])) as Record<
  RecordingName,
  Timeline
>;

describe("the body at a moment", () => {
  for (const name of names) {
    const recording: Recording = recordings[name];
    const timeline = timelines[name];

    it(`${name}: is the recorded one at the requests of each frame`, () => {
      for (const { state, requests } of recording.frames) {
        const body = bodyAt(timeline, after(name, requests));
        const recorded = readBody(name, state);
        assert.equal(layout(body), layout(recorded), state);
        const lines = (text: string): readonly string[] =>
          samplesOf(parseExposition(text))
            .filter(rises)
            .map(({ written, valueText }) => `${written} ${valueText}`);
        assert.deepEqual(lines(body), lines(recorded), state);
      }
    });

    it(`${name}: never has a counter that falls`, () => {
      fc.assert(
        fc.property(elapsedSeconds, elapsedSeconds, requestsPerSecond, (one, other, rate) => {
          const at = (seconds: number): Map<string, number> =>
            new Map(
              samplesAt(name, { elapsedSeconds: seconds, requestsPerSecond: rate })
                .filter(rises)
                .map(({ series, value }) => [series, value]),
            );
          const later = at(Math.max(one, other));
          for (const [series, value] of at(Math.min(one, other))) {
            assert.ok((later.get(series) ?? -1) >= value, `${series} fell or went away`);
          }
        }),
        { numRuns: 25 },
      );
    });

    it(`${name}: has cumulative buckets that end at the count`, () => {
      fc.assert(
        fc.property(elapsedSeconds, requestsPerSecond, (elapsed, rate) => {
          const samples = samplesAt(name, { elapsedSeconds: elapsed, requestsPerSecond: rate });
          const values = new Map(samples.map(({ series, value }) => [series, value]));
          for (const [count, buckets] of bucketsByCount(samples)) {
            const sorted = buckets.toSorted((a, b) => a - b);
            assert.deepEqual(buckets, sorted, `the buckets of ${count} are not cumulative`);
            assert.equal(buckets.at(-1), values.get(count), `the last bucket is not ${count}`);
          }
        }),
        { numRuns: 25 },
      );
    });

    it(`${name}: keeps whole numbers whole, and its notation`, () => {
      fc.assert(
        fc.property(elapsedSeconds, requestsPerSecond, (elapsed, rate) => {
          const samples = samplesAt(name, { elapsedSeconds: elapsed, requestsPerSecond: rate });
          for (const { role, value, written, valueText } of samples) {
            if (role === "bucket" || role === "count") {
              assert.ok(Number.isInteger(value), `${written} ${valueText}`);
            }
            assert.match(
              valueText,
              recording.notation === "rust" ? /^\d+(\.\d+)?$/ : /^\d(\d*\.\d+)?(e[+-]\d+)?$/,
            );
          }
        }),
        { numRuns: 25 },
      );
    });

    it(`${name}: depends on nothing but its arguments`, () => {
      const again = readTimeline(name);
      fc.assert(
        fc.property(elapsedSeconds, requestsPerSecond, (elapsed, rate) => {
          const moment = { elapsedSeconds: elapsed, requestsPerSecond: rate, startedAt };
          assert.equal(bodyAt(timeline, moment), bodyAt(again, moment));
        }),
        { numRuns: 5 },
      );
    });

    it(`${name}: has no time in the future and one start`, () => {
      fc.assert(
        fc.property(elapsedSeconds, requestsPerSecond, (elapsed, rate) => {
          const samples = samplesAt(name, { elapsedSeconds: elapsed, requestsPerSecond: rate });
          for (const { name: metric, value, written } of samples) {
            if (metric.endsWith("_created")) {
              assert.ok(value <= startedAt + elapsed + 1e-6, `${written} is ahead of the clock`);
              assert.ok(value > startedAt - 60, `${written} is older than the process`);
            }
            if (metric === "process_start_time_seconds") {
              assert.ok(value <= startedAt && value > startedAt - 60, `started at ${value}`);
            }
          }
        }),
        { numRuns: 10 },
      );
    });
  }

  it("moves on at the rate asked for, once all is played", () => {
    const finished = (seconds: number): number =>
      samplesAt("vllm-0.10.2", { elapsedSeconds: seconds, requestsPerSecond: 10 })
        .filter(({ name }) => name === "vllm:request_success_total")
        .reduce((sum, { value }) => sum + value, 0);
    // A rounding down for each finished_reason and stretch.
    assert.ok(Math.abs(finished(1000) - 10_000) <= 4, `${finished(1000)} requests after 1,000 s`);
    assert.ok(Math.abs(finished(2000) - finished(1000) - 10_000) <= 4);
  });

  it("lets light traffic and rushes take turns", () => {
    const tokens = (requests: number): number => {
      const body = bodyAt(timelines["vllm-0.10.2"], after("vllm-0.10.2", requests));
      const samples = samplesOf(parseExposition(body));
      const sample = samples.find(({ name }) => name === "vllm:generation_tokens_total");
      return sample?.value ?? 0;
    };
    const calm = (659 - 3) / 20;
    const rush = (24659 - 659) / 120;
    for (const [from, to, expected] of [
      [300, 540, 240 * calm],
      [540, 600, 60 * rush],
      [590, 610, 10 * rush + 10 * calm],
      [300, 3300, 2400 * calm + 600 * rush],
    ] as const) {
      const increase = tokens(to) - tokens(from);
      assert.ok(
        Math.abs(increase - expected) <= 2,
        `requests ${from} to ${to}: ${increase} tokens, not ${expected}`,
      );
    }
  });

  it("dates a series at the request that made it appear", () => {
    const created = (requests: number): readonly number[] =>
      samplesOf(
        parseExposition(
          bodyAt(timelines["opea-megaservice-1.5"], after("opea-megaservice-1.5", requests)),
        ),
      )
        .filter(({ name }) => name === "megaservice_first_token_latency_created")
        .map(({ value }) => value - startedAt);
    assert.deepEqual([1, 2, 20, 500].map(created), [[], [2], [2], [2]]);
  });

  it("lets queues rise in a rush and fall to the idle values after it", () => {
    const running = (requests: number): number | undefined =>
      samplesOf(
        parseExposition(bodyAt(timelines["vllm-0.10.2"], after("vllm-0.10.2", requests))),
      ).find(({ name }) => name === "vllm:num_requests_running")?.value;
    assert.deepEqual([200, 270, 300, 570].map(running), [0, 16, 0, 16]);
  });

  it("keeps the mean of a histogram at a recorded one", () => {
    const value = (metric: string, requests: number): number => {
      const body = bodyAt(timelines["tgi-2.4.0-v3"], after("tgi-2.4.0-v3", requests));
      const sample = samplesOf(parseExposition(body)).find(({ name }) => name === metric);
      assert.ok(sample !== undefined, `${metric} is missing`);
      return sample.value;
    };
    const mean =
      (value("tgi_request_duration_sum", 230) - value("tgi_request_duration_sum", 150)) /
      (value("tgi_request_duration_count", 230) - value("tgi_request_duration_count", 150));
    const recorded = (6.366986854 - 0.588530376) / 18;
    assert.ok(Math.abs(mean - recorded) < 1e-9, `mean ${mean}, recorded ${recorded}`);
  });

  it("shows series when they appeared, not before", () => {
    const has = (name: RecordingName, requests: number, metric: string): boolean =>
      bodyAt(timelines[name], after(name, requests)).includes(metric);
    assert.equal(bodyAt(timelines["tgi-3.3.7"], after("tgi-3.3.7", 0)), "");
    assert.equal(bodyAt(timelines["tei-rerank-1.9.3"], after("tei-rerank-1.9.3", 0)), "");
    assert.ok(has("tei-rerank-1.9.3", 1, "te_predict_count"));
    assert.ok(!has("opea-megaservice-1.5", 0, "megaservice_"));
    assert.ok(has("opea-megaservice-1.5", 1, "megaservice_request_pending"));
    assert.ok(!has("opea-megaservice-1.5", 1, "megaservice_first_token_latency"));
    assert.ok(has("opea-megaservice-1.5", 2, "megaservice_first_token_latency"));
    assert.ok(!has("tgi-2.4.0-v3", 139, "tgi_batch_concat"));
    assert.ok(has("tgi-2.4.0-v3", 140, "tgi_batch_concat"));
  });

  it("is made in a few milliseconds for TGI's 1,888 samples", () => {
    const timeline = timelines["tgi-2.4.0-v3"];
    const runs = 50;
    // CPU time, not the clock's: other tests run beside this one.
    const before = process.cpuUsage();
    for (let run = 0; run < runs; run++) bodyAt(timeline, after("tgi-2.4.0-v3", 200 + run));
    const { user, system } = process.cpuUsage(before);
    const each = (user + system) / 1000 / runs;
    // Measured 0.4 ms.
    assert.ok(each < 5, `${each.toFixed(2)} ms each`);
  });
});

/** The buckets of each histogram in the order served, by the series of its count. */
function bucketsByCount(samples: readonly Sample[]): ReadonlyMap<string, readonly number[]> {
  const byCount = new Map<string, number[]>();
  for (const { series, value } of samples.filter(({ role }) => role === "bucket")) {
    const count = countOf(series);
    byCount.set(count, [...(byCount.get(count) ?? []), value]);
  }
  return byCount;
}

function countOf(bucket: string): string {
  return bucket
    .replace("_bucket{", "_count{")
    .replace(/,?le="[^"]*"/, "")
    .replace("{,", "{")
    .replace("{}", "");
}
