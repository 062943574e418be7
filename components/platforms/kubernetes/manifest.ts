/** What JSON can hold. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An object of Kubernetes as `kubectl` takes it, with everything but the values of secrets. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: Json | Metadata | ServerSpec;
}

export interface Metadata {
  readonly name: string;
  /** Absent for what stands in no namespace. */
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What keeps pods running. */
export interface ServerManifest extends Manifest {
  readonly spec: ServerSpec;
}

export interface ServerSpec {
  readonly template: PodTemplate;
  readonly [field: string]: Json | PodTemplate;
}

export interface PodTemplate {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: Json;
}

/** Where the objects of a stack are, and whose they are. */
export interface Place {
  readonly stack: string;
  readonly namespace: string;
}

/** Of every object: Kubernetes' recommended labels. */
export function stackLabels({ stack }: Place): Record<string, string> {
  return {
    "app.kubernetes.io/instance": labelValue(stack),
    "app.kubernetes.io/part-of": "chatqna-monitoring",
  };
}

/** What selects a workload's pods. Never its version: a selector cannot be changed. */
export function podSelector(workload: string, { stack }: Place): Record<string, string> {
  return {
    "app.kubernetes.io/name": workload,
    "app.kubernetes.io/instance": labelValue(stack),
  };
}

export function workloadLabels(workload: string, place: Place): Record<string, string> {
  return { ...podSelector(workload, place), ...stackLabels(place) };
}

/** The longest that a label's value may be. */
function labelValue(text: string): string {
  return text.slice(0, 63);
}

/** `512Mi`, or plain bytes where it is no whole number of them. */
export function quantity(bytes: number): string {
  const mebibyte = 1024 ** 2;
  return bytes % mebibyte === 0 ? `${bytes / mebibyte}Mi` : String(Math.ceil(bytes));
}
