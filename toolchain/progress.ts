/** What a running step may say about itself. */
export interface Step {
  /** How far it is: `412 of 1,630 packages`. Shown beside the title until the next one. */
  detail(text: string): void;
}

/** Shows on stderr what takes long, so that no step is silent for more than a few seconds. */
export interface Progress {
  /**
   * Runs `work` as a step called `title` (`building pulumi`). Steps may run side by side. What the
   * work returns or throws passes through; a step shorter than a second leaves no trace.
   */
  run<T>(title: string, work: (step: Step) => Promise<T>): Promise<T>;
}

export interface ProgressOptions {
  /** Default: standard error. */
  readonly output?: ProgressOutput;
  /** Default: whether the output is a terminal that can redraw a line. */
  readonly live?: boolean;
  readonly clock?: Clock;
}

/** The part of a writable stream that progress needs. */
export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Time, replaceable in tests. */
export interface Clock {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Calls `tick` about every `milliseconds`; the returned function ends that. */
  every(milliseconds: number, tick: () => void): () => void;
}

const systemClock: Clock = {
  now: () => performance.now(),
  every(milliseconds, tick) {
    const timer = setInterval(tick, milliseconds);
    return () => {
      clearInterval(timer);
    };
  },
};

const silentFor = 1_000;
const lineEvery = 5_000;
const redrawEvery = 100;
const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** A terminal gets one live line a step; anything else a line at start, every 5 s and at the end. */
export function createProgress(options: ProgressOptions = {}): Progress {
  const output: ProgressOutput = options.output ?? process.stderr;
  const live = options.live ?? (output.isTTY === true && process.env["TERM"] !== "dumb");
  const clock = options.clock ?? systemClock;
  return live ? liveLines(output, clock) : plainLines(output, clock);
}

/** `8 s`, `1 min 20 s`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

interface RunningStep {
  readonly title: string;
  readonly startedAt: number;
  detail: string;
}

function describe(step: RunningStep, now: number): string {
  const parts = [step.detail, formatDuration(now - step.startedAt)].filter((part) => part !== "");
  return `${step.title}: ${parts.join(", ")}`;
}

function plainLines(output: ProgressOutput, clock: Clock): Progress {
  return {
    async run(title, work) {
      const step: RunningStep = { title, startedAt: clock.now(), detail: "" };
      let nextLineAt = step.startedAt + silentFor;
      let announced = false;
      const stop = clock.every(500, () => {
        const now = clock.now();
        if (now < nextLineAt) return;
        output.write(announced ? `${describe(step, now)}\n` : `${title} ...\n`);
        announced = true;
        nextLineAt = now + lineEvery;
      });
      const finish = (outcome: "done" | "failed"): void => {
        stop();
        if (announced) output.write(`${title}: ${outcome}, ${elapsed(step, clock)}\n`);
      };
      return settle(work, step, finish);
    },
  };
}

function liveLines(output: ProgressOutput, clock: Clock): Progress {
  const running = new Set<RunningStep>();
  let drawnLines = 0;
  let frame = 0;
  let stop: (() => void) | undefined;

  const erase = (): void => {
    if (drawnLines > 0) output.write(`\u001b[${drawnLines}A\u001b[J`);
    drawnLines = 0;
  };
  const draw = (): void => {
    const now = clock.now();
    const visible = [...running].filter((step) => now - step.startedAt >= silentFor);
    const mark = spinner[frame % spinner.length] ?? "";
    for (const step of visible) {
      output.write(`${clip(`${mark} ${describe(step, now)}`, output.columns)}\n`);
    }
    drawnLines = visible.length;
  };
  const redraw = (): void => {
    frame += 1;
    erase();
    draw();
  };

  return {
    async run(title, work) {
      const step: RunningStep = { title, startedAt: clock.now(), detail: "" };
      running.add(step);
      stop ??= clock.every(redrawEvery, redraw);
      const finish = (outcome: "done" | "failed"): void => {
        erase();
        running.delete(step);
        if (clock.now() - step.startedAt >= silentFor) {
          const mark = outcome === "done" ? "✔" : "✘";
          output.write(`${clip(`${mark} ${title}: ${elapsed(step, clock)}`, output.columns)}\n`);
        }
        draw();
        if (running.size > 0) return;
        stop?.();
        stop = undefined;
      };
      return settle(work, step, finish);
    },
  };
}

async function settle<T>(
  work: (step: Step) => Promise<T>,
  step: RunningStep,
  finish: (outcome: "done" | "failed") => void,
): Promise<T> {
  try {
    const result = await work({
      detail(text) {
        step.detail = text;
      },
    });
    finish("done");
    return result;
  } catch (error) {
    finish("failed");
    throw error;
  }
}

function elapsed(step: RunningStep, clock: Clock): string {
  return formatDuration(clock.now() - step.startedAt);
}

/** A line that wraps cannot be erased by counting lines. */
function clip(line: string, columns: number | undefined): string {
  return columns === undefined || line.length < columns ? line : line.slice(0, columns - 1);
}
