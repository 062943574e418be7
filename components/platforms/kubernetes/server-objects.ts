import type { StorageSettings } from "../../../plan/settings/kubernetes";
import type { Workload } from "../../../plan/workloads/workload";
import {
  type Json,
  type Manifest,
  type Metadata,
  type ServerManifest,
  podSelector,
  quantity,
  workloadLabels,
} from "./manifest";
import { podTemplate } from "./pod";
import type { PodParts } from "./pod-parts";

/**
 * What keeps a workload's pods running. With storage a StatefulSet, which takes the old pod away
 * before the next one claims its volume; without, a Deployment, which leaves no gap.
 */
export function serverObject(parts: PodParts, storage: StorageSettings): ServerManifest {
  const { workload, place } = parts;
  const shared = {
    metadata: metadataOf(parts),
    replicas: workload.replicas ?? 1,
    revisionHistoryLimit: 2,
    selector: { matchLabels: podSelector(workload.name, place) },
  };
  const { metadata, ...spec } = shared;
  if (workload.storage.length === 0) {
    return {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        ...spec,
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        template: podTemplate(parts),
      },
    };
  }
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata,
    spec: {
      ...spec,
      serviceName: workload.name,
      podManagementPolicy: "Parallel",
      // By default the claims of a StatefulSet outlive it.
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: workload.storage.some(({ keepOnDestroy }) => keepOnDestroy)
          ? "Retain"
          : "Delete",
        whenScaled: "Retain",
      },
      template: podTemplate(parts),
      volumeClaimTemplates: workload.storage.map(({ name, sizeBytes }): Json => ({
        metadata: { name },
        spec: {
          accessModes: ["ReadWriteOnce"],
          ...(storage.class !== undefined && { storageClassName: storage.class }),
          resources: { requests: { storage: quantity(sizeBytes) } },
        },
      })),
    },
  };
}

export function serviceObject(parts: PodParts): Manifest {
  const { workload, place } = parts;
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(parts),
    spec: {
      type: "ClusterIP",
      selector: podSelector(workload.name, place),
      ports: workload.ports.map(({ name, number }) => ({ name, port: number, targetPort: name })),
      // Replicas scrape at other moments: a board that asked now one, now the other would flicker.
      ...(isReplicated(workload) && { sessionAffinity: "ClientIP" }),
    },
  };
}

/** A drained node takes one replica after the other. With a single one it would wait forever. */
export function disruptionBudget(parts: PodParts): readonly Manifest[] {
  const { workload, place } = parts;
  if (!isReplicated(workload)) return [];
  return [
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: metadataOf(parts),
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: podSelector(workload.name, place) },
      },
    },
  ];
}

function isReplicated({ replicas = 1 }: Workload): boolean {
  return replicas > 1;
}

function metadataOf({ workload, place }: PodParts): Metadata {
  return {
    name: workload.name,
    namespace: place.namespace,
    labels: workloadLabels(workload.name, place),
  };
}
