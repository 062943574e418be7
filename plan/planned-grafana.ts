import { type DashboardTexts, plannedDashboards } from "./dashboards/planned-dashboards";
import { PlanError } from "./plan-error";
import type { Certificate } from "./prometheus/certificate";
import type {
  ContentWay,
  GrafanaSettings,
  PrometheusSettings,
  Settings,
} from "./settings/settings";
import { remoteHost } from "./remote-host";
import { stackContext } from "./watched-stack";
import type { Target } from "./targets/target";
import { type GrafanaPlan, grafanaWorkload } from "./workloads/grafana";
import type { Datasource, Provisioned } from "./workloads/grafana-provisioning";
import type { Program, Workload } from "./workloads/workload";

/** Why a program is not there, as a sentence. */
export interface NoProgram {
  readonly missing: string;
}

/** Datasource, folders and dashboards, and how they come into Grafana. */
export interface GrafanaContentPlan extends Provisioned {
  readonly way: ContentWay;
  /** Where the program reaches Grafana; absent: at its published port. */
  readonly url?: string;
  /** Whether this machine reaches it, so that an `up` can ask it whether Prometheus answers. */
  readonly isReached: boolean;
}

export interface PlannedGrafana {
  readonly workloads: readonly Workload[];
  /** Absent where there is no Grafana. */
  readonly content?: GrafanaContentPlan;
  readonly notes: readonly string[];
}

/**
 * @param certificate Prometheus' own, where Grafana cannot read it from the settings' file.
 * @throws PlanError without its secrets, and for a dashboard that cannot be managed.
 */
export function planGrafana(
  settings: Settings,
  targets: readonly Target[],
  texts: DashboardTexts,
  runsIn: "container" | Program | NoProgram,
  certificate?: Certificate,
): PlannedGrafana {
  if (!settings.grafana.enabled) return { workloads: [], notes: [] };
  if (typeof runsIn === "object" && "missing" in runsIn) {
    return { workloads: [], notes: [runsIn.missing] };
  }
  const content = planContent(settings, targets, texts, certificate);
  const { expose } = settings.kubernetes;
  const workload = grafanaWorkload({
    settings: settings.grafana,
    runsAs: runsIn === "container" ? { kind: "container" } : { kind: "process", program: runsIn },
    ...requiredSecrets(settings.grafana),
    ...(expose !== undefined && { publicUrl: `https://${expose.host}/` }),
    ...(content.way === "files" && { provisioned: content }),
  });
  return { workloads: [workload], content, notes: [] };
}

export function planContent(
  settings: Settings,
  targets: readonly Target[],
  texts: DashboardTexts,
  certificate: Certificate | undefined,
): GrafanaContentPlan {
  const { platform, docker, grafana, prometheus, kubernetes } = settings;
  const exposed = kubernetes.expose && `https://${kubernetes.expose.host}`;
  const url = grafana.url ?? (grafana.content === "api" ? exposed : undefined);
  return {
    way: grafana.content,
    ...(url !== undefined && { url }),
    isReached:
      platform !== "kubernetes" && (grafana.url !== undefined || remoteHost(docker) === undefined),
    datasource: datasourceOf(prometheus, certificate),
    ...plannedDashboards(settings.dashboards, targets, stackContext(settings, targets), texts),
  };
}

function requiredSecrets({
  adminPassword,
  secretKey,
}: GrafanaSettings): Pick<GrafanaPlan, "adminPassword" | "secretKey"> {
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

function datasourceOf(settings: PrometheusSettings, certificate?: Certificate): Datasource {
  const monitor = settings.authentication?.monitor;
  return {
    scheme: settings.tls === undefined ? "http" : "https",
    timeInterval: settings.scrapeInterval,
    ...(monitor !== undefined && {
      credentials: { username: monitor.username, password: monitor.password.secret },
    }),
    ...(certificate === undefined ? trustOf(settings) : { certificate }),
  };
}

/** Where Grafana itself finds whom to trust, unless the system's authorities will do. */
function trustOf({ tls }: PrometheusSettings): Pick<Datasource, "caFile" | "secret"> {
  if (tls?.from === "secret") return { secret: tls };
  return tls?.caFile === undefined ? {} : { caFile: tls.caFile };
}
