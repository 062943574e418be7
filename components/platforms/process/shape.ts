import { join } from "node:path";
import type {
  ConfigFile,
  Readiness,
  Reload,
  Text,
  Workload,
} from "../../../plan/workloads/workload";
import {
  type Filled,
  type PlaceReference,
  type SecretHole,
  fillText,
  withoutSecrets,
} from "../filled-text";
import { hostPort, portOf, portReached, reached } from "../reached-port";

/**
 * What a workload is on the process platform: directories, files and one host process, all paths
 * and addresses settled. Plain data but for the secrets, which are still references.
 */
export interface ProcessShape {
  readonly workload: Workload;
  readonly directories: readonly DirectoryShape[];
  readonly files: readonly FileShape[];
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly logFile: string;
  readonly registry: string;
  readonly ports: readonly { readonly address: string; readonly port: number }[];
  readonly readiness: ReadinessShape;
  readonly reload?: ReloadShape;
}

export interface DirectoryShape {
  readonly storage: string;
  readonly path: string;
  readonly mode: "0700";
  readonly keepOnDelete: boolean;
}

export interface FileShape {
  /** As in the workload: the resource's name derives from it. */
  readonly name: string;
  readonly path: string;
  readonly content: Filled;
  readonly mode: "0644" | "0600";
  readonly root: string;
  readonly secret: boolean;
  readonly onChange: ConfigFile["onChange"];
}

export interface ReadinessShape {
  readonly url: string;
  readonly timeoutSeconds: number;
  readonly username?: string;
  readonly password?: SecretHole;
  readonly caFile?: string;
}

export interface ReloadShape {
  readonly signal: Reload["signal"];
  readonly metricsUrl: string;
  readonly successMetric: string;
  readonly timestampMetric: string;
}

/**
 * @param root The stack's own directory, absolute: everything it writes lies below.
 * @param workloads All of the stack, as they refer to each other's ports.
 */
export function shapeProcesses(
  workloads: readonly Workload[],
  root: string,
): readonly ProcessShape[] {
  return workloads.map((workload) => shapeProcess(workload, workloads, root));
}

function shapeProcess(
  workload: Workload,
  workloads: readonly Workload[],
  root: string,
): ProcessShape {
  const { program } = workload;
  if (program === undefined) throw new Error(`${workload.name} cannot run as a host process.`);
  const home = join(root, workload.name);
  const fill = (text: Text): Filled =>
    fillText(text, (reference) => placeOf(reference, { workload, workloads, home }));
  const plain = (text: Text): string => withoutSecrets(fill(text), workload);
  return {
    workload,
    directories: workload.storage.map((storage) => ({
      storage: storage.name,
      path: join(home, storage.name),
      mode: "0700",
      keepOnDelete: storage.keepOnDestroy,
    })),
    files: workload.files.map((file) => ({
      name: file.path,
      path: join(home, "config", file.path),
      content: fill(file.content),
      mode: file.secret ? "0600" : "0644",
      root,
      secret: file.secret,
      onChange: file.onChange,
    })),
    program: program.path,
    args: [...(program.leadingArgs ?? []), ...workload.args.map(plain)],
    environment: Object.fromEntries(
      Object.entries(workload.env).map(([name, text]) => [name, plain(text)]),
    ),
    workingDirectory: workingDirectoryOf(workload, root),
    logFile: join(root, "logs", `${workload.name}.log`),
    registry: join(root, "registry"),
    ports: workload.ports.map((port) => ({ address: port.bind, port: port.number })),
    readiness: shapeReadiness(workload.readiness, workload),
    ...(workload.reload !== undefined && { reload: shapeReload(workload.reload, workload) }),
  };
}

/** Of a workload without files and data, nothing makes the stack's folder before it starts. */
function workingDirectoryOf({ files, storage }: Workload, root: string): string {
  return files.length + storage.length === 0 ? "/" : root;
}

function shapeReadiness(readiness: Readiness, workload: Workload): ReadinessShape {
  const { credentials } = readiness;
  return {
    url: `${readiness.scheme}://${reached(portOf(workload, readiness.port))}${readiness.path}`,
    timeoutSeconds: readiness.timeoutSeconds,
    ...(credentials !== undefined && {
      username: credentials.username,
      password: { secret: credentials.password },
    }),
    ...(readiness.caFile !== undefined && { caFile: readiness.caFile }),
  };
}

function shapeReload(reload: Reload, workload: Workload): ReloadShape {
  const address = reached(portOf(workload, reload.metricsPort));
  return {
    signal: reload.signal,
    metricsUrl: `${workload.readiness.scheme}://${address}${reload.metricsPath}`,
    successMetric: reload.successMetric,
    timestampMetric: reload.timestampMetric,
  };
}

interface Surroundings {
  readonly workload: Workload;
  readonly workloads: readonly Workload[];
  readonly home: string;
}

function placeOf(reference: PlaceReference, { workload, workloads, home }: Surroundings): string {
  switch (reference.ref) {
    case "file":
      return join(home, "config", reference.path);
    case "storage":
      return join(home, reference.storage);
    case "listen": {
      const port = portOf(workload, reference.port);
      return hostPort(port.bind, port.number);
    }
    case "reach":
      return reached(portReached(reference, workload, workloads).port);
  }
}
