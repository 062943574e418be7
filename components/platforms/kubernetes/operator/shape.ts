import type { Plan } from "../../../../plan/plan";
import type { Settings } from "../../../../plan/settings/settings";
import { type Manifest, type Place, stackLabels } from "../manifest";
import { dashboardObjects } from "./dashboards";
import { ruleObjects } from "./prometheus-rules";
import { scrapeObjects } from "./scrape-objects";

/**
 * What makes a Prometheus operator and the Grafana beside it see the ChatQnA: who is scraped, the
 * rules, the boards. No server and no secret.
 * @throws PlanError where an object would be larger than Kubernetes allows
 */
export function shapeOperated(plan: Plan, settings: Settings): readonly Manifest[] {
  const { kubernetes } = settings;
  const place: Place = { stack: plan.stack, namespace: kubernetes.namespace };
  const labels = { ...stackLabels(place), release: kubernetes.operator.release };
  const own = { place, labels };
  return [
    ...(kubernetes.createNamespace ? [namespaceObject(place)] : []),
    ...scrapeObjects(plan.targets, settings, own),
    ...ruleObjects(plan.rules, own),
    ...(plan.content === undefined
      ? []
      : dashboardObjects(plan.content, kubernetes.operator, place)),
  ];
}

/** Where the objects are, and by which labels the operator takes them up. */
export interface Operated {
  readonly place: Place;
  readonly labels: Readonly<Record<string, string>>;
}

/** No pod of ours runs in it. */
function namespaceObject(place: Place): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: place.namespace, labels: stackLabels(place) },
  };
}
