import * as pulumi from "@pulumi/pulumi";
import { datasourceUid } from "../../plan/workloads/grafana-provisioning";
import { untilAnswering } from "./answering-datasource";

export interface GrafanaAccount {
  /** Where the program reaches Grafana. */
  readonly url: string;
  readonly username: string;
  /** A secret. */
  readonly password: pulumi.Output<string>;
}

/**
 * Grafana's address, once Prometheus answers through it. Known in a preview, which asks nobody. The
 * `up` fails where it does not answer.
 *
 * Asked by the program and not by a hook of the datasource: a hook that fails after a resource was
 * made is a warning to the engine, and it would not run in an `up` that changes nothing.
 *
 * @param prometheusUrl where Grafana asks Prometheus, for the message
 * @param after what must be there before Grafana is asked
 */
export function answeringUrl(
  { url, username, password }: GrafanaAccount,
  prometheusUrl: string,
  after: readonly pulumi.CustomResource[],
): pulumi.Output<string> {
  if (pulumi.runtime.isDryRun()) return pulumi.output(url);
  const made = pulumi.all([password, ...after.map(({ id }) => id)]);
  const answering = made.apply(async ([known = ""]) => {
    try {
      await untilAnswering(
        { url, username, password: known },
        { uid: datasourceUid, url: prometheusUrl },
      );
    } catch (error) {
      throw new pulumi.RunError(error instanceof Error ? error.message : String(error));
    }
    return url;
  });
  return pulumi.unsecret(answering);
}
