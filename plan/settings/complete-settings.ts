import { usualControlPort } from "../../simulator/control/control-port";
import type { Deployment } from "../targets/deployment";
import { componentOfJob } from "../targets/jobs";
import { reachOf } from "../targets/planned-targets";
import { variantsOf } from "../targets/releases";
import { completeAlertmanager } from "./complete-alertmanager";
import { completeKubernetes } from "./complete-kubernetes";
import { completeObjectives } from "./complete-objectives";
import { completeRemoteWrite } from "./complete-remote-write";
import type { ParsedSettings } from "./schema";
import { remoteHost } from "../remote-host";
import type { ParsedDashboard } from "./dashboards-schema";
import { parseDuration } from "./quantity";
import { pathText } from "./setting-path";
import type {
  Access,
  AuthenticationSettings,
  ChatQnASettings,
  DashboardSettings,
  DockerSettings,
  GrafanaSettings,
  PrometheusSettings,
  SecretReference,
  Settings,
  StaticTargets,
} from "./settings";
import { completeTls } from "./complete-tls";
import type { ParsedChatQnA, ParsedStaticTargets } from "./targets-schema";

/** Fills in the defaults that follow from other settings, and puts references for secrets. */
export function completeSettings(parsed: ParsedSettings, stack: string): Settings {
  const { chatqna, static: staticTargets } = parsed.targets;
  const alertmanager = completeAlertmanager(parsed.alertmanager);
  const kubernetes = completeKubernetes(parsed.kubernetes);
  return {
    platform: parsed.platform,
    docker: completeDocker(parsed.docker),
    kubernetes,
    environment: parsed.environment ?? stack,
    targets: {
      ...(chatqna !== undefined && { chatqna: completeChatQnA(chatqna) }),
      static: staticTargets.map(completeStatic),
    },
    prometheus: completePrometheus(parsed.prometheus, kubernetes.namespace),
    objectives: completeObjectives(parsed.objectives),
    ...(alertmanager !== undefined && { alertmanager }),
    grafana: completeGrafana(parsed),
    exporters: parsed.exporters,
    dashboards: parsed.dashboards.map(completeDashboard),
  };
}

function completeDocker(parsed: ParsedSettings["docker"]): DockerSettings {
  const { host, network, certPath, sshOptions } = parsed;
  return {
    ...(host !== undefined && { host }),
    ...(network !== undefined && { network }),
    ...(certPath !== undefined && { certPath }),
    ...(sshOptions !== undefined && { sshOptions }),
  };
}

/** The deployment in the catalogue's words, with the engine that OPEA's own files start. */
export function deploymentOf(parsed: ParsedChatQnA): Deployment {
  const { release, hardware, vectorStore, rerank, guardrails, faqgen } = parsed;
  const { via } = reachOf(accessOf(parsed));
  const usual = variantsOf(release, hardware, via)[0]?.variant.engine ?? "vllm";
  const engine = parsed.engine ?? usual;
  return { release, hardware, engine, vectorStore, rerank, guardrails, faqgen };
}

export function accessOf(parsed: ParsedChatQnA): Access {
  const { via, namespace = "default", requestsPerSecond } = parsed;
  switch (via) {
    case "simulator":
      return {
        via,
        scenario: parsed.scenario ?? "steady",
        ...(requestsPerSecond !== undefined && { requestsPerSecond }),
        bind: parsed.bind ?? "127.0.0.1",
        controlPort: parsed.controlPort ?? usualControlPort,
      };
    case "replay":
      return { via, requestsPerSecond: requestsPerSecond ?? 2 };
    case "host":
      return { via, host: parsed.host ?? "localhost" };
    case "compose":
      return { via };
    case "helm":
      return { via, release: parsed.helmRelease ?? "chatqna", namespace };
    case "manifests":
    case "gmc":
      return { via, namespace };
  }
}

export function addressesOf({ address, addresses = [] }: ParsedStaticTargets): readonly string[] {
  return address === undefined ? addresses : [address, ...addresses];
}

function completeChatQnA(parsed: ParsedChatQnA): ChatQnASettings {
  const services = Object.entries(parsed.services).map(([name, { address, enabled }]) => [
    name,
    { enabled, ...(address !== undefined && { address }) },
  ]);
  return {
    deployment: deploymentOf(parsed),
    access: accessOf(parsed),
    services: Object.fromEntries(services) as ChatQnASettings["services"],
  };
}

/** A component that is neither said nor known is reported before it comes to this. */
function completeStatic(parsed: ParsedStaticTargets): StaticTargets {
  const { job, metricsPath, scheme, container, namespace, labels } = parsed;
  return {
    job,
    component: parsed.component ?? componentOfJob(job) ?? "monitoring",
    addresses: addressesOf(parsed),
    metricsPath,
    scheme,
    ...(container !== undefined && { container }),
    ...(namespace !== undefined && { namespace }),
    labels,
  };
}

function completePrometheus(
  parsed: ParsedSettings["prometheus"],
  namespace: string,
): PrometheusSettings {
  const { scrapeTimeout, evaluationInterval, authentication, tls, remoteWrite, ...plain } = parsed;
  const { scrapeInterval } = parsed;
  const completedTls = tls && completeTls(tls, namespace);
  return {
    ...plain,
    scrapeTimeout: scrapeTimeout ?? shorter("10s", scrapeInterval),
    evaluationInterval: evaluationInterval ?? longer("15s", scrapeInterval),
    remoteWrite: remoteWrite.map(completeRemoteWrite),
    ...(authentication !== undefined && { authentication: completeAccounts(authentication) }),
    ...(completedTls !== undefined && { tls: completedTls }),
  };
}

function completeAccounts({
  users,
  monitor,
}: NonNullable<ParsedSettings["prometheus"]["authentication"]>): AuthenticationSettings {
  const own = (...path: string[]) => secretAt("prometheus", "authentication", ...path);
  return {
    users: Object.fromEntries(Object.keys(users).map((name) => [name, own("users", name)])),
    monitor: { username: monitor.username, password: own("monitor", "password") },
  };
}

function completeGrafana({ platform, docker, grafana }: ParsedSettings): GrafanaSettings {
  const { adminPassword, secretKey, content, url, ...plain } = grafana;
  const isReached =
    platform === "docker" && (url !== undefined || remoteHost(docker) === undefined);
  return {
    ...plain,
    content: content ?? (isReached ? "api" : "files"),
    ...(url !== undefined && { url }),
    ...(adminPassword !== undefined && { adminPassword: secretAt("grafana", "adminPassword") }),
    ...(secretKey !== undefined && { secretKey: secretAt("grafana", "secretKey") }),
  };
}

function completeDashboard({ sha256, uid, ...plain }: ParsedDashboard): DashboardSettings {
  return {
    ...plain,
    ...(sha256 !== undefined && { sha256 }),
    ...(uid !== undefined && { uid }),
  };
}

function secretAt(...path: (string | number)[]): SecretReference {
  return { secret: pathText(path) };
}

function shorter(one: string, other: string): string {
  return parseDuration(one) <= parseDuration(other) ? one : other;
}

function longer(one: string, other: string): string {
  return parseDuration(one) >= parseDuration(other) ? one : other;
}
