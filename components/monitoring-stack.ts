import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../plan/plan";
import type { Workload } from "../plan/workloads/workload";
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
 * const plan = makePlan(settings, { stack });
 * const platform = dockerPlatform({ stack });
 * const monitoring = new MonitoringStack("monitoring", { plan, secrets, platform });
 * export const url = monitoring.prometheusUrl;
 */
export class MonitoringStack extends pulumi.ComponentResource {
  /** Answers as soon as the stack is up. */
  readonly prometheusUrl: pulumi.Output<string>;
  /** The account that Prometheus asks for; undefined where it asks for none. A secret. */
  readonly prometheusAccess: pulumi.Output<PrometheusAccess> | undefined;
  /** Undefined where the stack has no Grafana; the plan's notes say why. */
  readonly grafanaUrl: pulumi.Output<string> | undefined;
  /** Of the user `admin`. A secret. */
  readonly grafanaAdminPassword: pulumi.Output<string> | undefined;

  constructor(name: string, args: MonitoringStackArgs, options?: pulumi.ComponentResourceOptions) {
    super("chatqna-monitoring:index:MonitoringStack", name, {}, options);
    const { plan, secrets, platform } = args;

    const started = platform.start(plan.workloads, secrets, this);

    const prometheus = plan.workloads.find((workload) => workload.name === "prometheus");
    if (prometheus === undefined) throw new Error("The plan has no Prometheus.");
    this.prometheusUrl = urlOf(prometheus, started);
    this.prometheusAccess = accessOf(prometheus, secrets);
    const grafana = plan.workloads.find((workload) => workload.name === "grafana");
    this.grafanaUrl = grafana && urlOf(grafana, started);
    this.grafanaAdminPassword = grafana && secrets["grafana.adminPassword"];
    this.registerOutputs({
      prometheusUrl: this.prometheusUrl,
      grafanaUrl: this.grafanaUrl,
    });
  }
}

/** Known in a preview, and an output that waits for the server all the same. */
function urlOf(
  workload: Workload,
  started: ReadonlyMap<string, StartedWorkload>,
): pulumi.Output<string> {
  const known = started.get(workload.name);
  if (known === undefined) throw new Error(`${workload.name} was not started.`);
  return known.server.urn.apply(() => known.url);
}

function accessOf(
  { readiness: { credentials } }: Workload,
  secrets: Secrets,
): pulumi.Output<PrometheusAccess> | undefined {
  if (credentials === undefined) return undefined;
  const password = secrets[credentials.password];
  return password?.apply((value) => ({ username: credentials.username, password: value }));
}
