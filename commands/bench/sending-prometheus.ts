import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout } from "node:timers/promises";
import { plainText } from "../../components/platforms/filled-text";
import { shapeProcesses } from "../../components/platforms/process/shape";
import { prometheusPlan } from "../../plan/planned-prometheus";
import { planRules } from "../../plan/planned-rules";
import { parsePrometheusVersion } from "../../plan/prometheus/version";
import { parseSettings } from "../../plan/settings/parse-settings";
import { plannedTargets } from "../../plan/targets/planned-targets";
import { prometheusWorkload } from "../../plan/workloads/prometheus";
import type { Program } from "../../plan/workloads/workload";

export interface Sending {
  readonly program: Program;
  readonly directory: string;
  readonly port: number;
  readonly isAgent: boolean;
  readonly targets: readonly string[];
  /** Where it sends; absent: nowhere. */
  readonly receiver?: string;
}

export interface SendingPrometheus {
  /** The value of a metric of its own, all series of it together. */
  readonly read: (metric: string) => Promise<number>;
  readonly stop: () => Promise<void>;
}

/** The stack's own Prometheus: its files, its command line, its rules. */
export async function startSending(sending: Sending): Promise<SendingPrometheus> {
  const { program, directory, port } = sending;
  const [shape] = shapeProcesses([workloadOf(sending)], directory);
  if (shape === undefined) throw new Error("The plan has no Prometheus.");
  for (const { path, content } of shape.files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, plainText(content));
  }
  const child = spawn(program.path, [...shape.args, "--log.level=error"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...shape.environment },
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url, child);
  return {
    read: async (metric) => sumOf(metric, await (await fetch(`${url}/metrics`)).text()),
    stop: async () => {
      if (child.exitCode !== null) return;
      const end = once(child, "exit");
      child.kill("SIGTERM");
      await end;
    },
  };
}

function workloadOf({ program, port, isAgent, targets, receiver }: Sending) {
  const parsed = parseSettings(
    {
      platform: "docker",
      grafana: { enabled: false },
      targets: { static: [{ job: "vllm", addresses: targets }] },
      prometheus: {
        port,
        agent: isAgent,
        ...(receiver !== undefined && { remoteWrite: [{ name: "receiver", url: receiver }] }),
      },
    },
    { stack: "bench", isSecret: () => true },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { settings } = parsed;
  const version = parsePrometheusVersion(program.version);
  if (version === undefined) throw new Error(`${program.version} is no version.`);
  const planned = plannedTargets(settings.targets);
  return prometheusWorkload({
    ...prometheusPlan(settings, "bench", planned),
    rules: planRules(settings, planned, undefined),
    runsAs: { kind: "process", program },
    version,
    startAfter: [],
  });
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error("Prometheus ended.");
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await setTimeout(50);
  }
  throw new Error("Prometheus was not ready in 30 s.");
}

function sumOf(metric: string, body: string): number {
  const line = new RegExp(`^${metric}(?:\\{[^}]*\\})? (\\S+)$`, "gm");
  return [...body.matchAll(line)].reduce((sum, [, value]) => sum + Number(value), 0);
}
