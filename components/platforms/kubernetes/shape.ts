import { join } from "node:path";
import type { KubernetesSettings } from "../../../plan/settings/kubernetes";
import type { Text, Workload } from "../../../plan/workloads/workload";
import { type Filled, type PlaceReference, fillText, withoutSecrets } from "../filled-text";
import { portOf, portReached } from "../reached-port";
import { type SecretShape, configObjects } from "./config-objects";
import { discoveryAccess } from "./discovery-access";
import { exposure } from "./exposure";
import { type Manifest, type Place, type ServerManifest, stackLabels } from "./manifest";
import { stackPolicies, workloadPolicy } from "./network-policies";
import { type PodParts, storagePath } from "./pod-parts";
import { sidecarPort, sidecarServices } from "./sidecars";
import { disruptionBudget, serverObject, serviceObject } from "./server-objects";

/** What a stack is in a cluster: plain objects, which only the values of secrets join later. */
export interface KubernetesShape {
  /** Undefined where somebody else made it. */
  readonly namespace?: Manifest;
  /** For all workloads. */
  readonly policies: readonly Manifest[];
  readonly workloads: readonly WorkloadShape[];
}

export interface WorkloadShape {
  readonly workload: Workload;
  /** What must be there before its pods are. */
  readonly before: readonly Manifest[];
  readonly secret?: SecretShape;
  readonly server: ServerManifest;
  /** What sends people and programs to its pods. */
  readonly front: readonly Manifest[];
  /** What makes its pods start anew, with secrets among it. */
  readonly restartOn: readonly Filled[];
  /** `host:port` of its first port within the stack. */
  readonly reachedAt: string;
}

export type ShapeSettings = Pick<
  KubernetesSettings,
  "namespace" | "createNamespace" | "storage" | "access" | "expose"
>;

/** @throws PlanError where a ConfigMap would be larger than Kubernetes allows */
export function shapeCluster(
  workloads: readonly Workload[],
  stack: string,
  settings: ShapeSettings,
): KubernetesShape {
  const place: Place = { stack, namespace: settings.namespace };
  return {
    ...(settings.createNamespace && { namespace: namespaceObject(place) }),
    policies: stackPolicies(place),
    workloads: workloads.map((workload) => shapeWorkload(workload, workloads, place, settings)),
  };
}

/** In an order in which they can be applied. Of a Secret only that it must be there. */
export function manifestsOf({ namespace, policies, workloads }: KubernetesShape) {
  return [
    ...(namespace === undefined ? [] : [namespace]),
    ...policies,
    ...workloads.flatMap(({ before, server, front }) => [...before, server, ...front]),
  ];
}

function shapeWorkload(
  workload: Workload,
  workloads: readonly Workload[],
  place: Place,
  settings: ShapeSettings,
): WorkloadShape {
  const { container } = workload;
  if (container === undefined) throw new Error(`${workload.name} cannot run in a container.`);
  const fill = (text: Text) =>
    fillText(text, (reference) => placeOf(reference, workload, workloads));
  const config = configObjects(workload, place, fill);
  const parts: PodParts = {
    workload,
    container,
    place,
    config,
    plain: (text) => withoutSecrets(fill(text), workload),
  };
  const isGrafana = workload.name === "grafana";
  return {
    workload,
    before: [
      ...discoveryAccess(workload, place),
      ...config.configMaps,
      workloadPolicy(workload, workloads, place, isGrafana ? settings.access : []),
    ],
    ...(config.secret !== undefined && { secret: config.secret }),
    server: serverObject(parts, settings.storage),
    front: [
      serviceObject(parts),
      ...sidecarServices(parts),
      ...disruptionBudget(parts),
      ...(isGrafana && settings.expose !== undefined
        ? [exposure(workload, settings.expose, place)]
        : []),
    ],
    restartOn: config.restartOn,
    reachedAt: reachedAt(workload),
  };
}

function placeOf(
  reference: PlaceReference,
  workload: Workload,
  workloads: readonly Workload[],
): string {
  const { container } = workload;
  if (container === undefined) throw new Error(`${workload.name} cannot run in a container.`);
  switch (reference.ref) {
    case "file":
      return join(container.configDirectory, reference.path);
    case "storage":
      return storagePath(container, reference.storage);
    case "listen":
      return `0.0.0.0:${portOf(workload, reference.port).number}`;
    case "reach": {
      const beside = sidecarPort(reference, workload);
      if (beside !== undefined) return `127.0.0.1:${beside}`;
      const { workload: other, port } = portReached(reference, workload, workloads);
      // Through its own Service, one of several replicas would reach another.
      return `${other === workload ? "127.0.0.1" : other.name}:${port.number}`;
    }
  }
}

function reachedAt({ name, ports: [port] }: Workload): string {
  if (port === undefined) throw new Error(`${name} has no port.`);
  return `${name}:${port.number}`;
}

const restricted = ["enforce", "audit", "warn"].map((mode) => [
  `pod-security.kubernetes.io/${mode}`,
  "restricted",
]);

function namespaceObject(place: Place): Manifest {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: place.namespace,
      labels: { ...stackLabels(place), ...(Object.fromEntries(restricted) as object) },
    },
  };
}
