import type { PlannedDashboards } from "../dashboards/planned-dashboards";
import { fromFile, plainFile, secretFile } from "./grafana-files";
import type { ConfigFile, Credentials } from "./workload";
import { type YamlValue, renderYaml } from "./yaml-text";

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

/** What Grafana reads from files beside its configuration. */
export interface Provisioned extends PlannedDashboards {
  readonly datasource: Datasource;
}

const datasourcePasswordFile = "secrets/prometheus-password";

/** Source: grafana.com/docs/grafana/latest/administration/provisioning */
export function provisioningFiles(content: Provisioned): readonly ConfigFile[] {
  const { datasource, folders, dashboards } = content;
  const { credentials } = datasource;
  return [
    plainFile("provisioning/datasources/prometheus.yml", renderYaml(datasourcesFile(datasource))),
    ...(credentials === undefined
      ? []
      : [secretFile(datasourcePasswordFile, credentials.password)]),
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
          ...(caFile !== undefined && { tlsAuthWithCACert: true }),
        },
        ...((credentials !== undefined || caFile !== undefined) && {
          secureJsonData: {
            ...(credentials !== undefined && {
              basicAuthPassword: { filled: fromFile(datasourcePasswordFile) },
            }),
            ...(caFile !== undefined && { tlsCACert: { filled: `$__file{${caFile}}` } }),
          },
        }),
      },
    ],
  };
}
