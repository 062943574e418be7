import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Batcher, type Polled } from "../../../simulator/model/batcher";
import { VirtualClock } from "../../../simulator/model/virtual-clock";

function batcher(maxBatchInputs: number, maxBatchTokens = 1000) {
  const clock = new VirtualClock();
  const polls: Polled[] = [];
  const done: number[] = [];
  const state = { failed: 0 };
  const batches = new Batcher(
    { maxBatchInputs, maxBatchTokens, batchSeconds: (tokens) => 0.01 + tokens / 1000 },
    clock,
    (polled) => polls.push(polled),
  );
  const add = (tokens: number): void => {
    batches.add({
      tokens,
      queued: clock.now(),
      done: () => done.push(clock.now()),
      failed: () => state.failed++,
    });
  };
  return { clock, polls, done, state, batches, add };
}

describe("TEI's batcher", () => {
  it("fills a batch up to its inputs and its tokens, and asks once more when all is done", () => {
    const { clock, polls, add } = batcher(4, 100);
    for (const tokens of [10, 40, 40, 40, 5, 5, 5, 5]) add(tokens);
    clock.runOut();
    assert.deepEqual(
      polls.map(({ batchSize, batchTokens, queueSize }) => [batchSize, batchTokens, queueSize]),
      [
        [1, 10, 0],
        [2, 80, 5],
        [4, 55, 1],
        [1, 5, 0],
        [0, 0, 0],
      ],
    );
  });

  it("does as much as its batches allow when it is never idle", () => {
    const { clock, done, add } = batcher(4);
    for (let input = 0; input < 401; input++) add(20);
    clock.runOut();
    // One alone, then a hundred batches of four, each 10 ms and 80 tokens of 1 ms.
    assert.ok(Math.abs((done.at(-1) ?? 0) - (0.03 + 100 * 0.09)) < 1e-9);
  });

  it("fails a batch or all that it holds", () => {
    const { clock, done, state, batches, add } = batcher(1);
    batches.failNextBatch();
    for (let input = 0; input < 3; input++) add(20);
    clock.runUntil(0.04);
    assert.equal(state.failed, 1);
    batches.die();
    assert.equal(state.failed, 3);
    clock.runOut();
    assert.deepEqual(done, []);
  });
});
