import type { RuleGroup } from "../rules/rule";
import type { DashboardTexts } from "./dashboards/planned-dashboards";
import { PlanError } from "./plan-error";
import type { Certificate } from "./prometheus/certificate";
import { planContainerAlertmanager, planHostAlertmanager } from "./planned-alertmanager";
import { planContainerExporters, planHostExporters } from "./planned-exporters";
import { type GrafanaContentPlan, type NoProgram, planGrafana } from "./planned-grafana";
import { prometheusPlan } from "./planned-prometheus";
import { planRules } from "./planned-rules";
import { type PrometheusVersion, isOlder, oldestSupported } from "./prometheus/version";
import { parsePrometheusVersion } from "./prometheus/version";
import { planHostStandIn, standInNotes } from "./planned-stand-in";
import type { Settings } from "./settings/settings";
import { dockerNotes } from "./docker-notes";
import { planOperated } from "./planned-operated";
import { planPods } from "./planned-pods";
import { throughHostGateway } from "./targets/host-gateway";
import { plannedTargets } from "./targets/planned-targets";
import type { Target } from "./targets/target";
import { prometheusWorkload } from "./workloads/prometheus";
import type { Program, Workload } from "./workloads/workload";

/** What a stack consists of: pure data, from which every platform registers its resources. */
export interface Plan {
  readonly stack: string;
  readonly platform: Settings["platform"];
  /** In an order in which they can be started. */
  readonly workloads: readonly Workload[];
  readonly targets: readonly Target[];
  readonly rules: readonly RuleGroup[];
  /** What is in Grafana; absent where the stack has none. */
  readonly content?: GrafanaContentPlan;
  /** What a user should know about this plan and cannot see in the resources. */
  readonly notes: readonly string[];
}

/** What the settings do not say: where the plan is made, and what was found there. */
export interface Circumstances {
  readonly stack: string;
  readonly dashboards: DashboardTexts;
  /** Needed in containers where the settings ask for TLS, and there only. */
  readonly certificate?: Certificate;
  /** Needed on platform process, and there only. */
  readonly programs?: Programs;
}

/** The servers of this machine. */
export interface Programs {
  readonly prometheus: Program & { readonly webAssets?: string };
  readonly grafana: Program | NoProgram;
  readonly nodeExporter: Program | NoProgram;
  readonly alertmanager: Program | NoProgram;
  readonly simulator: Program;
  readonly replay: Program;
}

/** @throws PlanError where settings and circumstances do not fit each other. */
export function makePlan(settings: Settings, circumstances: Circumstances): Plan {
  switch (settings.platform) {
    case "process":
      return planProcesses(settings, circumstances);
    case "docker":
      return planContainers(settings, circumstances);
    case "kubernetes":
      return settings.kubernetes.mode === "plain"
        ? planPods(settings, circumstances)
        : planOperated(settings, circumstances);
  }
}

function planProcesses(settings: Settings, circumstances: Circumstances): Plan {
  const { stack, programs, dashboards } = circumstances;
  if (programs === undefined) throw new Error("Platform process was planned without programs.");
  const exporters = planHostExporters(settings, programs.nodeExporter);
  const alertmanager = planHostAlertmanager(settings, programs.alertmanager);
  const targets = [
    ...plannedTargets(settings.targets),
    ...exporters.targets,
    ...alertmanager.targets,
  ];
  const standIn = planHostStandIn(stack, settings.targets.chatqna, programs);
  const grafana = planGrafana(settings, targets, dashboards, programs.grafana);
  const rules = planRules(settings, targets, grafana.content);
  const { webAssets, ...program } = programs.prometheus;
  const prometheus = prometheusWorkload({
    ...prometheusPlan(settings, stack, targets),
    rules,
    runsAs: { kind: "process", program, ...(webAssets !== undefined && { webAssets }) },
    version: supportedVersion(program),
    startAfter: standIn.workloads.map(({ name }) => name),
  });
  return {
    stack,
    platform: settings.platform,
    workloads: [
      ...standIn.workloads,
      ...exporters.workloads,
      ...alertmanager.workloads,
      prometheus,
      ...grafana.workloads,
    ],
    targets,
    rules,
    ...(grafana.content !== undefined && { content: grafana.content }),
    notes: [...standIn.notes, ...exporters.notes, ...grafana.notes],
  };
}

function planContainers(settings: Settings, circumstances: Circumstances): Plan {
  const { stack, dashboards, certificate } = circumstances;
  if ((settings.prometheus.tls !== undefined) !== (certificate !== undefined)) {
    throw new Error("TLS was planned without its certificate, or a certificate without TLS.");
  }
  const scraped = throughHostGateway(plannedTargets(settings.targets));
  const exporters = planContainerExporters(settings);
  const alertmanager = planContainerAlertmanager(settings);
  const targets = [...scraped.targets, ...exporters.targets, ...alertmanager.targets];
  const version = parsePrometheusVersion(settings.prometheus.version);
  if (version === undefined) throw new Error("The settings have no version of Prometheus.");
  const grafana = planGrafana(settings, targets, dashboards, "container", certificate);
  const rules = planRules(settings, targets, grafana.content);
  const prometheus = prometheusWorkload({
    ...prometheusPlan(settings, stack, targets),
    rules,
    runsAs: { kind: "container" },
    ...(certificate !== undefined && { certificate }),
    version,
    startAfter: [],
  });
  return {
    stack,
    platform: settings.platform,
    workloads: [
      ...exporters.workloads,
      ...alertmanager.workloads,
      prometheus,
      ...grafana.workloads,
    ],
    targets,
    rules,
    ...(grafana.content !== undefined && { content: grafana.content }),
    notes: [
      ...standInNotes(stack, settings.targets.chatqna),
      ...dockerNotes(settings, version, scraped.rewritten + exporters.rewritten),
    ],
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
