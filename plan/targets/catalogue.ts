import type { Deployment, Reach, ServiceName } from "./deployment";
import { serviceNames } from "./deployment";
import type { Container } from "./docker-compose";
import { containers } from "./docker-compose";
import { componentOf, jobOf } from "./jobs";
import type { ClusterService } from "./kubernetes";
import { gmcServices, helmServiceName, helmServices, manifestServices } from "./kubernetes";
import type { BystanderName, MeasuredService, Service } from "./service";
import { bystanderNames } from "./service";
import { isMeasured, isServiceName, softwareOf, versionsOf } from "./software";
import type { Target } from "./target";
import { rowsOf } from "./where";

/** What a user says about one service, in place of what the catalogue knows. */
export interface ServiceOverride {
  /** `host:port` instead of the catalogue's address. */
  readonly address?: string | undefined;
  /** False: the service is not scraped. Default true. */
  readonly enabled?: boolean | undefined;
}

export type ServiceOverrides = Readonly<Partial<Record<ServiceName, ServiceOverride>>>;

/**
 * Every service of a deployment, with and without `/metrics`, in a fixed order: those that the
 * settings may name first, in the order of `serviceNames`. Without a reach: as docker compose starts
 * them. The deployment must exist (see `deploymentProblems`); of one that does not exist the result
 * means nothing.
 */
export function servicesOf(
  deployment: Deployment,
  reach: Reach = { via: "compose" },
): readonly Service[] {
  const versions = versionsOf(deployment, reach.via);
  const services = placesOf(deployment, reach).map((place): Service => {
    const software = softwareOf(place.service, deployment, reach.via);
    const version = versions.get(place.service);
    const described = {
      ...(version !== undefined && { version }),
      container: place.container,
      port: place.port,
      ...(place.hostPort !== undefined && { hostPort: place.hostPort }),
      ...(place.address !== undefined && { address: place.address }),
    };
    if (!isServiceName(place.service) || !isMeasured(software)) {
      return { metrics: false, name: place.service, software, ...described };
    }
    return {
      metrics: true,
      name: place.service,
      component: componentOf(place.service),
      job: jobOf(place.service, software, deployment.vectorStore),
      software,
      ...described,
    };
  });
  return [...services, ...servicesElsewhere(deployment)].sort(
    (one, other) => orderOf(one.name) - orderOf(other.name),
  );
}

/**
 * The scrape targets of a deployment: its services that have `/metrics` and are reached, without
 * those that an override disables, in the order of `serviceNames`.
 */
export function targetsOf(
  deployment: Deployment,
  reach: Reach,
  overrides: ServiceOverrides = {},
): readonly Target[] {
  return servicesOf(deployment, reach).flatMap((service): Target[] => {
    if (!service.metrics) return [];
    const override = overrides[service.name] ?? {};
    const address = override.address ?? service.address;
    if (override.enabled === false || address === undefined) return [];
    return [targetOf(service, address, reach)];
  });
}

/**
 * The ports of the host that a deployment under docker compose publishes, in ascending order; none
 * on Kubernetes. Guardrails take 9090, Prometheus' own default, and Milvus 9091, Pushgateway's.
 */
export function hostPortsOf(
  deployment: Deployment,
): readonly { readonly port: number; readonly container: string }[] {
  return rowsOf(containers, deployment)
    .flatMap(({ container, hostPorts }) => hostPorts.map((port) => ({ port, container })))
    .sort((one, other) => one.port - other.port);
}

function targetOf(service: MeasuredService, address: string, reach: Reach): Target {
  return {
    job: service.job,
    component: service.component,
    address,
    metricsPath: "/metrics",
    scheme: "http",
    container: service.container,
    ...("namespace" in reach && { namespace: reach.namespace }),
  };
}

/** Where a service runs and how it is reached. */
interface Place {
  readonly service: ServiceName | BystanderName;
  readonly container: string;
  readonly port: number;
  readonly hostPort?: number | undefined;
  readonly address: string | undefined;
}

function placesOf(deployment: Deployment, reach: Reach): readonly Place[] {
  switch (reach.via) {
    case "host":
      return rowsOf(containers, deployment).map((row) => {
        const [hostPort] = row.hostPorts;
        const address = hostPort === undefined ? undefined : addressOf(reach.host, hostPort);
        return composePlace(row, address);
      });
    case "compose":
      return rowsOf(containers, deployment).map((row) =>
        composePlace(row, addressOf(row.container, row.port)),
      );
    case "helm":
      return rowsOf(helmServices, deployment).map((row) => ({
        ...clusterPlace(row, helmServiceName(reach.release, row.host), reach.namespace),
        container: row.container === "RELEASE" ? reach.release : row.container,
      }));
    case "manifests":
      return rowsOf(manifestServices, deployment).map((row) =>
        clusterPlace(row, row.host, reach.namespace),
      );
    case "gmc":
      return rowsOf(gmcServices, deployment).map((row) =>
        clusterPlace(row, row.host, reach.namespace),
      );
  }
}

function composePlace(row: Container, address: string | undefined): Place {
  const { service, container, port, hostPorts } = row;
  return { service, container, port, hostPort: hostPorts[0], address };
}

/** The full name, so that it is found from any namespace, and by a Prometheus with `ndots: 1`. */
function clusterPlace(row: ClusterService, name: string, namespace: string): Place {
  const { service, container, port } = row;
  return {
    service,
    container,
    port,
    address: addressOf(`${name}.${namespace}.svc.cluster.local`, port),
  };
}

/** What a deployment needs and does not start itself. */
function servicesElsewhere(deployment: Deployment): readonly Service[] {
  if (deployment.vectorStore === "pinecone") {
    return [{ metrics: false, name: "vectorstore", software: "pinecone" }];
  }
  // The compose file of 1.0 expects Ollama on the host.
  if (deployment.engine === "ollama" && deployment.release === "1.0") {
    return [{ metrics: false, name: "llm", software: "ollama" }];
  }
  return [];
}

function addressOf(host: string, port: number): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]:${port}` : `${host}:${port}`;
}

const order: readonly string[] = [...serviceNames, ...bystanderNames];

function orderOf(name: string): number {
  return order.indexOf(name);
}
