import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Clock, ProgressOutput, Step } from "../../toolchain/progress";
import { createProgress, formatDuration } from "../../toolchain/progress";

/** Time that passes when told to. */
class FakeClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ period: number; due: number; tick: () => void }>();

  now(): number {
    return this.#now;
  }

  every(period: number, tick: () => void): () => void {
    const timer = { period, due: this.#now + period, tick };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].sort((left, right) => left.due - right.due)[0];
      if (due === undefined || due.due > end) break;
      this.#now = due.due;
      due.due += due.period;
      due.tick();
    }
    this.#now = end;
  }

  get running(): number {
    return this.#timers.size;
  }
}

class Recorder implements ProgressOutput {
  text = "";
  readonly columns = 40;
  write(text: string): void {
    this.text += text;
  }
}

function setUp(live: boolean) {
  const clock = new FakeClock();
  const output = new Recorder();
  const progress = createProgress({ output, clock, live });
  /** Starts a step that runs until its end is called. */
  const start = (title: string) => {
    let end: (error?: Error) => void = () => undefined;
    let step: Step | undefined;
    const work = new Promise<string>((resolve, reject) => {
      end = (error) => {
        if (error === undefined) resolve("result");
        else reject(error);
      };
    });
    const result = progress.run(title, (running) => {
      step = running;
      return work;
    });
    const detail = (text: string): void => step?.detail(text);
    return { end, result, detail };
  };
  return { clock, output, start };
}

describe("progress in a file", () => {
  it("is a line at the start, one every five seconds, and one at the end", async () => {
    const { clock, output, start } = setUp(false);
    const step = start("building pulumi");
    clock.pass(4_000);
    step.detail("412 of 1,630 packages");
    clock.pass(76_500);
    step.end();
    assert.equal(await step.result, "result");
    const lines = output.text.trimEnd().split("\n");
    assert.equal(lines[0], "building pulumi ...");
    assert.equal(lines[1], "building pulumi: 412 of 1,630 packages, 6 s");
    assert.equal(lines.at(-2), "building pulumi: 412 of 1,630 packages, 1 min 16 s");
    assert.equal(lines.at(-1), "building pulumi: done, 1 min 21 s");
    assert.equal(lines.length, 17);
  });

  it("is nothing at all for a step under a second", async () => {
    const { clock, output, start } = setUp(false);
    const step = start("looking");
    clock.pass(900);
    step.end();
    await step.result;
    assert.equal(output.text, "");
  });

  it("says that a step failed, and passes its error on", async () => {
    const { clock, output, start } = setUp(false);
    const step = start("downloading");
    clock.pass(2_000);
    step.end(new Error("no network"));
    await assert.rejects(step.result, /^Error: no network$/);
    assert.equal(output.text, "downloading ...\ndownloading: failed, 2 s\n");
    assert.equal(clock.running, 0);
  });
});

describe("progress on a terminal", () => {
  it("keeps one line for each step that runs", async () => {
    const { clock, output, start } = setUp(true);
    const first = start("first");
    const second = start("second");
    clock.pass(1_050);
    assert.match(output.text, /^. first: 1 s\n. second: 1 s\n$/);
    output.text = "";
    first.end();
    await first.result;
    assert.match(output.text, /^\u001b\[2A\u001b\[J✔ first: 1 s\n. second: 1 s\n$/);
    second.end();
    await second.result;
    assert.ok(output.text.endsWith("✔ second: 1 s\n"), JSON.stringify(output.text));
    assert.equal(clock.running, 0, "the redrawing goes on after the last step");
  });

  it("cuts a line that would wrap: it could not be erased", async () => {
    const { clock, output, start } = setUp(true);
    const step = start("step");
    step.detail("x".repeat(100));
    clock.pass(1_050);
    step.end();
    await step.result;
    for (const line of output.text.split("\n"))
      assert.ok(line.length < 40 + "\u001b[1A\u001b[J".length);
  });
});

describe("a duration", () => {
  it("is seconds, or minutes and seconds", () => {
    assert.equal(formatDuration(400), "0 s");
    assert.equal(formatDuration(59_400), "59 s");
    assert.equal(formatDuration(80_000), "1 min 20 s");
    assert.equal(formatDuration(119_600), "2 min 0 s");
  });
});
