import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { type FoundPrograms, programsFile } from "../../components/platforms/process/programs";
import { namespace } from "../../plan/settings/schema";
import { ensureTool, ensureTools } from "../../toolchain/ensure-tool";
import type { Progress } from "../../toolchain/progress";
import { type Missing, type Tool, describeMissing, isMissing } from "../../toolchain/tool";
import { UserError } from "../../toolchain/user-error";
import { committedSettings, local } from "./paths";

/** The engine and, for the process platform, the servers to start. */
export interface LocalTools {
  readonly engine: Tool;
  readonly prometheus: Tool;
  readonly grafana: Tool | Missing;
  readonly nodeExporter: Tool | Missing;
  readonly alertmanager: Tool | Missing;
}

/** @throws UserError for what stack `local` cannot do without. */
export async function ensureLocalTools(progress: Progress): Promise<LocalTools> {
  const names = ["pulumi", "prometheus", "grafana", "node_exporter"] as const;
  const [[engine, prometheus, grafana, nodeExporter], alertmanager] = await Promise.all([
    ensureTools(names, { progress, obtain: true }),
    // Nobody who has nobody to tell should wait for it to be built.
    ensureTool("alertmanager", { progress, obtain: hasReceivers() }),
  ]);
  return {
    engine: required(engine),
    prometheus: required(prometheus),
    grafana,
    nodeExporter,
    alertmanager,
  };
}

/** Whether the settings of stack `local` name somebody to be told; they are checked later. */
function hasReceivers(): boolean {
  return [committedSettings, local.settings].some((file) => {
    if (!existsSync(file)) return false;
    const document = parseDocument(readFileSync(file, "utf8"), { logLevel: "silent" });
    return document.getIn(["config", `${namespace}:alertmanager`, "receivers", 0]) !== undefined;
  });
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
export function writePrograms(tools: LocalTools): void {
  const { prometheus, grafana, nodeExporter, alertmanager } = tools;
  const { path, version, assets } = prometheus;
  const found: FoundPrograms = {
    prometheus: {
      name: "prometheus",
      path,
      version,
      ...(assets !== undefined && { webAssets: assets }),
    },
    grafana: isMissing(grafana) ? { missing: describeMissing(grafana) } : grafanaProgram(grafana),
    nodeExporter: programOf(nodeExporter),
    alertmanager: programOf(alertmanager),
  };
  mkdirSync(dirname(programsFile), { recursive: true });
  const draft = `${programsFile}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(found, undefined, 2)}\n`);
  renameSync(draft, programsFile);
}

function programOf(found: Tool | Missing) {
  if (isMissing(found)) return { missing: describeMissing(found) };
  return { name: found.name, path: found.path, version: found.version };
}

function grafanaProgram({ path: home, directory, version }: Tool) {
  return {
    name: "grafana",
    path: join(directory, "grafana"),
    leadingArgs: ["server", `--homepath=${home}`],
    version,
  };
}
