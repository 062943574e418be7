import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { EventQueue } from "../../../simulator/model/event-queue";
import { VirtualClock } from "../../../simulator/model/virtual-clock";
import { WallClock } from "../../../simulator/model/wall-clock";

describe("the event queue", () => {
  it("gives events by moment, and those of one moment in the order they were added", () => {
    const moments = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 200 });
    fc.assert(
      fc.property(moments, fc.infiniteStream(fc.boolean()), (times, cancels) => {
        const queue = new EventQueue();
        const happened: string[] = [];
        const expected = times.map((at, index) => ({ at, index }));
        const cancelled = new Set<number>();
        for (const { at, index } of expected) {
          const event = queue.add(at, () => happened.push(`${at}/${index}`));
          if (cancels.next().value === true) {
            event.cancel();
            cancelled.add(index);
          }
        }
        for (let next = queue.take(); next !== undefined; next = queue.take()) next.action();
        const left = expected.filter(({ index }) => !cancelled.has(index));
        left.sort((one, other) => one.at - other.at || one.index - other.index);
        assert.deepEqual(
          happened,
          left.map(({ at, index }) => `${at}/${index}`),
        );
      }),
    );
  });
});

describe("the virtual clock", () => {
  it("is at the moment of the event that happens, and never falls", () => {
    const clock = new VirtualClock(1000);
    const seen: number[] = [];
    const note = (): void => void seen.push(clock.now());
    clock.after(2, note);
    clock.after(1, () => {
      note();
      clock.after(0, note);
      clock.after(-5, note);
    });
    clock.runUntil(1.5);
    assert.deepEqual(seen, [1, 1, 1]);
    assert.equal(clock.now(), 1.5);
    clock.runOut();
    assert.deepEqual(seen, [1, 1, 1, 2]);
    assert.equal(clock.startedAt, 1000);
  });
});

describe("the wall clock", () => {
  it("keeps a chain of short steps in time with the wall", { timeout: 30_000 }, async () => {
    const clock = new WallClock();
    const began = performance.now();
    const steps = 100;
    await new Promise<void>((resolve) => {
      const step = (left: number): void => {
        if (left === 0) resolve();
        else
          clock.after(0.0103, () => {
            step(left - 1);
          });
      };
      clock.enter(() => {
        step(steps);
      });
    });
    const wall = (performance.now() - began) / 1000;
    clock.stop();
    // Timers round up to whole milliseconds: a clock that added that up would be 7 % late.
    assert.ok(wall >= steps * 0.0103, `${wall} s is too early`);
    assert.ok(wall < steps * 0.0103 * 1.04 + 0.05, `${wall} s is too late`);
  });

  it("lets what is due happen before what comes from outside", () => {
    const clock = new WallClock();
    const happened: string[] = [];
    clock.enter(() => {
      clock.after(0.002, () => {
        assert.ok(Math.abs(clock.now() - 0.002) < 0.05);
        happened.push("event");
      });
    });
    const until = performance.now() + 10;
    while (performance.now() < until);
    clock.enter(() => happened.push("outside"));
    clock.stop();
    assert.deepEqual(happened, ["event", "outside"]);
    assert.ok(clock.takeWorstLag() > 0.005, "the event came late and it did not say so");
    assert.equal(clock.takeWorstLag(), 0);
  });

  it("lets what is set for this moment happen at once", () => {
    const clock = new WallClock();
    let happened = false;
    clock.enter(() => {
      clock.after(0, () => (happened = true));
      assert.equal(happened, false);
    });
    clock.stop();
    assert.equal(happened, true);
  });
});
