import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Program } from "../plan/workloads/workload";
import { ensureTools } from "../toolchain/ensure-tool";
import { freePort } from "../toolchain/free-port";
import { createProgress } from "../toolchain/progress";
import { describeMissing, isMissing } from "../toolchain/tool";
import { UserError } from "../toolchain/user-error";
import { positiveNumber } from "./bench/positive-number";
import { type Receiver, startReceiver } from "./bench/receiver";
import { startReplicas } from "./bench/replicas-scraped";
import { type SendingPrometheus, startSending } from "./bench/sending-prometheus";
import { formatTable } from "./stack/table";

const help = `npm run bench:scaling [-- options]

What Prometheus takes that scrapes so many vLLM replicas every 5 s, as the stack runs it: with its
rules and alone, with its rules and sending to a receiver, and as an agent. The replicas answer with a
recorded body whose counters move.

  --replicas <count>   Default 50.
  --seconds <count>    How long is measured, after as long a start. Default 60.
  --help               This text.

Exit code: 0.
`;

/** What is measured of one way to run it. */
interface Figures {
  readonly way: string;
  readonly series: number;
  readonly samplesPerSecond: number;
  readonly cores: number;
  readonly mebibytes: number;
  /** Sent, of each sample; absent where nothing is. */
  readonly bytesPerSample?: number;
  /** How long what was scraped during an outage as long as the measurement took to arrive. */
  readonly catchUpSeconds?: number;
}

export async function main(args: readonly string[]): Promise<number> {
  const { values } = readOptions(args);
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const shape = {
    replicas: positiveNumber("--replicas", values.replicas),
    seconds: positiveNumber("--seconds", values.seconds),
  };
  const progress = createProgress();
  const [prometheus] = await ensureTools(["prometheus-3"], { progress, obtain: true });
  if (isMissing(prometheus)) throw new UserError(describeMissing(prometheus));
  const replicas = await startReplicas(shape.replicas);
  try {
    const rows: Figures[] = [];
    for (const [way, isAgent, sends] of [
      ["server", false, false],
      ["server that sends", false, true],
      ["agent", true, true],
    ] as const) {
      const program = { name: "prometheus", path: prometheus.path, version: prometheus.version };
      rows.push(
        await progress.run(`${way}, ${shape.replicas} replicas`, () =>
          measured({ ...shape, way, isAgent, sends, program, targets: replicas.addresses }),
        ),
      );
    }
    process.stdout.write(`${tableOf(rows)}\n`);
    return 0;
  } finally {
    await replicas.close();
  }
}

interface Measurement {
  readonly way: string;
  readonly isAgent: boolean;
  readonly sends: boolean;
  readonly program: Program;
  readonly targets: readonly string[];
  readonly seconds: number;
}

async function measured(measurement: Measurement): Promise<Figures> {
  const { program, isAgent, sends, targets } = measurement;
  const directory = mkdtempSync(join(tmpdir(), "bench-scaling-"));
  const receiver = sends
    ? await startReceiver(program.path, join(directory, "receiver"))
    : undefined;
  try {
    const port = await freePort();
    const prometheus = await startSending({
      ...{ program, directory, port, isAgent, targets },
      ...(receiver !== undefined && { receiver: receiver.url }),
    });
    try {
      return await figuresOf(measurement, prometheus, receiver);
    } finally {
      await prometheus.stop();
    }
  } finally {
    await receiver?.stop();
    rmSync(directory, { recursive: true });
  }
}

async function figuresOf(
  { way, isAgent, seconds }: Measurement,
  prometheus: SendingPrometheus,
  receiver: Receiver | undefined,
): Promise<Figures> {
  const database = isAgent ? "prometheus_agent" : "prometheus_tsdb_head";
  const snapshot = async () => ({
    time: performance.now() / 1000,
    cpu: await prometheus.read("process_cpu_seconds_total"),
    appended: await prometheus.read(`${database}_samples_appended_total`),
    sent: await prometheus.read("prometheus_remote_storage_samples_total"),
    received: receiver?.received() ?? 0,
  });
  await setTimeout(seconds * 1000);
  const start = await snapshot();
  await setTimeout(seconds * 1000);
  const end = await snapshot();
  const elapsed = end.time - start.time;
  const series = isAgent ? "prometheus_agent_active_series" : "prometheus_tsdb_head_series";
  return {
    way,
    series: await prometheus.read(series),
    samplesPerSecond: (end.appended - start.appended) / elapsed,
    cores: (end.cpu - start.cpu) / elapsed,
    mebibytes: (await prometheus.read("process_resident_memory_bytes")) / 1024 ** 2,
    ...(receiver !== undefined && {
      bytesPerSample: (end.received - start.received) / (end.sent - start.sent),
      catchUpSeconds: await catchUp(prometheus, receiver, seconds),
    }),
  };
}

/** After an outage, until what was scraped ten seconds ago has arrived. */
async function catchUp(
  prometheus: SendingPrometheus,
  receiver: Receiver,
  seconds: number,
): Promise<number> {
  receiver.setAway(true);
  await setTimeout(seconds * 1000);
  receiver.setAway(false);
  const start = performance.now();
  for (;;) {
    const sent = await prometheus.read(
      "prometheus_remote_storage_queue_highest_sent_timestamp_seconds",
    );
    const elapsed = (performance.now() - start) / 1000;
    if (Date.now() / 1000 - sent < 10) return elapsed;
    if (elapsed > 10 * seconds) throw new Error(`It has not caught up in ${elapsed.toFixed(0)} s.`);
    await setTimeout(250);
  }
}

function tableOf(rows: readonly Figures[]): string {
  const whole = (value: number) => Math.round(value).toLocaleString("en-US");
  return formatTable([
    ["", "series", "samples/s", "cores", "memory", "sent per sample", "caught up after"],
    ...rows.map((row) => [
      row.way,
      whole(row.series),
      whole(row.samplesPerSecond),
      row.cores.toFixed(3),
      `${whole(row.mebibytes)} MiB`,
      row.bytesPerSample === undefined ? "" : `${row.bytesPerSample.toFixed(1)} B`,
      row.catchUpSeconds === undefined ? "" : `${row.catchUpSeconds.toFixed(1)} s`,
    ]),
  ]);
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        replicas: { type: "string", default: "50" },
        seconds: { type: "string", default: "60" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}
