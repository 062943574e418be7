import { prometheusRules } from "../rules/prometheus";
import type { RuleGroup } from "../rules/rule";
import { scrapingRules } from "../rules/scraping";
import { PlanError } from "./plan-error";
import { type PrometheusVersion, isOlder, oldestSupported } from "./prometheus/version";
import { parsePrometheusVersion } from "./prometheus/version";
import { replayedServices } from "./replayed-services";
import { parseDuration } from "./settings/quantity";
import type { GrafanaSettings, PrometheusSettings, Settings } from "./settings/settings";
import { dockerNotes } from "./docker-notes";
import { throughHostGateway } from "./targets/host-gateway";
import { plannedTargets } from "./targets/planned-targets";
import type { Target } from "./targets/target";
import { type Datasource, type GrafanaPlan, grafanaWorkload } from "./workloads/grafana";
import { prometheusWorkload } from "./workloads/prometheus";
import { replayWorkload } from "./workloads/replay";
import type { Program, Workload } from "./workloads/workload";

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
  /** Needed on platform process, and there only. */
  readonly programs?: Programs;
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
  switch (settings.platform) {
    case "process":
      return planProcesses(settings, circumstances);
    case "docker":
      return planContainers(settings, circumstances);
  }
}

function planProcesses(settings: Settings, { stack, programs }: Circumstances): Plan {
  if (programs === undefined) throw new Error("Platform process was planned without programs.");
  const targets = plannedTargets(settings.targets);
  const standIn = planReplay(settings, programs);
  const grafana = planGrafanaProcess(settings, programs);
  const { webAssets, ...program } = programs.prometheus;
  const prometheus = prometheusWorkload({
    ...prometheusPlan(settings, stack, targets),
    runsAs: { kind: "process", program, ...(webAssets !== undefined && { webAssets }) },
    version: supportedVersion(program),
    startAfter: standIn.workloads.map(({ name }) => name),
  });
  return {
    stack,
    platform: settings.platform,
    workloads: [...standIn.workloads, prometheus, ...grafana.workloads],
    targets,
    rules: rulesOf(settings),
    notes: [...standIn.notes, ...grafana.notes],
  };
}

function planContainers(settings: Settings, { stack }: Circumstances): Plan {
  const { targets, rewritten } = throughHostGateway(plannedTargets(settings.targets));
  const version = parsePrometheusVersion(settings.prometheus.version);
  if (version === undefined) throw new Error("The settings have no version of Prometheus.");
  const prometheus = prometheusWorkload({
    ...prometheusPlan(settings, stack, targets),
    runsAs: { kind: "container" },
    version,
    startAfter: [],
  });
  const grafana = settings.grafana.enabled ? [plannedGrafana(settings, { kind: "container" })] : [];
  return {
    stack,
    platform: settings.platform,
    workloads: [prometheus, ...grafana],
    targets,
    rules: rulesOf(settings),
    notes: dockerNotes(settings, version, rewritten),
  };
}

function rulesOf({ prometheus }: Settings): readonly RuleGroup[] {
  return [scrapingRules(scrapeTiming(prometheus)), prometheusRules()];
}

interface Part {
  readonly workloads: readonly Workload[];
  readonly notes: readonly string[];
}

function planReplay({ targets: { chatqna } }: Settings, programs: Programs): Part {
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

function prometheusPlan(settings: Settings, stack: string, targets: readonly Target[]) {
  const { environment, prometheus } = settings;
  return {
    settings: prometheus,
    targets,
    rules: rulesOf(settings),
    externalLabels: { stack, env: environment, ...prometheus.externalLabels },
  };
}

function supportedVersion({ version, path }: Program): PrometheusVersion {
  const parsed = parsePrometheusVersion(version);
  if (parsed !== undefined && !isOlder(parsed, oldestSupported)) return parsed;
  const { major, minor } = oldestSupported;
  throw new PlanError(
    `Prometheus at ${path} says it is version ${version}; ${major}.${minor} is the oldest that will do.`,
  );
}

function planGrafanaProcess(settings: Settings, { grafana: program }: Programs): Part {
  if (!settings.grafana.enabled) return { workloads: [], notes: [] };
  if ("missing" in program) return { workloads: [], notes: [program.missing] };
  return { workloads: [plannedGrafana(settings, { kind: "process", program })], notes: [] };
}

function plannedGrafana(
  { grafana, prometheus }: Settings,
  runsAs: GrafanaPlan["runsAs"],
): Workload {
  const { adminPassword, secretKey } = requiredSecrets(grafana);
  const datasource = datasourceOf(prometheus);
  return grafanaWorkload({ settings: grafana, runsAs, adminPassword, secretKey, datasource });
}

function requiredSecrets({ adminPassword, secretKey }: GrafanaSettings) {
  if (adminPassword !== undefined && secretKey !== undefined) {
    return { adminPassword: adminPassword.secret, secretKey: secretKey.secret };
  }
  const missing = [
    ...(adminPassword === undefined ? ["adminPassword"] : []),
    ...(secretKey === undefined ? ["secretKey"] : []),
  ];
  const keys = missing.map((name) => `chatqna-monitoring:grafana.${name}`);
  throw new PlanError(
    [
      `Grafana needs ${keys.join(" and ")}. Set ${missing.length === 1 ? "it" : "them"} with:`,
      ...keys.map(
        (key) => `  openssl rand -base64 24 | pulumi config set --secret --path '${key}'`,
      ),
    ].join("\n"),
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
