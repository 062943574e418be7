import { replicaVariable } from "../../../plan/workloads/workload";
import { portOf } from "../reached-port";
import { configHash } from "./config-objects";
import { type Json, type PodTemplate, podSelector, quantity, workloadLabels } from "./manifest";
import { type PodParts, imageName, least, storagePath, volumeMount } from "./pod-parts";
import { sidecarContainer, sidecarVolumes } from "./sidecars";

/** Stands on the pod, so that what is read at the start only starts it anew. */
export const configAnnotation = "chatqna-monitoring/config";

/** The pod of a workload, under Pod Security `restricted`. */
export function podTemplate(parts: PodParts): PodTemplate {
  const { workload, container, place, config } = parts;
  const { sidecars = [] } = workload;
  const [uid = 65534, gid = 65534] = container.user.split(":").map(Number);
  return {
    metadata: {
      labels: {
        ...workloadLabels(workload.name, place),
        "app.kubernetes.io/version": container.image.tag,
      },
      annotations: { [configAnnotation]: configHash(config.restartOn) },
    },
    spec: {
      // A Service named prometheus would otherwise put PROMETHEUS_PORT=tcp://… into every pod.
      enableServiceLinks: false,
      automountServiceAccountToken: container.discovery !== undefined,
      ...(container.discovery !== undefined && { serviceAccountName: workload.name }),
      securityContext: {
        runAsNonRoot: true,
        runAsUser: uid,
        runAsGroup: gid,
        // Group 0 of an image is for its own files; those of volumes get the server's own number.
        fsGroup: gid === 0 ? uid : gid,
        // Without it, every start would walk through all files of the volume.
        fsGroupChangePolicy: "OnRootMismatch",
        seccompProfile: { type: "RuntimeDefault" },
      },
      terminationGracePeriodSeconds: workload.stopGraceSeconds,
      ...spread(parts),
      containers: [
        serverContainer(parts),
        ...sidecars.map((sidecar) => sidecarContainer(sidecar, parts)),
      ],
      volumes: [
        ...filesVolume(parts),
        ...container.tmpfs.map(emptyVolume),
        ...sidecars.flatMap((sidecar) => sidecarVolumes(sidecar, parts)),
      ],
    },
  };
}

/** Replicas on one node would go with it. A cluster of one node takes them all the same. */
function spread({ workload, place }: PodParts): Record<string, Json> {
  if ((workload.replicas ?? 1) === 1) return {};
  return {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "kubernetes.io/hostname",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: podSelector(workload.name, place) },
      },
    ],
  };
}

function serverContainer(parts: PodParts): Json {
  const { workload, container, plain } = parts;
  const memory = quantity(container.memoryBytes);
  return {
    name: workload.name,
    image: imageName(container.image),
    imagePullPolicy: "IfNotPresent",
    args: workload.args.map(plain),
    env: [
      ...Object.entries(workload.env).map(([name, text]) => ({ name, value: plain(text) })),
      ...((workload.replicas ?? 1) === 1
        ? []
        : [{ name: replicaVariable, valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }]),
    ],
    ports: workload.ports.map(({ name, number }) => ({ name, containerPort: number })),
    securityContext: least,
    // No limit on processors: it would slow down scrapes that the node has room for.
    resources: { requests: { cpu: "100m", memory }, limits: { memory } },
    ...probes(parts),
    volumeMounts: [
      ...(parts.config.sources.length === 0
        ? []
        : [volumeMount(filesName, container.configDirectory)]),
      ...workload.storage.map(({ name }) => ({
        name,
        mountPath: storagePath(container, name),
      })),
      ...container.tmpfs.map((path) => ({ name: volumeName(path), mountPath: path })),
    ],
  };
}

/**
 * The kubelet sends no password, so where one is asked for the image's own client does. Alive is who
 * listens: a busy server that answers late must not be killed for it.
 */
function probes({ workload, container, plain }: PodParts): Record<string, Json> {
  const { port, path, scheme, credentials, timeoutSeconds } = workload.readiness;
  const answers =
    credentials === undefined
      ? { httpGet: { path, port, scheme: scheme.toUpperCase() } }
      : { exec: { command: container.healthCommand.map(plain) } };
  const period = 5;
  return {
    startupProbe: {
      ...answers,
      periodSeconds: period,
      timeoutSeconds: 5,
      failureThreshold: Math.ceil(timeoutSeconds / period),
    },
    readinessProbe: { ...answers, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    livenessProbe: {
      tcpSocket: { port: portOf(workload, port).name },
      periodSeconds: 15,
      timeoutSeconds: 5,
      failureThreshold: 4,
    },
  };
}

const filesName = "files";

function filesVolume({ config }: PodParts): readonly Json[] {
  if (config.sources.length === 0) return [];
  // Readable by the pod's group, which the server is in, and by nobody else.
  return [{ name: filesName, projected: { defaultMode: 0o440, sources: config.sources } }];
}

function emptyVolume(path: string): Json {
  return { name: volumeName(path), emptyDir: { sizeLimit: "256Mi" } };
}

function volumeName(path: string): string {
  return path.slice(1).replaceAll("/", "-");
}
