import { join } from "node:path";
import type { ConfigFile, Container, Text, Workload } from "../../../plan/workloads/workload";
import { type Filled, type PlaceReference, fillText, withoutSecrets } from "../filled-text";
import { portOf, portReached } from "../reached-port";
import { networkName } from "./network-name";
import { type ServerShape, type Surroundings, shapeServer } from "./server-shape";

/**
 * What a workload is on the Docker platform. Plain data: what is known only once it is registered
 * (the image's id, the names of networks and volumes, secrets) joins there.
 */
export interface DockerShape {
  readonly workload: Workload;
  /** `repository:tag`, with the digest where there is one. */
  readonly image: string;
  readonly storage: readonly StorageShape[];
  /** Undefined for a workload without files. */
  readonly files: FilesShape | undefined;
  readonly server: ServerShape;
  /** The only name that it has on the stack's own network; on the ChatQnA's it has none. */
  readonly networkName: string;
  /** `host:port` of its first port, on the stack's own network. */
  readonly reachedAt: string;
}

export interface StorageShape {
  readonly name: string;
  readonly containerPath: string;
  readonly keepOnDestroy: boolean;
}

/** A volume with the workload's files, and who fills it. */
export interface FilesShape {
  readonly containerPath: string;
  /**
   * Of files that may not stay in the volume once they are gone from here. They stand on it as a
   * label: another list of them gives another volume, and with it another server.
   */
  readonly unstaying: string;
  readonly uploads: readonly UploadShape[];
  /** What makes the server start anew: the contents that it reads at its start only. */
  readonly restartOn: readonly Filled[];
}

export interface UploadShape {
  readonly file: string;
  readonly content: Filled;
  /** `uid` and `gid` of the server: nobody else may read a secret. */
  readonly owner: string;
  readonly group: string;
  readonly permissions: "0444" | "0400";
}

/** @param workloads All of the stack, as they refer to each other's ports. */
export function shapeContainers(
  workloads: readonly Workload[],
  stack: string,
): readonly DockerShape[] {
  return workloads.map((workload) => shapeContainer(workload, workloads, stack));
}

function shapeContainer(
  workload: Workload,
  workloads: readonly Workload[],
  stack: string,
): DockerShape {
  const { container } = workload;
  if (container === undefined) throw new Error(`${workload.name} cannot run in a container.`);
  const surroundings: Surroundings = {
    workload,
    container,
    stack,
    plain: (text) => withoutSecrets(fill(text), workload),
  };
  const fill = (text: Text) =>
    fillText(text, (reference) => placeOf(reference, { workload, container, workloads, stack }));
  return {
    workload,
    image: imageName(container),
    storage: workload.storage.map(({ name, keepOnDestroy }) => ({
      name,
      containerPath: storagePath(container, name),
      keepOnDestroy,
    })),
    files: workload.files.length === 0 ? undefined : shapeFiles(workload.files, container, fill),
    server: shapeServer(surroundings),
    networkName: networkName(workload.name, stack),
    reachedAt: reachedAt(workload, stack),
  };
}

function imageName({ image: { repository, tag, digest } }: Container): string {
  return `${repository}:${tag}${digest === undefined ? "" : `@${digest}`}`;
}

function shapeFiles(
  files: readonly ConfigFile[],
  { configDirectory, user, readsFolders }: Container,
  fill: (text: Text) => Filled,
): FilesShape {
  const [owner = "0", group = "0"] = user.split(":");
  return {
    containerPath: configDirectory,
    unstaying: files
      // A secret that nobody uses any more; a board that the server would still find.
      .filter(({ secret }) => secret || readsFolders === true)
      .map(({ path }) => path)
      .sort()
      .join(","),
    uploads: files.map(({ path, content, secret }) => ({
      file: join(configDirectory, path),
      content: fill(content),
      owner,
      group,
      permissions: secret ? "0400" : "0444",
    })),
    restartOn: files
      .filter(({ onChange }) => onChange === "restart")
      .map(({ content }) => fill(content)),
  };
}

interface Referrer {
  readonly workload: Workload;
  readonly container: Container;
  readonly workloads: readonly Workload[];
  readonly stack: string;
}

function placeOf(
  reference: PlaceReference,
  { workload, container, workloads, stack }: Referrer,
): string {
  switch (reference.ref) {
    case "file":
      return join(container.configDirectory, reference.path);
    case "storage":
      return storagePath(container, reference.storage);
    case "listen":
      return `0.0.0.0:${portOf(workload, reference.port).number}`;
    case "reach": {
      const { workload: other, port } = portReached(reference, workload, workloads);
      return `${networkName(other.name, stack)}:${port.number}`;
    }
  }
}

function reachedAt({ name, ports: [port] }: Workload, stack: string): string {
  if (port === undefined) throw new Error(`${name} has no port.`);
  return `${networkName(name, stack)}:${port.number}`;
}

function storagePath({ storagePaths }: Container, storage: string): string {
  const path = storagePaths[storage];
  if (path === undefined) throw new Error(`The container has no path for the storage ${storage}.`);
  return path;
}
