import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../plan/plan";
import { alertmanagerName } from "../plan/workloads/alertmanager";
import { grafanaOfStack } from "./grafana-of-stack";
import type { Secrets } from "./platforms/secrets";
import type { Platform, StartedWorkload } from "./platforms/platform";

export interface MonitoringStackArgs {
  /** What the stack consists of: `makePlan(settings, circumstances)`. */
  readonly plan: Plan;
  /** The values of the secrets that the plan refers to. */
  readonly secrets: Secrets;
  /** What runs the plan's workloads. */
  readonly platform: Platform;
}

/** An account at Prometheus, where the settings ask for one. */
export interface PrometheusAccess {
  readonly username: string;
  readonly password: string;
}

/**
 * Prometheus, Grafana and what belongs to them, watching one ChatQnA deployment.
 *
 * @example
 * const plan = makePlan(settings, { stack, dashboards: await readDashboardTexts(settings.dashboards) });
 * const platform = dockerPlatform({ stack });
 * const monitoring = new MonitoringStack("monitoring", { plan, secrets, platform });
 * export const url = monitoring.prometheusUrl;
 */
export class MonitoringStack extends pulumi.ComponentResource {
  /** Answers as soon as the stack is up. */
  readonly prometheusUrl: pulumi.Output<string>;
  /** The account that Prometheus asks for; undefined where it asks for none. A secret. */
  readonly prometheusAccess: pulumi.Output<PrometheusAccess> | undefined;
  /** Undefined where nobody is to be told of alerts. */
  readonly alertmanagerUrl?: pulumi.Output<string>;
  /**
   * Answers as soon as the stack is up, and Prometheus through it. Undefined where the stack has no
   * Grafana; the plan's notes say why.
   */
  readonly grafanaUrl?: pulumi.Output<string>;
  /** Of the user `admin`. A secret. */
  readonly grafanaAdminPassword?: pulumi.Output<string> | undefined;

  constructor(name: string, args: MonitoringStackArgs, options?: pulumi.ComponentResourceOptions) {
    super("chatqna-monitoring:index:MonitoringStack", name, {}, options);
    const { plan, secrets, platform } = args;

    const started = platform.start(plan.workloads, secrets, this);

    const prometheus = startedOf("prometheus", started);
    this.prometheusUrl = urlOf(prometheus);
    this.prometheusAccess = accessOf(plan, secrets);
    const alertmanager = started.get(alertmanagerName);
    if (alertmanager !== undefined) this.alertmanagerUrl = urlOf(alertmanager);
    const { content } = plan;
    if (content !== undefined) {
      const grafana = startedOf("grafana", started);
      this.grafanaUrl = grafanaOfStack({ content, grafana, prometheus, secrets }, this);
      this.grafanaAdminPassword = secrets["grafana.adminPassword"];
    }
    this.registerOutputs({
      prometheusUrl: this.prometheusUrl,
      grafanaUrl: this.grafanaUrl,
    });
  }
}

function startedOf(name: string, started: ReadonlyMap<string, StartedWorkload>): StartedWorkload {
  const found = started.get(name);
  if (found === undefined) throw new Error(`${name} was not started.`);
  return found;
}

/** Known in a preview, and an output that waits for the server all the same. */
function urlOf({ server, url }: StartedWorkload): pulumi.Output<string> {
  return server.urn.apply(() => url);
}

function accessOf(plan: Plan, secrets: Secrets): pulumi.Output<PrometheusAccess> | undefined {
  const prometheus = plan.workloads.find((workload) => workload.name === "prometheus");
  const credentials = prometheus?.readiness.credentials;
  if (credentials === undefined) return undefined;
  const { username, password } = credentials;
  return secrets[password]?.apply((value) => ({ username, password: value }));
}
