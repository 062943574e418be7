import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type BoardSource, buildBoard } from "../../../dashboards/board";
import { queriesOf } from "../../../dashboards/dashboard-json";
import { overviewBoard } from "../../../dashboards/overview";
import { tgiBoard } from "../../../dashboards/tgi";
import { vllmBoard } from "../../../dashboards/vllm";
import { type Histogram, histograms } from "../../../rules/objectives/histograms";
import type { TruthRecord, TruthStage } from "../../../simulator/truth/truth-log";
import { testTools, unless } from "../../tools";
import { type Backfilled, startBackfilled } from "./backfilled";

/** In seconds of the simulation: half an hour of steady load, after ten minutes to warm up. */
const steady = { from: 600, to: 2400 };
const erring = { from: 2700, to: 3600 };
const acts = [
  { scenario: "steady", seconds: steady.to },
  { scenario: "errors", seconds: erring.to - steady.to },
] as const;

interface Window {
  readonly from: number;
  readonly to: number;
}

/** TEI's answer where its model fails. */
const teiBackendFailed = 424;

/** In seconds. */
const wayThereAndBack = 0.001;

const promtool = testTools.promtool["3"];
const skip =
  unless(testTools.prometheus, "Prometheus") || unless(promtool, "promtool of Prometheus 3");

for (const engine of ["tgi", "vllm"] as const) {
  describe(`what the panels say of ${engine}, against what happened`, { skip }, () => {
    let backfilled: Backfilled;
    before(async () => {
      const tools = { prometheus: testTools.prometheus ?? "", promtool: promtool ?? "" };
      backfilled = await startBackfilled(tools, engine, acts);
    });
    after(async () => {
      await backfilled.stop();
    });

    const board = engine === "tgi" ? tgiBoard : vllmBoard;
    const latencyPanel = engine === "tgi" ? "Latency quantiles" : "Latency";
    const wholeAnswer = engine === "tgi" ? histograms.tgiRequest : histograms.vllmRequest;

    it("tokens per second", async () => {
      const llm = stagesOf("llm", steady);
      const truth = sum(llm.map(({ outputTokens = 0 }) => outputTokens)) / length(steady);
      near(await says(overviewBoard, "Tokens"), truth, 0.05);
      near(await says(board, "Throughput"), truth, 0.05);
    });

    it("questions per second", async () => {
      const truth = endedIn(steady).length / length(steady);
      near(await says(overviewBoard, "Questions"), truth, 0.02);
    });

    it("quantiles of whole answers, within the bucket", async () => {
      const times = stagesOf("llm", steady).map(durationOf);
      await withinBuckets(wholeAnswer, times, (letter) =>
        says(overviewBoard, "Whole answer", letter),
      );
      await withinBuckets(wholeAnswer, times, (letter) => says(board, latencyPanel, letter));
    });

    it("quantiles of the first token, within the bucket", async () => {
      const times = endedIn(steady).flatMap(({ arrival, firstToken }) =>
        firstToken === undefined ? [] : [firstToken - arrival],
      );
      await withinBuckets(histograms.megaserviceFirstToken, times, (letter) =>
        says(overviewBoard, "Time to first token", letter),
      );
    });

    it("the mean time of each stage, and that they are the whole", async () => {
      const llm = stagesOf("llm", steady);
      const first = mean(llm.map(({ start, firstToken = NaN }) => firstToken - start));
      const whole = mean(llm.map(durationOf));
      const question = mean(endedIn(steady).map(({ arrival, end = NaN }) => end - arrival));
      const truth: readonly number[] = [
        ...["embedding", "retriever", "reranking"].map((service) =>
          mean(stagesOf(service, steady).map(durationOf)),
        ),
        first,
        whole - first,
      ];
      const said = await Promise.all(
        ["B", "C", "D", "E", "F", "G"].map((letter) =>
          says(overviewBoard, "Where the time goes", letter),
        ),
      );
      // What TGI does not measure is estimated.
      const tolerance = engine === "tgi" ? [0.05, 0.05, 0.05, 0.15, 0.05] : truth.map(() => 0.05);
      truth.forEach((value, index) => {
        const seen = said[index] ?? NaN;
        // The log is the caller's: the way there and back is in it.
        if (Math.abs(seen - value) > wayThereAndBack) {
          near(seen, value, tolerance[index] ?? 0, `stage ${index}`);
        }
      });
      near(sum(said), question, 0.03, "all stages together");
    });

    it("the share of errors, by service", async () => {
      // Not the megaservice: questions that are no JSON, a 500 there, are not in the log. Nor vLLM,
      // which counts no failure of an answer that it had begun to stream.
      const expected = new Map(
        [
          ["retriever", "retriever"],
          ["embedding", "tei-embedding"],
        ].map(([service = "", job = ""]) => {
          const statuses = stagesOf(service, erring).map(({ status = 0 }) => status);
          return [job, failedShare(statuses)];
        }),
      );
      const shares = await series(overviewBoard, "Errors by service", "A", erring);
      for (const [job, truth] of expected) {
        assert.ok(truth > 0.01, `${job} did not fail: ${truth}`);
        near(shares.get(job) ?? NaN, truth, 0.1, job);
      }
    });

    /** Of requests that were answered or failed, no mistakes of the client. */
    function failedShare(statuses: readonly number[]): number {
      const isFailure = (status: number) => status >= 500 || status === teiBackendFailed;
      const failed = statuses.filter(isFailure).length;
      return failed / (failed + statuses.filter((status) => status === 200).length);
    }

    function endedIn({ from, to }: Window): readonly TruthRecord[] {
      return backfilled.truth
        .records()
        .filter(
          ({ service, end }) =>
            service === "megaservice" && end !== undefined && end > from && end <= to,
        );
    }

    function stagesOf(service: string, { from, to }: Window): readonly TruthStage[] {
      return backfilled.truth
        .records()
        .flatMap(({ stages }) => stages)
        .filter((stage) => stage.service === service)
        .filter(({ end }) => end !== undefined && end > from && end <= to);
    }

    async function says(source: BoardSource, panel: string, letter = "A"): Promise<number> {
      const [value] = [...(await series(source, panel, letter, steady)).values()];
      return value ?? NaN;
    }

    /** What a query of a panel says at the end of a window, by job, where its rates span the window. */
    async function series(
      source: BoardSource,
      panel: string,
      letter: string,
      { from, to }: Window,
    ): Promise<ReadonlyMap<string, number>> {
      const query = queriesOf(buildBoard(source)).find(
        ({ title, refId }) => title === panel && refId === letter,
      );
      assert.ok(query !== undefined, `no panel "${panel}" with a query ${letter}`);
      const expr = query.expr
        .replaceAll("$__rate_interval", `${to - from}s`)
        .replaceAll(/\$(job|instance)/g, ".*");
      const body = new URLSearchParams({ query: expr, time: String(backfilled.startedAt + to) });
      const response = await fetch(`${backfilled.url}/api/v1/query`, { method: "POST", body });
      const { data } = (await response.json()) as Answer;
      return new Map(
        data.result.map(({ metric, value: [, text] }) => [metric["job"] ?? "", Number(text)]),
      );
    }
  });
}

interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [number, string];
    }[];
  };
}

/** A quantile can be told no finer than the edges of the bucket it is in. */
async function withinBuckets(
  { edges }: Histogram,
  times: readonly number[],
  ask: (letter: string) => Promise<number>,
): Promise<void> {
  const sorted = [...times].sort((a, b) => a - b);
  for (const [q, letter] of [
    [0.5, "A"],
    [0.9, "B"],
    [0.99, "C"],
  ] as const) {
    const truth = sorted[Math.ceil(q * sorted.length) - 1] ?? NaN;
    const upper = edges.find((edge) => edge >= truth) ?? Infinity;
    const lower = edges.findLast((edge) => edge < truth) ?? 0;
    const said = await ask(letter);
    // Extrapolation of a rate moves a quantile that lies beside an edge over it.
    assert.ok(
      said >= lower * 0.98 && said <= upper * 1.02,
      `p${q * 100} is ${truth}, in the bucket from ${lower} to ${upper}; the panel says ${said}`,
    );
  }
}

function near(said: number, truth: number, tolerance: number, what = "the panel"): void {
  assert.ok(
    Math.abs(said - truth) <= tolerance * truth,
    `${what} says ${said}, and it was ${truth}`,
  );
}

function durationOf({ start, end = NaN }: TruthStage): number {
  return end - start;
}

function length({ from, to }: Window): number {
  return to - from;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
