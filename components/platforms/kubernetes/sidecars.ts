import { basename, dirname, parse } from "node:path";
import type { Sidecar, Workload } from "../../../plan/workloads/workload";
import { type Json, type Manifest, podSelector, quantity, workloadLabels } from "./manifest";
import { type PodParts, imageName, least, storagePath, volumeMount } from "./pod-parts";

/** What a sidecar adds to the pod: its container, and volumes with what it may read only. */
export function sidecarContainer(sidecar: Sidecar, parts: PodParts): Json {
  const { container, plain } = parts;
  const memory = quantity(sidecar.memoryBytes);
  const probe = (path: string) => ({ httpGet: { path, port: sidecar.readiness.port } });
  const { path, alive } = sidecar.readiness;
  return {
    name: sidecar.name,
    image: imageName(sidecar.image),
    imagePullPolicy: "IfNotPresent",
    args: sidecar.args.map(plain),
    ports: sidecar.ports.map(({ name, number }) => ({ name, containerPort: number })),
    securityContext: least,
    resources: { requests: { cpu: "50m", memory }, limits: { memory } },
    // It waits for the server beside it, which may read its log for minutes.
    startupProbe: { ...probe(alive), periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 24 },
    readinessProbe: { ...probe(path), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: { ...probe(alive), periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4 },
    volumeMounts: [
      ...(sidecar.files.length === 0
        ? []
        : [volumeMount(filesName(sidecar), container.configDirectory)]),
      ...sidecar.secrets.map(({ path: file }) =>
        volumeMount(secretVolume(sidecar, file), dirname(file)),
      ),
      ...sidecar.storage.map((name) => ({ name, mountPath: storagePath(container, name) })),
    ],
  };
}

export function sidecarVolumes(sidecar: Sidecar, { config }: PodParts): readonly Json[] {
  return [
    ...(sidecar.files.length === 0
      ? []
      : [
          {
            name: filesName(sidecar),
            projected: { defaultMode: 0o440, sources: config.sourcesOf(sidecar.files) },
          },
        ]),
    ...sidecar.secrets.map(({ secret, key, path }) => ({
      name: secretVolume(sidecar, path),
      secret: { secretName: secret, defaultMode: 0o440, items: [{ key, path: basename(path) }] },
    })),
  ];
}

/** Its name resolves to every replica: who asks wants all of them. */
export function sidecarServices({ workload, place }: PodParts): readonly Manifest[] {
  return (workload.sidecars ?? []).map(({ name, ports }) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: `${workload.name}-${name}`,
      namespace: place.namespace,
      labels: workloadLabels(workload.name, place),
    },
    spec: {
      clusterIP: "None",
      selector: podSelector(workload.name, place),
      ports: ports.map((port) => ({ name: port.name, port: port.number, targetPort: port.name })),
    },
  }));
}

/** The port of a sidecar of the workload itself, where that is what is reached. */
export function sidecarPort(
  { workload: name, port }: { readonly workload: string; readonly port: string },
  workload: Workload,
): number | undefined {
  if (workload.name !== name) return undefined;
  const ports = (workload.sidecars ?? []).flatMap((sidecar) => sidecar.ports);
  return ports.find((candidate) => candidate.name === port)?.number;
}

function filesName({ name }: Sidecar): string {
  return `${name}-files`;
}

function secretVolume({ name }: Sidecar, path: string): string {
  return `${name}-${parse(path).name}`;
}
