import { randomUUID } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ImportError } from "../dashboards/import/import-error";
import { isAddress, loadDashboard } from "../dashboards/import/load-dashboard";
import type { DashboardTexts } from "../plan/dashboards/planned-dashboards";
import { PlanError } from "../plan/plan-error";
import type { DashboardSettings } from "../plan/settings/settings";
import { cacheDirectory } from "../toolchain/cache-directory.cjs";

const project = resolve(__dirname, "..");

/**
 * Reads what the plan cannot read itself. A pinned address is asked once: what it served stays in
 * the user's cache directory, so that the next preview needs no network.
 * @throws PlanError naming every source that cannot be read, or is not what was pinned
 */
export async function readDashboardTexts(
  dashboards: readonly DashboardSettings[],
): Promise<DashboardTexts> {
  const read = await Promise.allSettled(dashboards.map(readSource));
  const problems = read.flatMap((result, position) =>
    result.status === "rejected" ? [problemAt(position, result.reason)] : [],
  );
  if (problems.length > 0) throw new PlanError(problems.join("\n"));
  return {
    imported: read.flatMap((result) => (result.status === "fulfilled" ? [result.value] : [])),
  };
}

async function readSource({ source, sha256 }: DashboardSettings): Promise<string> {
  if (!isAddress(source) || sha256 === undefined) {
    const path = isAddress(source) ? source : resolve(project, source);
    return (await loadDashboard(path, sha256)).text;
  }
  const folder = join(cacheDirectory(process.env), "dashboards");
  const kept = join(folder, `${sha256}.json`);
  const cached = await loadDashboard(kept, sha256).catch(() => undefined);
  if (cached !== undefined) return cached.text;
  const { text } = await loadDashboard(source, sha256);
  await keep(folder, kept, text);
  return text;
}

/** Two previews at once may write it. A cache that cannot be written costs a download, no more. */
async function keep(folder: string, file: string, text: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, text);
    await rename(draft, file);
  } catch {
    return;
  }
}

function problemAt(position: number, reason: unknown): string {
  if (!(reason instanceof ImportError)) throw reason;
  return `chatqna-monitoring:dashboards[${position}].source: ${reason.message}`;
}
