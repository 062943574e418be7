import type { ContainerFacts, PodFacts } from "./container-facts";
import { releases } from "../targets/deployment";

/** A namespace, with its services as far as it takes to recognise a ChatQnA among them. */
export interface NamespaceFacts {
  readonly name: string;
  /** Each with the pods that it leads to; `networks` and `composeFiles` are docker's, and empty. */
  readonly services: readonly ContainerFacts[];
  /** Names of helm releases, as the labels of the services tell them. */
  readonly helmReleases: readonly string[];
}

/** What is read of a Service, a Deployment or a StatefulSet. */
export interface ListedObject {
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly labels?: Labels;
  };
  readonly spec?: {
    readonly type?: string;
    /** Of a Service the labels themselves, of others a selector. */
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly ports?: readonly { readonly port?: number; readonly protocol?: string }[];
    readonly replicas?: number;
    readonly template?: {
      readonly metadata?: { readonly labels?: Labels };
      readonly spec?: { readonly containers?: readonly ListedContainer[] };
    };
  };
  readonly status?: { readonly readyReplicas?: number };
}

interface ListedContainer {
  readonly name?: string;
  readonly image?: string;
  readonly resources?: {
    readonly limits?: Readonly<Record<string, unknown>>;
    readonly requests?: Readonly<Record<string, unknown>>;
  };
}

type Labels = Readonly<Record<string, string>>;

/** The namespaces of what `kubectl get services,deployments,statefulsets` lists, by name. */
export function namespacesOf(objects: readonly ListedObject[]): readonly NamespaceFacts[] {
  const names = [...new Set(objects.map(namespaceOf))].sort();
  return names.map((name) => {
    const own = objects.filter((object) => namespaceOf(object) === name);
    const services = own.filter(({ kind }) => kind === "Service");
    const workloads = own.filter(({ kind }) => kind !== "Service");
    const labels = own.flatMap(
      ({ metadata }) => metadata?.labels?.["app.kubernetes.io/instance"] ?? [],
    );
    return {
      name,
      services: services.map((service) => serviceFacts(service, workloads)),
      helmReleases: [...new Set(labels)].sort(),
    };
  });
}

function namespaceOf({ metadata }: ListedObject): string {
  return metadata?.namespace ?? "";
}

function serviceFacts(service: ListedObject, workloads: readonly ListedObject[]): ContainerFacts {
  const { metadata = {}, spec = {} } = service;
  const workload = workloads.find((candidate) => leadsTo(service, candidate));
  const containers = workload?.spec?.template?.spec?.containers ?? [];
  const ready = workload?.status?.readyReplicas ?? 0;
  const replicas = workload?.spec?.replicas ?? 1;
  return {
    name: metadata.name ?? "",
    image: containers[0]?.image ?? "",
    state: stateOf(spec.type, workload === undefined, ready, replicas),
    composeFiles: [],
    ports: (spec.ports ?? [])
      .filter(({ protocol = "TCP" }) => protocol === "TCP")
      .flatMap(({ port }) => (port === undefined ? [] : [{ container: port }])),
    networks: [],
    ...(workload !== undefined && { pods: podFacts(workload, containers, replicas) }),
  };
}

/** A Service without a selector leads to what somebody else says. */
function leadsTo({ spec }: ListedObject, workload: ListedObject): boolean {
  const selector = Object.entries(spec?.selector ?? {});
  const labels = workload.spec?.template?.metadata?.labels ?? {};
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
}

function stateOf(
  type: string | undefined,
  isElsewhere: boolean,
  ready: number,
  replicas: number,
): string {
  if (type === "ExternalName") return "outside of the cluster";
  if (isElsewhere) return "no pods of a Deployment or StatefulSet";
  return ready > 0 ? "running" : `0 of ${replicas} pods ready`;
}

function podFacts(
  { metadata }: ListedObject,
  containers: readonly ListedContainer[],
  replicas: number,
): PodFacts {
  const chartRelease = chartReleaseOf(metadata?.labels?.["helm.sh/chart"] ?? "");
  const accelerator = containers.map(acceleratorOf).find((found) => found !== undefined);
  return {
    replicas,
    containers: containers.flatMap(({ name }) => name ?? []),
    ...(chartRelease !== undefined && { chartRelease }),
    ...(accelerator !== undefined && { accelerator }),
  };
}

/** `tgi-1.2.0` is of OPEA 1.2; a chart under development, `chatqna-0-latest`, tells none. */
function chartReleaseOf(chart: string): string | undefined {
  const [, release] = /-(\d+\.\d+)\.\d+$/.exec(chart) ?? [];
  return releases.find((known) => known === release);
}

const resources = {
  "habana.ai/gaudi": "gaudi",
  "nvidia.com/gpu": "nvidia",
  "amd.com/gpu": "rocm",
} as const;

function acceleratorOf({ image = "", resources: asked }: ListedContainer): PodFacts["accelerator"] {
  const keys = Object.keys({ ...asked?.limits, ...asked?.requests });
  const resource = Object.entries(resources).find(([name]) => keys.includes(name));
  if (resource !== undefined) return resource[1];
  if (/gaudi|hpu|habana/.test(image)) return "gaudi";
  return image.includes("rocm") ? "rocm" : undefined;
}
