import { renderAlertmanagerConfiguration } from "../alertmanager/configuration";
import { receiverFiles } from "../alertmanager/receivers";
import type { AlertmanagerSettings } from "../settings/alertmanager";
import { parseSize } from "../settings/quantity";
import { addressOfUrl } from "../settings/address";
import { hostGateway } from "../targets/host-gateway";
import type { Target } from "../targets/target";
import type { Container, Program, Reload, Workload } from "./workload";

export interface AlertmanagerPlan {
  readonly settings: AlertmanagerSettings;
  readonly runsAs:
    { readonly kind: "process"; readonly program: Program } | { readonly kind: "container" };
}

export const alertmanagerName = "alertmanager";

/**
 * Tells people of alerts. Its memory of silences and of what it told already is kept, so that a
 * restart tells nothing twice.
 */
export function alertmanagerWorkload({ settings, runsAs }: AlertmanagerPlan): Workload {
  const isProcess = runsAs.kind === "process";
  return {
    name: alertmanagerName,
    ...(isProcess
      ? { program: runsAs.program, reload: reloadBySignal }
      : { container: alertmanagerContainer(settings) }),
    args: [
      ["--config.file=", { ref: "file", path: "alertmanager.yml" }],
      ["--storage.path=", { ref: "storage", storage: "data" }],
      ["--web.listen-address=", { ref: "listen", port: "web" }],
      // Alone: a cluster would open one more port, on every address.
      "--cluster.listen-address=",
    ],
    env: { GOMEMLIMIT: String(Math.floor(parseSize(settings.memoryLimit) * 0.9)) },
    files: [
      {
        path: "alertmanager.yml",
        content: renderAlertmanagerConfiguration(settings),
        secret: false,
        // It has no reload of its own, and nobody can signal a process in a container from outside.
        onChange: isProcess ? "reload" : "restart",
      },
      ...settings.receivers.flatMap(receiverFiles),
    ],
    ports: [{ name: "web", number: settings.port, bind: settings.bind }],
    storage: [{ name: "data", sizeBytes: storageBytes, keepOnDestroy: false }],
    readiness: { port: "web", path: "/-/ready", scheme: "http", timeoutSeconds: 60 },
    startAfter: [],
    stopGraceSeconds: 10,
  };
}

/** Silences and the log of notifications are kilobytes; some storage classes have this minimum. */
const storageBytes = 1024 ** 3;

/** Alertmanager as its own image runs it: github.com/prometheus/alertmanager, Dockerfile. */
function alertmanagerContainer(settings: AlertmanagerSettings): Container {
  return {
    image: { repository: "docker.io/prom/alertmanager", tag: `v${settings.version}` },
    user: "65534:65534",
    configDirectory: "/etc/alertmanager",
    storagePaths: { data: "/alertmanager" },
    tmpfs: ["/tmp"],
    memoryBytes: parseSize(settings.memoryLimit),
    healthCommand: ["wget", "-q", "--spider", `http://127.0.0.1:${settings.port}/-/ready`],
    ...(receivesOnHost(settings) && { reachesTargets: true }),
    calls: calledBy(settings),
  };
}

/** A secret URL is HTTPS at its usual port, wherever it leads. */
function calledBy({ receivers }: AlertmanagerSettings): readonly string[] {
  const called = receivers.flatMap(({ webhook, slack, email, pagerduty }) => [
    ...(typeof webhook?.url === "string" ? [addressOfUrl(webhook.url)] : []),
    ...(typeof webhook?.url === "object" ? [anywhere] : []),
    ...(slack === undefined && pagerduty === undefined ? [] : [anywhere]),
    ...(email === undefined ? [] : [email.smarthost]),
  ]);
  return [...new Set(called)];
}

const anywhere = "*:443";

/** The gateway's name is known only to what may reach the host. */
function receivesOnHost({ receivers }: AlertmanagerSettings): boolean {
  return receivers.some(({ webhook }) => {
    const url = webhook?.url;
    return typeof url === "string" && new URL(url).hostname === hostGateway;
  });
}

const reloadBySignal: Reload = {
  signal: "SIGHUP",
  metricsPort: "web",
  metricsPath: "/metrics",
  successMetric: "alertmanager_config_last_reload_successful",
  timestampMetric: "alertmanager_config_last_reload_success_timestamp_seconds",
};

/** Its own `/metrics`: notifications that fail are told by Prometheus, which tells nobody else. */
export function alertmanagerTarget(
  { port }: AlertmanagerSettings,
  runsAs: AlertmanagerPlan["runsAs"]["kind"],
): Target {
  return {
    job: alertmanagerName,
    component: "monitoring",
    address: `${runsAs === "process" ? "127.0.0.1" : alertmanagerName}:${port}`,
    servedBy: { workload: alertmanagerName, port: "web" },
    metricsPath: "/metrics",
    scheme: "http",
  };
}
