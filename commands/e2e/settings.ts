import { readDashboardTexts } from "../../components/dashboard-texts";
import type { Endpoint } from "../../components/platforms/docker/daemon/request";
import { makePlan } from "../../plan/plan";
import { replayedServices } from "../../plan/replayed-services";
import { parseSettings } from "../../plan/settings/parse-settings";
import type { Settings } from "../../plan/settings/settings";
import type { ReplayedServices } from "../../simulator/replay/service-recordings";
import { scratchStack } from "./scratch-stack";

/** The services of the ChatQnA that is watched, with who can play them. */
export function servicesToPlay(): ReplayedServices {
  const { chatqna } = settingsFrom({}).targets;
  if (chatqna === undefined) throw new Error("Without settings there is no ChatQnA.");
  return replayedServices(chatqna);
}

export interface Surroundings {
  readonly daemon: Endpoint;
  readonly services: ReplayedServices;
  /** Where each service that is played is reached on this machine. */
  readonly playedAt: ReadonlyMap<string, number>;
  readonly ports: { readonly prometheus: number; readonly grafana: number };
}

/** As a user writes them. What has nothing to measure in a replay is left out. */
export function e2eSettings({ daemon, services, playedAt, ports }: Surroundings) {
  const addresses = [...playedAt].map(([name, port]) => [name, { address: `localhost:${port}` }]);
  const absent = services.notPlayed.map(({ name }) => [name, { enabled: false }]);
  return {
    platform: "docker",
    docker: { host: urlOf(daemon) },
    targets: {
      chatqna: { via: "host", services: Object.fromEntries([...addresses, ...absent]) as object },
    },
    prometheus: { port: ports.prometheus, scrapeInterval: "1s", evaluationInterval: "1s" },
    grafana: { port: ports.grafana },
    exporters: { redis: { enabled: false }, blackbox: { enabled: false } },
  };
}

/** The images that the stack runs. */
export async function imagesOf(raw: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const secrets = { adminPassword: "any", secretKey: "any" };
  const settings = settingsFrom({ ...raw, grafana: { ...(raw["grafana"] as object), ...secrets } });
  const dashboards = await readDashboardTexts(settings.dashboards);
  const { workloads } = makePlan(settings, { stack: scratchStack, dashboards });
  return workloads.flatMap(({ container }) => {
    if (container === undefined) return [];
    const { repository, tag, digest } = container.image;
    return [digest === undefined ? `${repository}:${tag}` : `${repository}@${digest}`];
  });
}

function settingsFrom(raw: Readonly<Record<string, unknown>>): Settings {
  const parsed = parseSettings(raw, { stack: scratchStack, isSecret: () => true });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

function urlOf(daemon: Endpoint): string {
  return daemon.kind === "socket"
    ? `unix://${daemon.path}`
    : `tcp://${daemon.host.includes(":") ? `[${daemon.host}]` : daemon.host}:${daemon.port}`;
}
