import { type YamlValue, renderYaml } from "./yaml-text";
import type { GrafanaSettings } from "../settings/settings";
import { type IniValue, renderIni } from "./ini-text";
import type { ConfigFile, Credentials, Program, SecretKey, Text, Workload } from "./workload";

export interface GrafanaPlan {
  readonly settings: GrafanaSettings;
  readonly program: Program;
  readonly adminPassword: SecretKey;
  /** Encrypts what Grafana keeps in its database; its own default is public. */
  readonly secretKey: SecretKey;
  readonly datasource: Datasource;
}

/** Where Grafana finds Prometheus, and as whom it asks. */
export interface Datasource {
  readonly scheme: "http" | "https";
  /** The scrape interval: what `$__rate_interval` is computed from. */
  readonly timeInterval: string;
  readonly credentials?: Credentials;
  /** Absolute path of the PEM file that Prometheus' certificate is checked against. */
  readonly caFile?: string;
}

/** The uid that every dashboard of ours names. */
export const datasourceUid = "prometheus";

export function grafanaWorkload(plan: GrafanaPlan): Workload {
  const { settings, datasource } = plan;
  return {
    name: "grafana",
    program: plan.program,
    args: [["--config=", { ref: "file", path: "grafana.ini" }]],
    env: {},
    files: [
      plainFile("grafana.ini", renderIni(configuration(settings))),
      plainFile("provisioning/datasources/prometheus.yml", renderYaml(provisioned(datasource))),
      secretFile("secrets/admin-password", plan.adminPassword),
      secretFile("secrets/secret-key", plan.secretKey),
      ...(datasource.credentials === undefined
        ? []
        : [secretFile(datasourcePasswordFile, datasource.credentials.password)]),
    ],
    ports: [{ name: "web", number: settings.port, bind: settings.bind }],
    storage: [{ name: "data", keepOnDestroy: false }],
    // The first start migrates an empty database: a second or two, half a minute on a slow disk.
    readiness: { port: "web", path: "/api/health", scheme: "http", timeoutSeconds: 120 },
    startAfter: [],
    stopGraceSeconds: 20,
  };
}

const datasourcePasswordFile = "secrets/prometheus-password";

/** Hardened as Grafana's guide "Configure security hardening" says. */
function configuration(settings: GrafanaSettings): Record<string, Record<string, IniValue>> {
  return {
    paths: {
      data: [{ ref: "storage", storage: "data" }],
      logs: [{ ref: "storage", storage: "data" }, "/log"],
      plugins: [{ ref: "storage", storage: "data" }, "/plugins"],
      provisioning: [{ ref: "file", path: "provisioning" }],
    },
    server: { http_addr: settings.bind, http_port: settings.port },
    security: {
      admin_user: "admin",
      admin_password: fromFile("secrets/admin-password"),
      secret_key: fromFile("secrets/secret-key"),
      disable_gravatar: true,
      cookie_samesite: "strict",
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

function provisioned(datasource: Datasource): YamlValue {
  const { credentials, caFile } = datasource;
  return {
    apiVersion: 1,
    prune: true,
    datasources: [
      {
        name: "Prometheus",
        uid: datasourceUid,
        type: "prometheus",
        access: "proxy",
        url: {
          text: [`${datasource.scheme}://`, { ref: "reach", workload: "prometheus", port: "web" }],
        },
        isDefault: true,
        editable: false,
        ...(credentials !== undefined && {
          basicAuth: true,
          basicAuthUser: credentials.username,
        }),
        jsonData: {
          httpMethod: "POST",
          timeInterval: datasource.timeInterval,
          ...(caFile !== undefined && { tlsAuthWithCACert: true }),
        },
        ...((credentials !== undefined || caFile !== undefined) && {
          secureJsonData: {
            ...(credentials !== undefined && {
              basicAuthPassword: { text: fromFile(datasourcePasswordFile) },
            }),
            ...(caFile !== undefined && { tlsCACert: { text: `$__file{${caFile}}` } }),
          },
        }),
      },
    ],
  };
}

/** Grafana reads the file itself, in its configuration as in its provisioning. */
function fromFile(path: string): Text {
  return ["$__file{", { ref: "file", path }, "}"];
}

/** Grafana reads both at start only. */
function plainFile(path: string, content: Text): ConfigFile {
  return { path, content, secret: false, onChange: "restart" };
}

function secretFile(path: string, key: SecretKey): ConfigFile {
  return { path, content: [{ ref: "secret", key }], secret: true, onChange: "restart" };
}
