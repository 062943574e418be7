import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { PlanError } from "../../plan/plan-error";
import { answeringUrl } from "./answering-url";
import {
  type ContentArguments,
  type ContentDescription,
  type DatasourceDescription,
  contentArguments,
} from "./content-arguments";

export interface GrafanaContentArgs extends ContentDescription {
  /** Of the user `username`, who must be an administrator. A secret. */
  readonly password: pulumi.Output<string>;
  readonly datasource: DatasourceDescription & {
    /** Goes with `username`. A secret. */
    readonly password?: pulumi.Output<string>;
  };
  /**
   * What owns Grafana's database: its container where that is ephemeral, else the volume. With it
   * the content is gone without a call, and is made anew when it is replaced.
   */
  readonly ownerOfDatabase: pulumi.Resource;
  /** What must be there before Grafana is asked anything: its server, and Prometheus'. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Datasource, folders and dashboards of a Grafana, as managed resources: what somebody changes in
 * them by hand is overwritten by the next change of ours.
 *
 * @example
 * new GrafanaContent("grafana", {
 *   url: "http://127.0.0.1:3000", username: "admin", password,
 *   datasource: { url: "http://prometheus:9090", timeInterval: "15s" },
 *   folders: [{ uid: "chatqna", title: "ChatQnA" }],
 *   dashboards: [{ uid: "tgi", folder: "chatqna", json }],
 *   ownerOfDatabase: container, after: [container],
 * });
 */
export class GrafanaContent extends pulumi.ComponentResource {
  /**
   * Grafana's address, once all content is there and Prometheus answers through it. Known in a
   * preview, which asks nobody. Where Prometheus does not answer, the `up` fails here.
   */
  readonly url: pulumi.Output<string>;

  constructor(name: string, args: GrafanaContentArgs, options?: pulumi.ComponentResourceOptions) {
    super("chatqna-monitoring:grafana:Content", name, {}, options);
    const content = argumentsOrMessage(args);

    const provider = this.configureProvider(name, content, args);
    const inGrafana = { parent: this, provider, deletedWith: args.ownerOfDatabase };
    const datasource = new grafana.oss.DataSource(
      `${name}-${content.datasource.uid}`,
      { ...content.datasource, ...secretsOfDatasource(args.datasource) },
      inGrafana,
    );
    const folders = new Map(
      content.folders.map(({ uid, title }) => [
        uid,
        new grafana.oss.Folder(`${name}-${uid}`, { uid, title }, inGrafana),
      ]),
    );
    const dashboards = content.dashboards.map(
      ({ uid, folder, configJson, overwrite }) =>
        new grafana.oss.Dashboard(
          `${name}-${uid}`,
          { configJson, overwrite, folder: folders.get(folder)?.uid ?? folder },
          inGrafana,
        ),
    );

    this.url = answeringUrl(
      { url: args.url, username: args.username, password: args.password },
      args.datasource.url,
      [datasource, ...folders.values(), ...dashboards],
    );
    this.registerOutputs({ url: this.url });
  }

  /** Explicit and whole: the environment's `GRAFANA_URL` would send the content elsewhere. */
  private configureProvider(
    name: string,
    { provider }: ContentArguments,
    { username, password, ownerOfDatabase, after }: GrafanaContentArgs,
  ): grafana.Provider {
    return new grafana.Provider(
      name,
      { ...provider, auth: pulumi.interpolate`${username}:${password}` },
      { parent: this, dependsOn: [ownerOfDatabase, ...after] },
    );
  }
}

/** What the user can mend is told without a stack trace. */
function argumentsOrMessage(description: ContentDescription): ContentArguments {
  try {
    return contentArguments(description);
  } catch (error) {
    throw error instanceof PlanError ? new pulumi.RunError(error.message) : error;
  }
}

function secretsOfDatasource(datasource: GrafanaContentArgs["datasource"]) {
  const { password, caCertificate } = datasource;
  if (password === undefined && caCertificate === undefined) return {};
  return {
    secureJsonDataEncoded: pulumi.jsonStringify({
      ...(password !== undefined && { basicAuthPassword: password }),
      ...(caCertificate !== undefined && { tlsCACert: caCertificate }),
    }),
  };
}
