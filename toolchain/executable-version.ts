import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Machine } from "./machine";
import { run } from "./subprocess";

/** The programs of whom we know how they tell their version. */
export type Program =
  | "pulumi"
  | "prometheus"
  | "promtool"
  | "grafana"
  | "node_exporter"
  | "alertmanager"
  | "actionlint"
  | "kube-apiserver"
  | "kwok"
  | "etcd";

const versionArguments: Record<Program, readonly string[]> = {
  pulumi: ["version"],
  prometheus: ["--version"],
  promtool: ["--version"],
  grafana: ["-v"],
  node_exporter: ["--version"],
  alertmanager: ["--version"],
  actionlint: ["-version"],
  "kube-apiserver": ["--version"],
  kwok: ["--version"],
  etcd: ["--version"],
};

/** Left of what follows the number: `v3.274.1`, `prometheus, version 2.42.0+ds (branch: ...`. */
const versionPatterns: Record<Program, RegExp> = {
  pulumi: /^v?(\d+\.\d+\.\d+)/m,
  prometheus: /^prometheus, version v?(\d+\.\d+\.\d+)/m,
  promtool: /^promtool, version v?(\d+\.\d+\.\d+)/m,
  grafana: /^(?:grafana(?: cli| server)? )?version v?(\d+\.\d+\.\d+)/im,
  alertmanager: /^alertmanager, version v?(\d+\.\d+\.\d+)/m,
  actionlint: /^v?(\d+\.\d+\.\d+)$/m,
  "kube-apiserver": /^Kubernetes v(\d+\.\d+\.\d+)/m,
  kwok: /^kwok version v?(\d+\.\d+\.\d+)/m,
  etcd: /^etcd Version: (\d+\.\d+\.\d+)/m,
  node_exporter: /^node_exporter, version v?(\d+\.\d+\.\d+)/m,
};

/** `major.minor.patch` in what the program printed; undefined when it names none. */
export function parseVersion(program: Program, printed: string): string | undefined {
  return versionPatterns[program].exec(printed)?.[1];
}

/** Negative when `left` is older than `right`, 0 when they are the same version. */
export function compareVersions(left: string, right: string): number {
  const [a, b] = [left, right].map((version) => version.split(".").map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * What an executable says its version is.
 *
 * @returns undefined when it runs but names no version.
 * @throws {ProgramFailed} when it does not run.
 */
export async function askVersion(
  machine: Machine,
  program: Program,
  path: string,
): Promise<string | undefined> {
  const { stdout, stderr } = await run(machine, path, versionArguments[program], {
    env: { PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeout: 20_000,
  });
  return parseVersion(program, `${stdout}\n${stderr}`);
}

/** As `askVersion`, but `pulumi version` alone takes 0.3 s: asks again only when the file changed. */
export async function executableVersion(
  machine: Machine,
  program: Program,
  path: string,
): Promise<string | undefined> {
  const { size, mtimeMs } = statSync(path);
  // A small file is a script that starts another one (a version manager's shim, for example), whose
  // version can change while the script stays the same.
  if (size < 1_000_000) return askVersion(machine, program, path);
  const fingerprint = `${size} ${mtimeMs}`;
  const remembered = readRemembered(machine)[path];
  if (remembered?.fingerprint === fingerprint) return remembered.version;
  const version = await askVersion(machine, program, path);
  if (version !== undefined) remember(machine, path, { fingerprint, version });
  return version;
}

interface Remembered {
  readonly fingerprint: string;
  readonly version: string;
}

function rememberedFile(machine: Machine): string {
  return join(machine.cache, "versions.json");
}

function readRemembered(machine: Machine): Record<string, Remembered | undefined> {
  try {
    return JSON.parse(readFileSync(rememberedFile(machine), "utf8")) as Record<string, Remembered>;
  } catch {
    // Not there yet, or damaged: then the programs are asked again.
    return {};
  }
}

/**
 * Two processes at once may lose an entry to each other, and a cache that cannot be written keeps
 * none; both cost one more question.
 */
function remember(machine: Machine, path: string, entry: Remembered): void {
  const file = rememberedFile(machine);
  const temporary = join(machine.cache, `.${basename(file)}-${process.pid}`);
  const all = { ...readRemembered(machine), [path]: entry };
  try {
    mkdirSync(machine.cache, { recursive: true });
    writeFileSync(temporary, JSON.stringify(all, null, 2));
    renameSync(temporary, file);
  } catch {
    // As said above.
  }
}
