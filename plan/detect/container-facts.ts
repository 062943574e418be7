/**
 * A container as Docker lists it, or the pods behind a service of a cluster, as far as it takes to
 * recognise it and to reach it.
 */
export interface ContainerFacts {
  readonly name: string;
  /** As it was started from: `opea/retriever:1.3`; `sha256:…` when its tag has moved on. */
  readonly image: string;
  /** In Docker's words: `running`, `exited`, `restarting`. */
  readonly state: string;
  /** Left out for what docker compose did not start. */
  readonly project?: string;
  /** The key under `services:` in the compose file. */
  readonly composeService?: string;
  /** The paths of the compose files it was started from, on the Docker host. */
  readonly composeFiles: readonly string[];
  /** TCP. Docker tells those of a running container only. */
  readonly ports: readonly ContainerPort[];
  readonly networks: readonly string[];
  /** In a cluster only. */
  readonly pods?: PodFacts;
}

/** What a cluster tells of the pods behind a service. */
export interface PodFacts {
  readonly replicas: number;
  /** Their containers' names. */
  readonly containers: readonly string[];
  /** The release of OPEA's chart that they come from; absent for what no such chart made. */
  readonly chartRelease?: string;
  /** Of what the pods ask their node for, or their images are made for; absent: a processor will do. */
  readonly accelerator?: "gaudi" | "nvidia" | "rocm";
}

export interface ContainerPort {
  readonly container: number;
  /** Left out for a port that is not published. */
  readonly host?: number;
  /** The host's address that it is published at: `0.0.0.0`, `::`, `127.0.0.1`. */
  readonly bind?: string;
}

/** Whether Docker tells the ports: it forgets those of a container that stopped. */
export function tellsPorts({ state }: ContainerFacts): boolean {
  return state === "running" || state === "paused";
}

/** Whether it shares the host's network: it listens on the host itself and publishes nothing. */
export function isOnHostNetwork({ networks }: ContainerFacts): boolean {
  return networks.includes("host");
}

/** What stands before the tag or digest: `localhost:5000/opea/retriever`. */
export function imageRepository(image: string): string {
  const [name = ""] = image.split("@");
  return name.replace(/:[^:/]*$/, "");
}

/** `cpu-1.7`; undefined where the image has none. */
export function imageTag(image: string): string | undefined {
  if (image.startsWith("sha256:")) return undefined;
  const [name = ""] = image.split("@");
  return /:([^:/]+)$/.exec(name)?.[1];
}
