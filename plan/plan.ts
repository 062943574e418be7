import { prometheusRules } from "../rules/prometheus";
import type { RuleGroup } from "../rules/rule";
import { scrapingRules } from "../rules/scraping";
import { PlanError } from "./plan-error";
import { type PrometheusVersion, isOlder, oldestSupported } from "./prometheus/version";
import { parsePrometheusVersion } from "./prometheus/version";
import { replayedServices } from "./replayed-services";
import { parseDuration } from "./settings/quantity";
import type { GrafanaSettings, PrometheusSettings, Settings } from "./settings/settings";
import { plannedTargets } from "./targets/planned-targets";
import type { Target } from "./targets/target";
import { type Datasource, grafanaWorkload } from "./workloads/grafana";
import { prometheusWorkload } from "./workloads/prometheus";
import { replayWorkload } from "./workloads/replay";
import type { Program, SecretKey, Workload } from "./workloads/workload";

/** What a stack consists of: pure data, from which every platform registers its resources. */
export interface Plan {
  readonly stack: string;
  readonly platform: Settings["platform"];
  /** In an order in which they can be started. */
  readonly workloads: readonly Workload[];
  readonly targets: readonly Target[];
  readonly rules: readonly RuleGroup[];
  /** What a user should know about this plan and cannot see in the resources. */
  readonly notes: readonly string[];
}

/** What the settings do not say: where the plan is made, and what was found there. */
export interface Circumstances {
  readonly stack: string;
  readonly programs: Programs;
}

/** The servers of this machine. */
export interface Programs {
  readonly prometheus: Program & { readonly webAssets?: string };
  readonly grafana: Program | NoProgram;
  readonly replay: Program;
}

/** Why a program is not there, as a sentence. */
export interface NoProgram {
  readonly missing: string;
}

/** @throws PlanError where settings and circumstances do not fit each other. */
export function makePlan(settings: Settings, circumstances: Circumstances): Plan {
  const targets = plannedTargets(settings.targets);
  const rules = [scrapingRules(scrapeTiming(settings.prometheus)), prometheusRules()];
  const standIn = planReplay(settings, circumstances.programs);
  const grafana = planGrafana(settings, circumstances.programs);
  const prometheus = planPrometheus(settings, circumstances, targets, rules, standIn.workloads);
  return {
    stack: circumstances.stack,
    platform: settings.platform,
    workloads: [...standIn.workloads, prometheus, ...grafana.workloads],
    targets,
    rules,
    notes: [...standIn.notes, ...grafana.notes],
  };
}

interface Part {
  readonly workloads: readonly Workload[];
  readonly notes: readonly string[];
}

function planReplay(settings: Settings, programs: Programs): Part {
  const { chatqna } = settings.targets;
  if (chatqna?.access.via !== "replay") return { workloads: [], notes: [] };
  const { played, notPlayed } = replayedServices(chatqna);
  const { release, hardware, engine, vectorStore } = chatqna.deployment;
  const { requestsPerSecond } = chatqna.access;
  return {
    workloads:
      played.length === 0
        ? []
        : [replayWorkload({ program: programs.replay, requestsPerSecond, services: played })],
    notes: [
      `No real ChatQnA is watched: recorded bodies play ChatQnA ${release} on ${hardware} ` +
        `with ${engine} and ${vectorStore}. docs/targets.md says how to watch yours.`,
      ...notPlayed.map(({ name, reason }) => `${name} stays down: ${reason}.`),
    ],
  };
}

function planPrometheus(
  { environment, prometheus: settings }: Settings,
  { stack, programs }: Circumstances,
  targets: readonly Target[],
  rules: readonly RuleGroup[],
  standIn: readonly Workload[],
): Workload {
  const { webAssets, ...program } = programs.prometheus;
  return prometheusWorkload({
    settings,
    program,
    version: supportedVersion(program),
    ...(webAssets !== undefined && { webAssets }),
    targets,
    rules,
    externalLabels: { stack, env: environment, ...settings.externalLabels },
    startAfter: standIn.map(({ name }) => name),
  });
}

function supportedVersion({ version, path }: Program): PrometheusVersion {
  const parsed = parsePrometheusVersion(version);
  if (parsed !== undefined && !isOlder(parsed, oldestSupported)) return parsed;
  const { major, minor } = oldestSupported;
  throw new PlanError(
    `Prometheus at ${path} says it is version ${version}; ${major}.${minor} is the oldest that will do.`,
  );
}

function planGrafana({ grafana, prometheus }: Settings, programs: Programs): Part {
  if (!grafana.enabled) return { workloads: [], notes: [] };
  if ("missing" in programs.grafana) return { workloads: [], notes: [programs.grafana.missing] };
  const workload = grafanaWorkload({
    settings: grafana,
    program: programs.grafana,
    adminPassword: requiredSecret(grafana, "adminPassword"),
    secretKey: requiredSecret(grafana, "secretKey"),
    datasource: datasourceOf(prometheus),
  });
  return { workloads: [workload], notes: [] };
}

function requiredSecret(settings: GrafanaSettings, name: "adminPassword" | "secretKey"): SecretKey {
  const secret = settings[name];
  if (secret !== undefined) return secret.secret;
  throw new PlanError(
    `Grafana needs chatqna-monitoring:grafana.${name}. Set it with:\n` +
      `  pulumi config set --secret --path 'chatqna-monitoring:grafana.${name}'`,
  );
}

function datasourceOf(settings: PrometheusSettings): Datasource {
  const monitor = settings.authentication?.monitor;
  return {
    scheme: settings.tls === undefined ? "http" : "https",
    timeInterval: settings.scrapeInterval,
    ...(monitor !== undefined && {
      credentials: { username: monitor.username, password: monitor.password.secret },
    }),
    ...(settings.tls?.caFile !== undefined && { caFile: settings.tls.caFile }),
  };
}

function scrapeTiming({ scrapeInterval, scrapeTimeout }: PrometheusSettings) {
  return {
    scrapeInterval: parseDuration(scrapeInterval) / 1000,
    scrapeTimeout: parseDuration(scrapeTimeout) / 1000,
  };
}
