import type { Container, Image, Text, Workload } from "../../../plan/workloads/workload";
import type { ConfigObjects } from "./config-objects";
import type { Json, Place } from "./manifest";

export interface PodParts {
  readonly workload: Workload;
  readonly container: Container;
  readonly place: Place;
  readonly config: ConfigObjects;
  /** Fills a text that may hold no secret: everybody who may see the pod sees it. */
  readonly plain: (text: Text) => string;
}

/** What no container of a stack is allowed. */
export const least = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
} as const;

export function imageName({ repository, tag, digest }: Image): string {
  return `${repository}:${tag}${digest === undefined ? "" : `@${digest}`}`;
}

export function volumeMount(name: string, mountPath: string): Record<string, Json> {
  return { name, mountPath, readOnly: true };
}

export function storagePath({ storagePaths }: Container, storage: string): string {
  const path = storagePaths[storage];
  if (path === undefined) throw new Error(`The container has no path for the storage ${storage}.`);
  return path;
}
