import * as pulumi from "@pulumi/pulumi";
import type { Plan } from "../plan/plan";
import type { Settings } from "../plan/settings/settings";
import { ClusterObject } from "./platforms/kubernetes/cluster-object";
import { shapeOperated } from "./platforms/kubernetes/operator/shape";
import { clusterProvider } from "./platforms/kubernetes/provider";

export interface OperatedMonitoringArgs {
  readonly plan: Plan;
  readonly settings: Settings;
}

/**
 * What makes a Prometheus operator and a Grafana that a cluster has see one ChatQnA deployment. Runs
 * no server. Where the cluster has no operator, the API server refuses the first of its objects.
 */
export class OperatedMonitoring extends pulumi.ComponentResource {
  constructor(
    name: string,
    { plan, settings }: OperatedMonitoringArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super("chatqna-monitoring:index:OperatedMonitoring", name, {}, options);
    const { namespace } = settings.kubernetes;
    const provider = clusterProvider(settings.kubernetes, this);
    const [first, ...rest] = shapeOperated(plan, settings);
    if (first !== undefined) {
      const family = { parent: this, provider };
      // A missing operator is told once, not for each object.
      const dependsOn = [new ClusterObject(first, namespace, family)];
      for (const object of rest) new ClusterObject(object, namespace, { ...family, dependsOn });
    }
    this.registerOutputs({});
  }
}
