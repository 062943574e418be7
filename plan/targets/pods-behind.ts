import { servicesOf } from "./catalogue";
import type { ClusterReach, Deployment } from "./deployment";
import { helmChartOf } from "./kubernetes";

/** By what the pods behind a service are found without the service. */
export interface PodsBehind {
  readonly labels: Readonly<Record<string, string>>;
  /** The container that has the metrics: of a sidecar or of an init container nobody wants them. */
  readonly container: string;
}

/**
 * The pods of a deployment's services by the services' addresses, where its own objects tell. An
 * address that the user wrote leads to a service of which nothing is known.
 *
 * Source: GenAIInfra at v1.0 to v1.4, the `selectorLabels` of each chart in helm-charts/common, and
 * microservices-connector/internal/controller/gmconnector_controller.go, which labels the pods of a
 * service after it; GenAIExamples ChatQnA/benchmark/performance@v1.0, where `app` is the container's
 * name; qdrant-helm 1.13.1 and milvus-helm 4.2.12, which select as Helm's own example does.
 */
export function podsBehind(
  deployment: Deployment,
  reach: ClusterReach,
): ReadonlyMap<string, PodsBehind> {
  return new Map(
    servicesOf(deployment, reach).flatMap(({ address, container }) => {
      const [name] = address?.split(".") ?? [];
      if (address === undefined || name === undefined || container === undefined) return [];
      const labels = labelsOf(reach, name, container);
      return labels === undefined ? [] : [[address, { labels, container }] as const];
    }),
  );
}

function labelsOf(
  reach: ClusterReach,
  service: string,
  container: string,
): PodsBehind["labels"] | undefined {
  switch (reach.via) {
    case "helm": {
      const chart = helmChartOf(reach.release, service);
      return chart === undefined
        ? undefined
        : { "app.kubernetes.io/name": chart, "app.kubernetes.io/instance": reach.release };
    }
    case "manifests":
      return { app: container };
    case "gmc":
      return { app: service };
  }
}
