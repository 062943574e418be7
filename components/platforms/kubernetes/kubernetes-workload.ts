import * as pulumi from "@pulumi/pulumi";
import type { KubernetesSettings } from "../../../plan/settings/kubernetes";
import type { Platform, StartedWorkload } from "../platform";
import { restartHash } from "../restart-hash";
import { type Secrets, withSecrets } from "../secrets";
import { ClusterObject, type ObjectArgs } from "./cluster-object";
import type { SecretShape } from "./config-objects";
import type { Manifest, ServerManifest } from "./manifest";
import { clusterProvider } from "./provider";
import { type WorkloadShape, shapeCluster } from "./shape";

export interface KubernetesPlatformArgs extends KubernetesSettings {
  readonly stack: string;
}

/** @throws PlanError where a ConfigMap would be larger than Kubernetes allows */
export function kubernetesPlatform(args: KubernetesPlatformArgs): Platform {
  return {
    start(workloads, secrets, parent) {
      const { stack, namespace } = args;
      const shape = shapeCluster(workloads, stack, args);
      const provider = clusterProvider(args, parent);
      const family: Family = { parent, provider };
      const made =
        shape.namespace &&
        // It goes with everything in it, the claims that are to be kept among them.
        new ClusterObject(shape.namespace, namespace, {
          ...family,
          retainOnDelete: args.storage.keep,
        });
      const within = { ...family, ...(made !== undefined && { dependsOn: [made] }) };
      const policies = shape.policies.map((policy) => new ClusterObject(policy, namespace, within));
      const first = [...(made === undefined ? [] : [made]), ...policies];
      const started = new Map<string, KubernetesWorkload>();
      for (const own of shape.workloads) {
        const { name, startAfter } = own.workload;
        const after = startAfter.flatMap((other) => started.get(other)?.server ?? []);
        const workloadArgs = { shape: own, secrets, platform: args, after: [...first, ...after] };
        started.set(name, new KubernetesWorkload(name, workloadArgs, family));
      }
      return started;
    },
  };
}

export interface KubernetesWorkloadArgs {
  readonly shape: WorkloadShape;
  readonly secrets: Secrets;
  readonly platform: KubernetesPlatformArgs;
  /** What must be there before anything of it is. */
  readonly after: readonly pulumi.Resource[];
}

/** One workload in the cluster: its files, who may reach it, its pods, its address. */
export class KubernetesWorkload implements StartedWorkload {
  readonly server: pulumi.CustomResource;
  /** What a StatefulSet claims is its own: nothing of it is registered. */
  readonly storage: ReadonlyMap<string, pulumi.CustomResource> = new Map();
  readonly url: string;
  readonly reachedAt: string;

  constructor(name: string, args: KubernetesWorkloadArgs, family: Family) {
    const { shape, secrets, platform, after } = args;
    const { namespace } = platform;
    const options = { ...family, parent: new WorkloadGroup(name, family), dependsOn: [...after] };
    const register = (manifest: ObjectArgs, more: pulumi.CustomResourceOptions = {}) =>
      new ClusterObject(manifest, namespace, { ...options, ...more });

    const before = [
      ...shape.before,
      ...(shape.secret === undefined ? [] : [secretArgs(shape.secret, secrets)]),
    ].map((manifest) => register(manifest));
    this.server = register(serverArgs(shape, args), {
      dependsOn: [...after, ...before],
      customTimeouts: waitFor(shape),
    });
    for (const manifest of shape.front) register(unawaited(manifest));
    this.url = urlOf(shape, platform);
    this.reachedAt = shape.reachedAt;
  }
}

type Family = Pick<pulumi.CustomResourceOptions, "parent" | "provider">;

/** Holds together what a workload consists of, for people who read a preview. */
class WorkloadGroup extends pulumi.ComponentResource {
  constructor(name: string, options: Family) {
    super("chatqna-monitoring:kubernetes:Workload", name, {}, options);
    this.registerOutputs({});
  }
}

/** By `data`: a key that is no longer in `stringData` would stay in the Secret for good. */
function secretArgs({ manifest, entries }: SecretShape, secrets: Secrets): ObjectArgs {
  const data: Record<string, pulumi.Output<string>> = {};
  for (const [key, content] of Object.entries(entries)) {
    data[key] = pulumi.output(withSecrets(content, secrets)).apply(base64);
  }
  return { ...manifest, data };
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** Stands on the pod beside the hash of its plain files. */
const secretsAnnotation = "chatqna-monitoring/secrets";

function serverArgs({ server, restartOn }: WorkloadShape, args: KubernetesWorkloadArgs) {
  const secret = restartOn.filter((content) => content.some((part) => typeof part !== "string"));
  if (secret.length === 0) return server;
  const hash = restartHash(secret, args.secrets, args.platform.stack);
  return withAnnotation(server, secretsAnnotation, hash);
}

function withAnnotation(server: ServerManifest, name: string, value: pulumi.Input<string>) {
  const { template } = server.spec;
  const { metadata } = template;
  const annotations = { ...metadata.annotations, [name]: value };
  return {
    ...server,
    spec: { ...server.spec, template: { ...template, metadata: { ...metadata, annotations } } },
  };
}

/** The plugin would wait ten minutes for an address, which many an ingress controller never writes. */
export function unawaited(manifest: Manifest): Manifest {
  if (manifest.kind !== "Ingress") return manifest;
  const annotations = { ...manifest.metadata.annotations, "pulumi.com/skipAwait": "true" };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/** The image may have to come from far away first. */
function waitFor({ workload }: WorkloadShape): pulumi.CustomTimeouts {
  const wait = `${300 + workload.readiness.timeoutSeconds}s`;
  return { create: wait, update: wait };
}

/** As pods of the cluster reach it; as people do where it is exposed. */
function urlOf({ workload, reachedAt }: WorkloadShape, platform: KubernetesPlatformArgs): string {
  const { namespace, expose } = platform;
  if (workload.name === "grafana" && expose !== undefined) return `https://${expose.host}`;
  const [host, port] = reachedAt.split(":");
  return `${workload.readiness.scheme}://${host ?? ""}.${namespace}.svc:${port ?? ""}`;
}
