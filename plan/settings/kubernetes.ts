/** Pods of our own, or objects for the Prometheus operator that a cluster already has. */
export const kubernetesModes = ["plain", "operator"] as const;
export type KubernetesMode = (typeof kubernetesModes)[number];

/** How Prometheus finds the targets of a deployment in the cluster. */
export const discoveryWays = ["services", "pods"] as const;
export type DiscoveryWay = (typeof discoveryWays)[number];

/** Means something on platform kubernetes only. */
export interface KubernetesSettings {
  readonly mode: KubernetesMode;
  /** Where the objects of the stack are. */
  readonly namespace: string;
  /** False where somebody else made the namespace, and labels it. */
  readonly createNamespace: boolean;
  /** Absolute path; the one that `kubectl` uses unless set. */
  readonly kubeconfig?: string;
  /** One of the kubeconfig; its current one unless set. */
  readonly context?: string;
  /** Of Prometheus. Each scrapes everything; they differ in the external label `replica`. */
  readonly replicas: number;
  readonly discovery: DiscoveryWay;
  readonly storage: StorageSettings;
  /** Which pods may reach Grafana; what `kubectl port-forward` sends comes from the node. */
  readonly access: readonly PodsOfNamespace[];
  /** How people reach Grafana from outside; by `kubectl port-forward` unless set. */
  readonly expose?: ExposeSettings;
  /** Absent: Prometheus has no sidecar. */
  readonly thanos?: ThanosSettings;
  readonly operator: OperatorSettings;
}

export interface StorageSettings {
  /** The cluster's default class unless set. */
  readonly class?: string;
  /** Whether the claims outlive the stack. */
  readonly keep: boolean;
}

/** Pods of another namespace; all of them where no label is named. */
export interface PodsOfNamespace {
  readonly namespace: string;
  readonly podLabels: Readonly<Record<string, string>>;
}

/** Always over HTTPS: Grafana's session goes over no other. */
export interface ExposeSettings {
  readonly host: string;
  readonly by: IngressSettings | GatewaySettings;
}

export interface IngressSettings {
  readonly kind: "ingress";
  /** The cluster's default class unless set. */
  readonly class?: string;
  /** With certificate and key; the controller's own certificate unless set. */
  readonly tlsSecret?: string;
}

/** A Gateway that somebody else made, and whose listener has the certificate. */
export interface GatewaySettings {
  readonly kind: "gateway";
  readonly namespace: string;
  readonly name: string;
}

/** Thanos' sidecar in the pods of Prometheus. */
export interface ThanosSettings {
  readonly version: string;
  readonly memoryLimit: string;
  /** A Secret that somebody else made; nothing is uploaded where it is absent. */
  readonly objectStorage?: {
    readonly secretName: string;
    readonly key: string;
    /** `host:port`. */
    readonly endpoint: string;
  };
  /** Which pods may ask it: those of Thanos Query. */
  readonly access: readonly PodsOfNamespace[];
}

/** What the operator, and the Grafana beside it, find our objects by. */
export interface OperatorSettings {
  /** Of helm; the label `release` of what its Prometheus takes up. */
  readonly release: string;
  /** The label of ConfigMaps that Grafana's sidecar reads. */
  readonly dashboardLabel: string;
  /** The annotation that names the folder. */
  readonly folderAnnotation: string;
}
