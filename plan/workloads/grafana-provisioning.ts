import type { PlannedDashboards } from "../dashboards/planned-dashboards";
import { type Certificate, type CertificateSecret, tlsKeys } from "../prometheus/certificate";
import { fromFile, plainFile, secretFile } from "./grafana-files";
import type { ConfigFile, Credentials, ForeignFile, Text } from "./workload";
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
  /** In a cluster: the Secret that holds its authority. */
  readonly certificateSecret?: CertificateSecret;
}

/** The uid that every dashboard of ours names. */
export const datasourceUid = "prometheus";

/** What Grafana reads from files beside its configuration. */
export interface Provisioned extends PlannedDashboards {
  readonly datasource: Datasource;
}

const datasourcePasswordFile = "secrets/prometheus-password";
const authorityFile = "tls/prometheus-authority.pem";

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

/** What the datasource is checked by, where a Secret of somebody else's has it. */
export function authorityFiles({ datasource }: Provisioned): readonly ForeignFile[] {
  const { certificateSecret } = datasource;
  if (certificateSecret === undefined) return [];
  const { secretName: secret } = certificateSecret;
  return [{ secret, key: tlsKeys.authority, path: authorityFile }];
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
  const { credentials } = datasource;
  const { serverName } = datasource.certificate ?? datasource.certificateSecret ?? {};
  const authority = authorityOf(datasource);
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

function authorityOf({ caFile, certificate, certificateSecret }: Datasource): Text | undefined {
  if (certificate !== undefined || certificateSecret !== undefined) return fromFile(authorityFile);
  return caFile === undefined ? undefined : `$__file{${caFile}}`;
}
