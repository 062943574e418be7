import { parseSize } from "../settings/quantity";
import type { GrafanaSettings } from "../settings/settings";
import { fromFile, plainFile, secretFile } from "./grafana-files";
import {
  type Provisioned,
  authorityKeys,
  filesOfEmptyFolders,
  provisioningFiles,
} from "./grafana-provisioning";
import { type IniValue, renderIni } from "./ini-text";
import type { Container, Program, Reference, SecretKey, Storage, Workload } from "./workload";

export interface GrafanaPlan {
  readonly settings: GrafanaSettings;
  readonly runsAs:
    { readonly kind: "process"; readonly program: Program } | { readonly kind: "container" };
  readonly adminPassword: SecretKey;
  /** Encrypts what Grafana keeps in its database; its own default is public. */
  readonly secretKey: SecretKey;
  /** What people open where that is not its own port: an HTTPS address before it. */
  readonly publicUrl?: string;
  /** The content, where it goes by files; absent where Grafana is told through its API. */
  readonly provisioned?: Provisioned;
}

export function grafanaWorkload(plan: GrafanaPlan): Workload {
  const { settings, runsAs } = plan;
  const provisioned = plan.provisioned === undefined ? [] : provisioningFiles(plan.provisioned);
  const storage = runsAs.kind === "process" || settings.persistent ? [dataStorage] : [];
  return {
    name: "grafana",
    ...(runsAs.kind === "process"
      ? { program: runsAs.program }
      : { container: { ...grafanaContainer(settings, storage), ...keysOf(plan) } }),
    args: [["--config=", { ref: "file", path: "grafana.ini" }]],
    // Soft, below the container's hard limit: see Prometheus' own.
    env: { GOMEMLIMIT: String(Math.floor(parseSize(settings.memoryLimit) * 0.9)) },
    files: [
      plainFile("grafana.ini", renderIni(configuration(plan, storage))),
      secretFile("secrets/admin-password", plan.adminPassword),
      secretFile("secrets/secret-key", plan.secretKey),
      ...provisioned,
      ...filesOfEmptyFolders(provisioned),
    ],
    ports: [{ name: "web", number: settings.port, bind: settings.bind }],
    storage,
    // The first start migrates an empty database: a second or two, half a minute on a slow disk.
    readiness: { port: "web", path: "/api/health", scheme: "http", timeoutSeconds: 120 },
    startAfter: [],
    stopGraceSeconds: 20,
  };
}

function keysOf({ provisioned }: GrafanaPlan): Pick<Container, "keysOfSecrets"> {
  const keysOfSecrets = provisioned === undefined ? [] : authorityKeys(provisioned.datasource);
  return keysOfSecrets.length === 0 ? {} : { keysOfSecrets };
}

/** Users, sessions, stars, annotations: the boards come from the settings. */
const dataStorage: Storage = { name: "data", sizeBytes: 1024 ** 3, keepOnDestroy: false };
const dataInContainer = "/var/lib/grafana";

/** Grafana as its own image runs it: github.com/grafana/grafana, Dockerfile. */
function grafanaContainer(settings: GrafanaSettings, storage: readonly Storage[]): Container {
  return {
    image: { repository: "docker.io/grafana/grafana", tag: settings.version },
    user: "472:0",
    configDirectory: "/etc/grafana",
    readsFolders: true,
    storagePaths: { data: dataInContainer },
    tmpfs: ["/tmp", ...(storage.length === 0 ? [dataInContainer] : [])],
    memoryBytes: parseSize(settings.memoryLimit),
    healthCommand: [
      "wget",
      "--quiet",
      "--output-document=/dev/null",
      `http://127.0.0.1:${settings.port}/api/health`,
    ],
  };
}

/** Hardened as Grafana's guide "Configure security hardening" says. */
function configuration(
  { settings, runsAs, publicUrl }: GrafanaPlan,
  storage: readonly Storage[],
): Record<string, Record<string, IniValue>> {
  const data: string | Reference =
    storage.length === 0 ? dataInContainer : { ref: "storage", storage: "data" };
  return {
    paths: {
      data: [data],
      logs: [data, "/log"],
      plugins: [data, "/plugins"],
      provisioning: [{ ref: "file", path: "provisioning" }],
    },
    // A container has addresses of its own; who reaches it from outside, the published port says.
    server: {
      http_addr: runsAs.kind === "container" ? "0.0.0.0" : settings.bind,
      http_port: settings.port,
      ...(publicUrl !== undefined && { root_url: publicUrl }),
    },
    security: {
      admin_user: "admin",
      admin_password: fromFile("secrets/admin-password"),
      secret_key: fromFile("secrets/secret-key"),
      disable_gravatar: true,
      cookie_samesite: "strict",
      ...(publicUrl !== undefined && { cookie_secure: true }),
      content_security_policy: true,
      allow_embedding: false,
    },
    users: { allow_sign_up: false },
    "auth.anonymous": { enabled: false },
    // Nothing leaves the machine unasked.
    analytics: {
      reporting_enabled: false,
      check_for_updates: false,
      check_for_plugin_updates: false,
      feedback_links_enabled: false,
    },
    snapshots: { external_enabled: false },
    news: { news_feed_enabled: false },
    plugins: { preinstall_disabled: true },
    log: { mode: "console" },
  };
}
