import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type FoundPrograms, programsFile } from "../../components/platforms/process/programs";
import { ensureTools } from "../../toolchain/ensure-tool";
import type { Progress } from "../../toolchain/progress";
import { type Missing, type Tool, describeMissing, isMissing } from "../../toolchain/tool";
import { UserError } from "../../toolchain/user-error";

/** The engine and, for the process platform, the servers to start. */
export interface LocalTools {
  readonly engine: Tool;
  readonly prometheus: Tool;
  readonly grafana: Tool | Missing;
}

/** @throws UserError for what stack `local` cannot do without. */
export async function ensureLocalTools(progress: Progress): Promise<LocalTools> {
  const names = ["pulumi", "prometheus", "grafana"] as const;
  const [engine, prometheus, grafana] = await ensureTools(names, { progress, obtain: true });
  return { engine: required(engine), prometheus: required(prometheus), grafana };
}

export async function ensureEngine(progress: Progress): Promise<Tool> {
  const [engine] = await ensureTools(["pulumi"], { progress, obtain: true });
  return required(engine);
}

function required(found: Tool | Missing): Tool {
  if (isMissing(found)) throw new UserError(describeMissing(found));
  return found;
}

/** Tells the Pulumi program which servers to start. */
export function writePrograms({ prometheus, grafana }: LocalTools): void {
  const { path, version, assets } = prometheus;
  const found: FoundPrograms = {
    prometheus: {
      name: "prometheus",
      path,
      version,
      ...(assets !== undefined && { webAssets: assets }),
    },
    grafana: isMissing(grafana) ? { missing: describeMissing(grafana) } : grafanaProgram(grafana),
  };
  mkdirSync(dirname(programsFile), { recursive: true });
  const draft = `${programsFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(found, undefined, 2)}\n`);
  renameSync(draft, programsFile);
}

function grafanaProgram({ path: home, directory, version }: Tool) {
  return {
    name: "grafana",
    path: join(directory, "grafana"),
    leadingArgs: ["server", `--homepath=${home}`],
    version,
  };
}
