type Labels = Readonly<Record<string, string>>;

interface ListedObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Labels };
  readonly [field: string]: unknown;
}

/** By the names that the API has for them. */
export interface ClusterObjects {
  readonly pods: readonly ListedObject[];
  readonly services: readonly ListedObject[];
  readonly endpoints: readonly ListedObject[];
  readonly endpointslices: readonly ListedObject[];
}

/** A service with the pods behind it. */
export interface Deployed {
  readonly service: string;
  readonly podLabels: Labels;
  readonly container: string;
  /** Those of the container. */
  readonly podPorts: readonly number[];
  /** Those of them that the service leads to; all unless said. */
  readonly served?: readonly number[];
  readonly replicas?: number;
}

/**
 * What a deployment is in a cluster where every pod has, beside its own container, one that fetched
 * the model before, and the proxy of a service mesh.
 */
export function clusterObjects(namespace: string, deployed: readonly Deployed[]): ClusterObjects {
  const all = deployed.map((one, position) => objectsOf(namespace, one, position));
  return {
    pods: all.flatMap(({ pods }) => pods),
    services: all.map(({ service }) => service),
    endpoints: all.map(({ endpoints }) => endpoints),
    endpointslices: all.map(({ slice }) => slice),
  };
}

function objectsOf(namespace: string, deployed: Deployed, position: number) {
  const { service: name, podLabels, container, podPorts, replicas = 1 } = deployed;
  const metadata = (own: string, labels: Labels) => ({
    name: own,
    namespace,
    labels,
    uid: own,
    resourceVersion: "1",
  });
  const ports = (deployed.served ?? podPorts).map((port) => ({
    name: `port-${port}`,
    port,
    protocol: "TCP",
  }));
  const addresses = Array.from({ length: replicas }, (_, replica) => ({
    ip: `10.0.${position}.${replica + 1}`,
    pod: { kind: "Pod", namespace, name: `${name}-${replica}` },
  }));
  const port = (containerPort: number) => ({ containerPort, protocol: "TCP" });
  return {
    service: {
      apiVersion: "v1",
      kind: "Service",
      metadata: metadata(name, {}),
      spec: { type: "ClusterIP", clusterIP: "10.1.0.1", ports },
    },
    pods: addresses.map(({ ip, pod }) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: metadata(pod.name, podLabels),
      spec: {
        initContainers: [{ name: "model-downloader", image: "downloader" }],
        containers: [
          { name: container, image: "server", ports: podPorts.map(port) },
          { name: "istio-proxy", image: "proxy", ports: [port(15_090)] },
        ],
      },
      status: { phase: "Running", podIP: ip },
    })),
    endpoints: {
      apiVersion: "v1",
      kind: "Endpoints",
      metadata: metadata(name, {}),
      subsets: [{ addresses: addresses.map(({ ip, pod }) => ({ ip, targetRef: pod })), ports }],
    },
    slice: {
      apiVersion: "discovery.k8s.io/v1",
      kind: "EndpointSlice",
      metadata: metadata(`${name}-abc`, { "kubernetes.io/service-name": name }),
      addressType: "IPv4",
      endpoints: addresses.map(({ ip, pod }) => ({
        addresses: [ip],
        conditions: { ready: true },
        targetRef: pod,
      })),
      ports,
    },
  };
}
