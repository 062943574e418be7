import type { PlannedDashboards } from "../dashboards/planned-dashboards";
import type { Certificate } from "../prometheus/certificate";
import { type TlsSecret, tlsKeys } from "../settings/tls";
import { fromFile, plainFile, secretFile } from "./grafana-files";
import type { ConfigFile, Credentials, KeyOfSecret, Text } from "./workload";
import { type YamlValue, renderYaml } from "./yaml-text";

/** Where Grafana finds Prometheus, and as whom it asks. */
export interface Datasource {
  readonly scheme: "http" | "https";
  /** The scrape interval: what `$__rate_interval` is computed from. */
  readonly timeInterval: string;
  readonly credentials?: Credentials;
  /** Absolute path of the PEM file that Prometheus' certificate is checked against. */
  readonly caFile?: string;
  /** In its place where Grafana does not see that file. */
  readonly certificate?: Certificate;
  /** In its place in a cluster: what is known of the Secret that has the certificate. */
  readonly secret?: TlsSecret;
}

/** The uid that every dashboard of ours names. */
export const datasourceUid = "prometheus";

/** What Grafana reads from files beside its configuration. */
export interface Provisioned extends PlannedDashboards {
  readonly datasource: Datasource;
}

const datasourcePasswordFile = "secrets/prometheus-password";
const authorityFile = "tls/prometheus-authority.pem";

/** Of the Secret with Prometheus' certificate Grafana is to have the authority, and never the key. */
export function authorityKeys({ secret }: Datasource): readonly KeyOfSecret[] {
  if (secret?.authority !== "secret") return [];
  return [{ secret: secret.secretName, key: tlsKeys.authority, path: authorityFile }];
}

/** Source: grafana.com/docs/grafana/latest/administration/provisioning */
export function provisioningFiles(content: Provisioned): readonly ConfigFile[] {
  const { datasource, folders, dashboards } = content;
  const { credentials, certificate } = datasource;
  return [
    plainFile("provisioning/datasources/prometheus.yml", renderYaml(datasourcesFile(datasource))),
    ...(credentials === undefined
      ? []
      : [secretFile(datasourcePasswordFile, credentials.password)]),
    ...(certificate === undefined ? [] : [plainFile(authorityFile, certificate.authority)]),
    ...(folders.length === 0
      ? []
      : [plainFile("provisioning/dashboards/chatqna.yml", renderYaml(foldersFile(content)))]),
    ...dashboards.map(({ uid, folder, json }): ConfigFile => ({
      path: `dashboards/${folder}/${uid}.json`,
      content: json,
      secret: false,
      // It looks for changed boards itself, every `updateIntervalSeconds`.
      onChange: "nothing",
    })),
  ];
}

/**
 * Grafana reports an error for each of these folders that is not there, and a folder is there only
 * with a file in it.
 */
const folders = ["datasources", "dashboards", "plugins", "alerting"];

/** @param provisioned All other files of Grafana's provisioning. */
export function filesOfEmptyFolders(provisioned: readonly ConfigFile[]): readonly ConfigFile[] {
  const isFilled = (folder: string) =>
    provisioned.some(({ path }) => path.startsWith(`provisioning/${folder}/`));
  return folders
    .filter((folder) => !isFilled(folder))
    .map((folder) =>
      plainFile(`provisioning/${folder}/nothing.yml`, renderYaml({ apiVersion: 1 })),
    );
}

function foldersFile({ folders }: Provisioned): YamlValue {
  return {
    apiVersion: 1,
    providers: folders.map(({ uid, title }) => ({
      name: uid,
      folder: title,
      folderUid: uid,
      type: "file",
      // A board that is no longer planned goes.
      disableDeletion: false,
      allowUiUpdates: false,
      updateIntervalSeconds: 10,
      options: { path: { filled: [{ ref: "file", path: `dashboards/${uid}` }] } },
    })),
  };
}

function datasourcesFile(datasource: Datasource): YamlValue {
  const { credentials, certificate, secret } = datasource;
  const authority = authorityOf(datasource);
  const serverName = certificate?.serverName ?? secret?.serverName;
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
          filled: [
            `${datasource.scheme}://`,
            { ref: "reach", workload: "prometheus", port: "web" },
          ],
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
          ...(authority !== undefined && { tlsAuthWithCACert: true }),
          ...(serverName !== undefined && { serverName }),
        },
        ...((credentials !== undefined || authority !== undefined) && {
          secureJsonData: {
            ...(credentials !== undefined && {
              basicAuthPassword: { filled: fromFile(datasourcePasswordFile) },
            }),
            ...(authority !== undefined && { tlsCACert: { filled: authority } }),
          },
        }),
      },
    ],
  };
}

function authorityOf({ caFile, certificate, secret }: Datasource): Text | undefined {
  if (certificate !== undefined || secret?.authority === "secret") return fromFile(authorityFile);
  return caFile === undefined ? undefined : `$__file{${caFile}}`;
}
