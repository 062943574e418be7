import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { stepSeconds } from "../../../../simulator/model/hardware";
import { tgiSaturation, vllmSaturation } from "../../../../simulator/model/llm/capacity";
import { Random } from "../../../../simulator/model/random";
import { type Driven, type EngineKind, driven, plainSettings } from "./driven-engine";

const { hardware, model } = plainSettings;
const kinds: readonly EngineKind[] = ["tgi", "vllm"];
const request = { inputTokens: 500, maxNewTokens: 100, naturalLength: 1000 };

function assertNear(found: number, expected: number, tolerance: number, what: string): void {
  const off = Math.abs(found - expected) / expected;
  assert.ok(
    off <= tolerance,
    `${what}: ${found}, expected ${expected} (${(100 * off).toFixed(1)} %)`,
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Poisson arrivals for a number of seconds; the same ones at the same seed, only denser or thinner. */
function poisson(state: Driven, rate: number, count: number): void {
  const random = new Random(3, "arrivals");
  let at = 0;
  for (let index = 0; index < count; index++) {
    at += random.exponential(1 / rate);
    state.clock.after(at, () => {
      state.submit({ inputTokens: 400, maxNewTokens: 64, naturalLength: 1000 });
    });
  }
}

describe("an engine with one request", () => {
  it("takes what the roofline says, step by step (vLLM)", () => {
    const state = driven("vllm");
    state.submit(request);
    state.clock.runOut();
    const [result] = state.results;
    const prefill = stepSeconds(hardware, model, 500, 0);
    const decode = [...Array(99).keys()].map((step) => stepSeconds(hardware, model, 1, 500 + step));
    assertNear(result?.firstToken ?? 0, prefill, 1e-9, "first token");
    assertNear(result?.ended ?? 0, prefill + 99 * mean(decode), 1e-9, "last token");
    assert.equal(result?.tokens, 100);
    assert.equal(result.reason, "length");
    assert.equal(state.tokens, 100);
  });

  it("takes a prefill and 99 decode steps, each with the router's share (TGI)", () => {
    const state = driven("tgi");
    state.submit(request);
    state.clock.runOut();
    const [result] = state.results;
    const share = 4e-4 + 6e-5 + 1e-5;
    const decode = [...Array(99).keys()].map((step) => stepSeconds(hardware, model, 1, 501 + step));
    const expected = stepSeconds(hardware, model, 500, 0) + 99 * mean(decode) + 100 * share;
    assertNear(result?.ended ?? 0, expected, 1e-3, "last token");
    assert.equal(result?.tokens, 100);
  });

  it("splits a prompt that is longer than a step (vLLM)", () => {
    const state = driven("vllm", { maxStepTokens: 256 });
    state.submit({ inputTokens: 1000, maxNewTokens: 1, naturalLength: 5 });
    state.clock.runOut();
    const steps = state.events.filter(({ kind }) => kind === "step");
    assert.equal(steps.length, 4, "256 + 256 + 256 + 232 tokens");
    assert.equal(state.results[0]?.tokens, 1);
  });
});

describe("an engine that is never idle", () => {
  // All wait from the beginning, and ends are staggered by lengths of a wide range.
  const saturate = (kind: EngineKind, settings: Parameters<typeof driven>[1] = {}): number => {
    const state = driven(kind, settings);
    const random = new Random(5, "lengths");
    const count = 1500;
    for (let index = 0; index < count; index++) {
      state.submit({ inputTokens: 300, maxNewTokens: 400, naturalLength: 1 + random.below(199) });
    }
    state.clock.runOut();
    // The middle half: neither the filling of the batch nor its emptying.
    const ends = state.results.map(({ ended }) => ended).sort((one, other) => one - other);
    const [from = 0, to = 0] = [ends[count / 4], ends[(3 * count) / 4]];
    return count / 2 / (to - from);
  };
  const meanRequest = { inputTokens: 300, outputTokens: 100, cachedTokens: 0 };

  for (const maxBatchSize of [4, 32]) {
    it(`finishes as many as its capacity says: vLLM, batch of ${maxBatchSize}`, () => {
      const expected = vllmSaturation({ ...plainSettings, maxBatchSize }, meanRequest);
      assertNear(saturate("vllm", { maxBatchSize }), expected, 0.1, "requests a second");
    });

    it(`finishes as many as its capacity says: TGI, batch of ${maxBatchSize}`, () => {
      const expected = tgiSaturation({ ...plainSettings, maxBatchSize }, meanRequest);
      assertNear(saturate("tgi", { maxBatchSize }), expected, 0.15, "requests a second");
    });
  }

  it("finishes fewer where the KV-cache is small", () => {
    for (const kind of kinds) {
      const [small, large] = [saturate(kind, { blocks: 150 }), saturate(kind)];
      assert.ok(small < 0.8 * large, `${kind}: ${small} against ${large}`);
    }
  });
});

describe("an engine under load", () => {
  const measured = (kind: EngineKind, load: number) => {
    const meanRequest = { inputTokens: 400, outputTokens: 64, cachedTokens: 0 };
    const saturation = kind === "tgi" ? tgiSaturation : vllmSaturation;
    const state = driven(kind);
    poisson(state, load * saturation(plainSettings, meanRequest), 1500);
    let [area, last] = [0, 0];
    const inside = (): number => state.engine.load().running + state.engine.load().waiting;
    const watch = (): void => {
      area += inside() * (state.clock.now() - last);
      last = state.clock.now();
      if (state.results.length < 1500) state.clock.after(0.004, watch);
    };
    watch();
    state.clock.runOut();
    return {
      latency: mean(state.results.map(({ arrived, ended }) => ended - arrived)),
      firstToken: mean(state.results.map(({ arrived, firstToken }) => firstToken - arrived)),
      wait: mean(state.results.map(({ arrived, scheduled }) => scheduled - arrived)),
      number: area / last,
      throughput: state.results.length / last,
    };
  };

  for (const kind of kinds) {
    it(`answers later, the more it has to do, and faster than it can never (${kind})`, () => {
      const loads = [0.1, 0.3, 0.5, 0.7, 0.9, 1.3].map((load) => measured(kind, load));
      for (const name of ["latency", "firstToken", "wait"] as const) {
        loads.reduce((less, more) => {
          const shown = loads.map((load) => load[name].toFixed(4)).join(", ");
          assert.ok(more[name] >= less[name], `${name} falls: ${shown}`);
          return more;
        });
      }
      const [idle, overloaded] = [loads[0], loads.at(-1)];
      assert.ok((overloaded?.latency ?? 0) > 3 * (idle?.latency ?? 0), "overload does not show");
    });

    it(`obeys Little's law (${kind})`, () => {
      const { number, throughput, latency } = measured(kind, 0.7);
      assertNear(number, throughput * latency, 0.02, "L = λW");
    });
  }
});

describe("an engine short of KV-cache", () => {
  it("preempts and still finishes all, never holding more than there is (vLLM)", () => {
    const state = driven("vllm", { blocks: 120 });
    for (let index = 0; index < 40; index++) {
      state.submit({ inputTokens: 100, maxNewTokens: 300, naturalLength: 300 });
    }
    state.clock.runOut();
    assert.equal(state.results.length, 40);
    assert.ok(
      state.results.some(({ preemptions }) => preemptions > 0),
      "nothing was preempted",
    );
    assert.equal(state.tokens, 40 * 300, "each token once, though some were computed twice");
    for (const event of state.events) {
      if ("kvCacheUsage" in event) assert.ok(event.kvCacheUsage <= 1, `${event.kvCacheUsage}`);
    }
    assert.equal(state.engine.load().kvCacheUsage, 0);
  });

  it("lets requests wait instead and preempts none (TGI)", () => {
    const state = driven("tgi", { blocks: 120 });
    for (let index = 0; index < 40; index++) {
      state.submit({ inputTokens: 100, maxNewTokens: 300, naturalLength: 300 });
    }
    state.clock.runUntil(0.5);
    // 399 tokens are 25 blocks: four requests fit into 120.
    assert.deepEqual(state.engine.load(), { waiting: 36, running: 4, kvCacheUsage: 100 / 120 });
    state.clock.runOut();
    assert.equal(state.results.length, 40);
    assert.deepEqual(state.engine.load(), { waiting: 0, running: 0, kvCacheUsage: 0 });
  });
});

describe("an engine with a shared prompt", () => {
  it("computes it once (vLLM)", () => {
    const state = driven("vllm");
    const shared = { ...request, sharedPrefixTokens: 100 };
    state.submit(shared);
    state.clock.runOut();
    state.submit(shared);
    state.clock.runOut();
    const [first = 0, second = 0] = state.results.map(
      ({ arrived, firstToken }) => firstToken - arrived,
    );
    assertNear(first, stepSeconds(hardware, model, 500, 0), 1e-9, "the first one");
    // Whole blocks of 16 only: 96 of the 100 tokens.
    assertNear(second, stepSeconds(hardware, model, 404, 96), 1e-9, "the second one");
  });
});

for (const kind of kinds) {
  describe(`an engine in trouble (${kind})`, () => {
    it("forgets a request whose client went away, and gives its place back", () => {
      const state = driven(kind);
      const running = state.submit(request);
      state.submit(request);
      state.clock.runUntil(0.1);
      running.cancel();
      const before = state.tokens;
      state.clock.runOut();
      assert.equal(state.results.length, 1);
      assert.ok(state.tokens - before <= 100, "both went on");
      assert.deepEqual(state.engine.load(), { waiting: 0, running: 0, kvCacheUsage: 0 });
    });

    it("fails the batch of a failed step and goes on", () => {
      const state = driven(kind);
      state.submit(request);
      state.clock.runUntil(0.1);
      state.engine.failNextStep();
      state.clock.runOut();
      assert.equal(state.failed, 1);
      state.submit(request);
      state.clock.runOut();
      assert.equal(state.results.length, 1);
      assert.deepEqual(state.engine.load(), { waiting: 0, running: 0, kvCacheUsage: 0 });
    });

    it("fails all of them when it dies, and whoever comes later", () => {
      const state = driven(kind, { maxBatchSize: 1 });
      state.submit(request);
      state.submit(request);
      state.clock.runUntil(0.1);
      state.engine.die();
      assert.equal(state.failed, 2);
      state.submit(request);
      assert.equal(state.failed, 3);
      state.clock.runOut();
      assert.equal(state.results.length, 0);
    });
  });
}

describe("TGI's batcher", () => {
  it("drops a request whose client left the queue", () => {
    const state = driven("tgi", { maxBatchSize: 1 });
    state.submit(request);
    state.submit(request).cancel();
    state.clock.runOut();
    const dropped = state.events.filter(({ kind }) => kind === "request-failed");
    assert.deepEqual(
      dropped.map(({ kind, ...rest }) => ("err" in rest ? rest.err : kind)),
      ["dropped"],
    );
    assert.equal(state.results.length, 1);
  });

  it("interrupts the batch for waiting requests, and says why", () => {
    const state = driven("tgi");
    state.submit(request);
    state.clock.runUntil(0.1);
    state.submit(request);
    state.clock.runOut();
    const joins = state.events.filter(({ kind }) => kind === "batch-joined");
    assert.deepEqual(
      joins.map((event) => "reason" in event && event.reason),
      ["backpressure"],
    );
  });
});
