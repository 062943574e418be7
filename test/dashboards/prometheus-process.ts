import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { freePort } from "../../toolchain/free-port";

export interface PrometheusProcess {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a Prometheus with its files in a directory: the configuration, and `data/`.
 * @param configuration for the port where it will listen
 */
export async function startPrometheusIn(
  directory: string,
  program: string,
  configuration: (port: number) => string,
  ...more: readonly string[]
): Promise<PrometheusProcess> {
  const port = await freePort();
  const file = join(directory, "prometheus.yml");
  writeFileSync(file, configuration(port));
  const args = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(directory, "data")}`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--log.level=error",
    ...more,
  ];
  return startPrometheusAt(`http://127.0.0.1:${port}`, program, args);
}

/**
 * @param url where it will answer
 * @throws Error when it does not; then it is stopped
 */
export async function startPrometheusAt(
  url: string,
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): Promise<PrometheusProcess> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "inherit"], env: environment });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async (): Promise<void> => {
    if (isOver()) return;
    const end = once(child, "exit");
    child.kill("SIGTERM");
    await end;
  };
  try {
    await ready(url, isOver);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

async function ready(url: string, isOver: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    if (isOver()) throw new Error("Prometheus ended.");
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await setTimeout(50);
  }
  throw new Error("Prometheus was not ready in 30 s.");
}
