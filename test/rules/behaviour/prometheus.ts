import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../../../toolchain/free-port";

/** Moments in Unix time, in seconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Line {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [moment: number, value: string])[];
}

/** Prometheus answers 11,000 and no more. */
const mostSteps = 10_000;

/**
 * A real Prometheus that scrapes nothing and answers from the blocks in a directory.
 *
 * A sample counts for a minute, for as long as two evaluations of the slowest group are apart. Five
 * minutes, as usual, would be wrong here: in a live Prometheus the series of a target that is gone end
 * with its first failed scrape, by markers that no importer can write.
 */
export class PrometheusOfThePast {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param configuration its prometheus.yml, where paths are below the directory */
  static async start(
    program: string,
    directory: string,
    configuration = "{}",
  ): Promise<PrometheusOfThePast> {
    const port = await freePort();
    const file = join(directory, "prometheus.yml");
    writeFileSync(file, configuration);
    const child = spawn(
      program,
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(directory, "data")}`,
        `--web.listen-address=127.0.0.1:${port}`,
        // The past may be years ago.
        "--storage.tsdb.retention.time=100y",
        "--query.lookback-delta=1m",
        "--query.max-samples=500000000",
        "--log.level=error",
      ],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
    const prometheus = new PrometheusOfThePast(child, `http://127.0.0.1:${port}`);
    try {
      await prometheus.ready();
      return prometheus;
    } catch (error) {
      await prometheus.stop();
      throw error;
    }
  }

  /** At every step of the span. Rejects with Prometheus' own words. */
  async range(expr: string, { start, end }: Span, step: number): Promise<readonly Line[]> {
    const lines = new Map<string, { metric: Line["metric"]; values: Line["values"][number][] }>();
    for (let from = start; from <= end; from += mostSteps * step) {
      const piece = { start: from, end: Math.min(end, from + (mostSteps - 1) * step) };
      for (const { metric, values } of await this.shortRange(expr, piece, step)) {
        const key = JSON.stringify(metric);
        const line = lines.get(key) ?? { metric, values: [] };
        line.values.push(...values);
        lines.set(key, line);
      }
    }
    return [...lines.values()];
  }

  private async shortRange(
    expr: string,
    { start, end }: Span,
    step: number,
  ): Promise<readonly Line[]> {
    const times = { start: String(start), end: String(end), step: String(step) };
    const body = new URLSearchParams({ query: expr, ...times });
    const response = await fetch(`${this.url}/api/v1/query_range`, { method: "POST", body });
    const answer = (await response.json()) as
      { status: "success"; data: { result: readonly Line[] } } | { status: "error"; error: string };
    if (answer.status === "error") throw new Error(`${answer.error}\n  in ${expr}`);
    return answer.data.result;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const end = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await end;
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + 30_000;
    while (Date.now() < deadline) {
      if (this.child.exitCode !== null) {
        throw new Error(`Prometheus ended with ${this.child.exitCode}.`);
      }
      const answer = await fetch(`${this.url}/-/ready`).catch(() => undefined);
      await answer?.body?.cancel();
      if (answer?.ok === true) return;
      await setTimeout(50);
    }
    throw new Error("Prometheus was not ready in 30 s.");
  }
}
