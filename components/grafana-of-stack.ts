import type * as pulumi from "@pulumi/pulumi";
import type { GrafanaContentPlan } from "../plan/planned-grafana";
import { answeringUrl } from "./grafana-content/answering-url";
import { GrafanaContent } from "./grafana-content/grafana-content";
import { type Secrets, valueOf } from "./platforms/secrets";
import type { StartedWorkload } from "./platforms/platform";

/** The account that the program and people use. */
const administrator = "admin";

export interface GrafanaOfStackArgs {
  readonly content: GrafanaContentPlan;
  readonly grafana: StartedWorkload;
  readonly prometheus: StartedWorkload;
  readonly secrets: Secrets;
}

/**
 * Fills Grafana where its content goes through its API, and looks whether it reaches Prometheus.
 * @returns its address, once both are done
 */
export function grafanaOfStack(
  { content, grafana, prometheus, secrets }: GrafanaOfStackArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { scheme, timeInterval, credentials, certificate } = content.datasource;
  const password = valueOf({ secret: "grafana.adminPassword" }, secrets);
  const account = { url: content.url ?? grafana.url, username: administrator, password };
  const prometheusUrl = `${scheme}://${prometheus.reachedAt}`;
  if (content.way === "files") {
    return content.isReached
      ? answeringUrl(account, prometheusUrl, [grafana.server, prometheus.server])
      : grafana.server.id.apply(() => account.url);
  }
  const { url } = new GrafanaContent(
    "grafana",
    {
      ...account,
      datasource: {
        url: prometheusUrl,
        timeInterval,
        ...(certificate !== undefined && {
          caCertificate: certificate.authority,
          serverName: certificate.serverName,
        }),
        ...(credentials !== undefined && {
          username: credentials.username,
          password: valueOf({ secret: credentials.password }, secrets),
        }),
      },
      folders: content.folders,
      dashboards: content.dashboards,
      // In memory it goes with the container; on a volume it outlives it.
      ownerOfDatabase: grafana.storage.get("data") ?? grafana.server,
      after: [grafana.server, prometheus.server],
    },
    { parent },
  );
  return url;
}
