import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { plainText } from "../../components/platforms/filled-text";
import { shapeProcesses } from "../../components/platforms/process/shape";
import { prometheusPlan } from "../../plan/planned-prometheus";
import { planRules } from "../../plan/planned-rules";
import { parsePrometheusVersion } from "../../plan/prometheus/version";
import { parseSettings } from "../../plan/settings/parse-settings";
import { plannedTargets } from "../../plan/targets/planned-targets";
import { prometheusWorkload } from "../../plan/workloads/prometheus";
import type { Program } from "../../plan/workloads/workload";
import { startPrometheusAt } from "../../test/dashboards/prometheus-process";

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
  const { url, stop } = await startPrometheusAt(
    `http://127.0.0.1:${port}`,
    program.path,
    [...shape.args, "--log.level=error"],
    { ...process.env, ...shape.environment },
  );
  return {
    read: async (metric) => sumOf(metric, await (await fetch(`${url}/metrics`)).text()),
    stop,
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

function sumOf(metric: string, body: string): number {
  const line = new RegExp(`^${metric}(?:\\{[^}]*\\})? (\\S+)$`, "gm");
  return [...body.matchAll(line)].reduce((sum, [, value]) => sum + Number(value), 0);
}
