import type { DashboardTexts } from "../../plan/dashboards/planned-dashboards";
import { type Plan, type Programs, makePlan } from "../../plan/plan";
import { parseSettings } from "../../plan/settings/parse-settings";
import type { Settings } from "../../plan/settings/settings";

/** Settings as a user writes them, without the namespace. Secrets count as stored secretly. */
export function settingsFrom(raw: Readonly<Record<string, unknown>>): Settings {
  const parsed = parseSettings(raw, { stack: "test", isSecret: () => true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

export function programs(version = "3.16.0"): Programs {
  return {
    prometheus: { name: "prometheus", path: "/opt/prometheus", version },
    grafana: { missing: "Grafana is not here." },
    alertmanager: { missing: "Alertmanager is not here." },
    nodeExporter: { missing: "node_exporter is not here." },
    simulator: { name: "simulator", path: "/usr/bin/node", version: "20.0.0" },
    replay: { name: "replay", path: "/usr/bin/node", leadingArgs: ["main.ts"], version: "20.0.0" },
  };
}

/** Our own boards, and no others. */
export const noImports: DashboardTexts = { imported: [] };

export function planFrom(raw: Readonly<Record<string, unknown>>, found = programs()): Plan {
  return makePlan(settingsFrom(raw), { stack: "test", dashboards: noImports, programs: found });
}
