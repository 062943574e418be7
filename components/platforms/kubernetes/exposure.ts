import type { ExposeSettings } from "../../../plan/settings/kubernetes";
import type { Workload } from "../../../plan/workloads/workload";
import { type Manifest, type Place, workloadLabels } from "./manifest";

/** How people reach a workload from outside of the cluster, over HTTPS. */
export function exposure(
  { name, ports: [port] }: Workload,
  { host, by }: ExposeSettings,
  place: Place,
): Manifest {
  if (port === undefined) throw new Error(`${name} has no port.`);
  const metadata = { name, namespace: place.namespace, labels: workloadLabels(name, place) };
  if (by.kind === "gateway") {
    return {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata,
      spec: {
        parentRefs: [{ name: by.name, namespace: by.namespace }],
        hostnames: [host],
        rules: [{ backendRefs: [{ name, port: port.number }] }],
      },
    };
  }
  const backend = { service: { name, port: { name: port.name } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata,
    spec: {
      ...(by.class !== undefined && { ingressClassName: by.class }),
      tls: [{ hosts: [host], ...(by.tlsSecret !== undefined && { secretName: by.tlsSecret }) }],
      rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
    },
  };
}
