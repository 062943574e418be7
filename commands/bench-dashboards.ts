import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildBoard } from "../dashboards/board";
import type { JsonObject } from "../dashboards/json";
import { tgiBoard } from "../dashboards/tgi";
import { startPrometheusIn } from "../test/dashboards/prometheus-process";
import { ensureTools } from "../toolchain/ensure-tool";
import { createProgress } from "../toolchain/progress";
import { describeMissing, isMissing } from "../toolchain/tool";
import { UserError } from "../toolchain/user-error";
import { type BoardCost, costOf } from "./bench/board-cost";
import { positiveNumber } from "./bench/positive-number";
import { writeReplicas } from "./bench/replica-history";

const scrapeInterval = 5;

const help = `npm run bench:dashboards -- <upstream tgi_grafana.json> [options]

What one refresh of our TGI board costs Prometheus, beside the board of the TGI project on the same
data: samples read and time of evaluation. The data are simulated replicas, scraped every ${scrapeInterval} s.

  --replicas <count>  Default 50.
  --hours <count>     How much data there is, and how much of it the boards show. Default 6: with 50
                      replicas that is a file of 25 GB and a quarter of an hour.
  --panels            Also the dearest panels of both.

Exit code: 0 if ours costs at most a fifth of both, 1 if not, 0 with a line where the file is missing.
`;

export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = readOptions(args);
  const [file] = positionals;
  if (values.help || file === undefined) {
    process.stdout.write(help);
    return values.help ? 0 : 2;
  }
  if (!existsSync(file)) {
    console.log(`Skipped: there is no ${resolve(file)}, the board of the TGI project.`);
    return 0;
  }
  const shape = {
    replicas: positiveNumber("--replicas", values.replicas),
    seconds: Math.round(positiveNumber("--hours", values.hours) * 3600),
  };
  const upstream = JSON.parse(readFileSync(file, "utf8")) as JsonObject;
  const [ours, theirs] = await measure(upstream, shape);
  console.log(row("", "queries", "samples read", "evaluation"));
  console.log(row("ours", ...figures(ours)));
  console.log(row("upstream", ...figures(theirs)));
  const ratio = { samples: ours.samples / theirs.samples, time: ours.seconds / theirs.seconds };
  console.log(
    `ours / upstream: ${ratio.samples.toFixed(3)} of the samples, ${ratio.time.toFixed(3)} of the time (${shape.replicas} replicas, ${shape.seconds / 3600} h)`,
  );
  if (values.panels)
    for (const line of [...dearest("ours", ours), ...dearest("upstream", theirs)])
      console.log(line);
  return Math.max(ratio.samples, ratio.time) <= 0.2 ? 0 : 1;
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        replicas: { type: "string", default: "50" },
        hours: { type: "string", default: "6" },
        panels: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

async function measure(
  upstream: JsonObject,
  shape: { readonly replicas: number; readonly seconds: number },
): Promise<readonly [ours: BoardCost, theirs: BoardCost]> {
  const progress = createProgress();
  const [prometheus, promtool] = await ensureTools(["prometheus", "promtool"], {
    progress,
    obtain: true,
  });
  if (isMissing(prometheus)) throw new UserError(describeMissing(prometheus));
  if (isMissing(promtool)) throw new UserError(describeMissing(promtool));
  const directory = mkdtempSync(join(tmpdir(), "bench-dashboards-"));
  try {
    const end = writeReplicas(promtool.path, directory, { ...shape, scrapeInterval });
    const server = await startPrometheusIn(
      directory,
      prometheus.path,
      () => "{}",
      // The simulation's clock is years behind.
      "--storage.tsdb.retention.time=100y",
      "--query.max-samples=500000000",
      "--query.timeout=30m",
    );
    try {
      const { url } = server;
      const refresh = { url, end, range: shape.seconds, scrapeInterval };
      const own = { ...refresh, variables: { job: "tgi", instance: ".*" } };
      const other = { ...refresh, variables: { service: "tgi" } };
      // Once for the page cache, so that nobody pays for being first.
      await costOf(buildBoard(tgiBoard), own);
      const theirs = await costOf(upstream, other);
      return [await costOf(buildBoard(tgiBoard), own), theirs];
    } finally {
      await server.stop();
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function figures({ queries, samples, seconds }: BoardCost): readonly [string, string, string] {
  return [String(queries), samples.toLocaleString("en-US"), `${seconds.toFixed(2)} s`];
}

function row(name: string, ...cells: readonly string[]): string {
  return [name.padEnd(10), ...cells.map((cell) => cell.padStart(16))].join("");
}

function dearest(name: string, { panels }: BoardCost): readonly string[] {
  return panels
    .slice(0, 5)
    .map(
      ({ title, samples, seconds }) =>
        `${name}: ${title}: ${seconds.toFixed(2)} s, ${samples.toLocaleString("en-US")} samples`,
    );
}
