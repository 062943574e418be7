import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../plan/plan";
import type { Workload } from "../plan/workloads/workload";
import { ProcessWorkload, type Secrets } from "./platforms/process/process-workload";
import { reached, shapeProcesses } from "./platforms/process/shape";

export interface MonitoringStackArgs {
  /** What the stack consists of: `makePlan(settings, circumstances)`. */
  readonly plan: Plan;
  /** The values of the secrets that the plan refers to. */
  readonly secrets: Secrets;
  /** The folder below which the stack keeps files, data, logs. Absolute. */
  readonly directory: string;
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
 * const plan = makePlan(settings, { stack, programs });
 * const monitoring = new MonitoringStack("monitoring", { plan, secrets, directory });
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
    const { plan, secrets } = args;

    const started = this.startProcesses(args);

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

  private startProcesses({ plan, secrets, directory }: MonitoringStackArgs): Started {
    const started = new Map<string, ProcessWorkload>();
    for (const shape of shapeProcesses(plan.workloads, directory)) {
      const { name, startAfter } = shape.workload;
      const before = startAfter.flatMap((other) => started.get(other) ?? []);
      started.set(
        name,
        new ProcessWorkload(name, { shape, secrets, startAfter: before }, { parent: this }),
      );
    }
    return started;
  }
}

type Started = ReadonlyMap<string, ProcessWorkload>;

/** Known in a preview, and an output that waits for the server all the same. */
function urlOf(workload: Workload, started: Started): pulumi.Output<string> {
  const [port] = workload.ports;
  if (port === undefined) throw new Error(`${workload.name} has no port.`);
  const url = `${workload.readiness.scheme}://${reached(port)}`;
  const process = started.get(workload.name)?.process;
  return process === undefined ? pulumi.output(url) : process.name.apply(() => url);
}

function accessOf(
  { readiness: { credentials } }: Workload,
  secrets: Secrets,
): pulumi.Output<PrometheusAccess> | undefined {
  if (credentials === undefined) return undefined;
  const password = secrets[credentials.password];
  return password?.apply((value) => ({ username: credentials.username, password: value }));
}
