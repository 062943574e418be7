import { createHash } from "node:crypto";
import { dirname, relative } from "node:path";
import { PlanError } from "../../../plan/plan-error";
import type { ConfigFile, KeyOfSecret, Text, Workload } from "../../../plan/workloads/workload";
import { type Filled, isPlain, plainText } from "../filled-text";
import { type Json, type Manifest, type Place, workloadLabels } from "./manifest";

/** A workload's files: those without secrets as ConfigMaps, those with as one Secret. */
export interface ConfigObjects {
  readonly configMaps: readonly Manifest[];
  readonly secret?: SecretShape;
  /** All of them in one directory of the pod: sources of a projected volume. */
  readonly sources: readonly Json[];
  /** The sources with some of the files only. */
  readonly sourcesOf: (paths: readonly string[]) => readonly Json[];
  /** What the program reads at its start only. */
  readonly restartOn: readonly Filled[];
}

/** A Secret whose values join where it is registered. */
export interface SecretShape {
  readonly manifest: Manifest;
  readonly entries: Readonly<Record<string, Filled>>;
}

interface FilledFile extends Omit<ConfigFile, "content"> {
  readonly content: Filled;
}

/** @throws PlanError where a directory holds more than a ConfigMap can */
export function configObjects(
  workload: Workload,
  place: Place,
  fill: (text: Text) => Filled,
): ConfigObjects {
  const files = workload.files.map((file) => ({ ...file, content: fill(file.content) }));
  const open = byDirectory(files.filter(({ secret }) => !secret));
  const secrets = files.filter(({ secret }) => secret);
  const configMaps = [...open].map(([directory, members]) =>
    configMap(directory, members, workload, place),
  );
  const sourcesOf = (paths: readonly string[]): readonly Json[] => {
    const chosen = (members: readonly FilledFile[]) =>
      members.filter(({ path }) => paths.includes(path));
    const configMapSources = [...open].map(([directory, members]) => ({
      configMap: {
        name: configMapName(workload, directory),
        items: items(chosen(members), keyIn(directory)),
      },
    }));
    const own = { name: secretName(workload), items: items(chosen(secrets), secretKey) };
    return [
      ...configMapSources.filter(({ configMap }) => configMap.items.length > 0),
      ...(own.items.length === 0 ? [] : [{ secret: own }]),
    ];
  };
  return {
    configMaps,
    ...(secrets.length > 0 && { secret: secretShape(secrets, workload, place) }),
    sources: [
      ...sourcesOf(files.map(({ path }) => path)),
      ...givenSources(workload.container?.keysOfSecrets ?? []),
    ],
    sourcesOf,
    restartOn: files.filter(({ onChange }) => onChange === "restart").map(({ content }) => content),
  };
}

/** Of Secrets that somebody else made. The kubelet brings what changes in them, too. */
function givenSources(keys: readonly KeyOfSecret[]): readonly Json[] {
  const names = [...new Set(keys.map(({ secret }) => secret))];
  return names.map((name) => ({
    secret: {
      name,
      items: keys.flatMap(({ secret, key, path }) => (secret === name ? [{ key, path }] : [])),
    },
  }));
}

/** Changes with what the program reads at its start only; secrets join in at registration. */
export function configHash(restartOn: readonly Filled[]): string {
  const plain = restartOn.filter(isPlain).map(plainText);
  return createHash("sha256").update(JSON.stringify(plain)).digest("hex");
}

/**
 * A preview shows what changed by ConfigMap, so each directory has one of its own, with what is below
 * it. What the program reads at each use, boards, may be large: there each directory below has one.
 */
function byDirectory(files: readonly FilledFile[]): ReadonlyMap<string, readonly FilledFile[]> {
  const directories = new Map<string, FilledFile[]>();
  for (const file of files) {
    const whole = dirname(file.path);
    const directory = file.onChange === "nothing" ? whole : (whole.split("/")[0] ?? whole);
    directories.set(directory, [...(directories.get(directory) ?? []), file]);
  }
  return directories;
}

/** A key may have no slash. */
function keyIn(directory: string): (path: string) => string {
  return (path) => relative(directory, path).replaceAll("/", ".");
}

/**
 * Its name stays when its content changes: the server sees the new one in its volume and reloads,
 * where another name would start it anew.
 */
function configMap(
  directory: string,
  files: readonly FilledFile[],
  workload: Workload,
  place: Place,
): Manifest {
  const name = configMapName(workload, directory);
  const data = Object.fromEntries(
    files.map(({ path, content }) => [keyIn(directory)(path), plainText(content)]),
  );
  refuseTooLarge(name, data);
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace: place.namespace, labels: workloadLabels(workload.name, place) },
    data,
  };
}

function secretShape(files: readonly FilledFile[], workload: Workload, place: Place): SecretShape {
  return {
    manifest: {
      apiVersion: "v1",
      kind: "Secret",
      metadata: {
        name: secretName(workload),
        namespace: place.namespace,
        labels: workloadLabels(workload.name, place),
      },
      type: "Opaque",
    },
    entries: Object.fromEntries(files.map(({ path, content }) => [secretKey(path), content])),
  };
}

function items(files: readonly FilledFile[], key: (path: string) => string): readonly Json[] {
  return files.map(({ path }) => ({ key: key(path), path }));
}

function configMapName({ name }: Workload, directory: string): string {
  return directory === "." ? name : `${name}-${directory.replaceAll("/", "-")}`;
}

function secretName({ name }: Workload): string {
  return `${name}-secrets`;
}

/** The files' names alone, as people name them with `kubectl create secret`. */
function secretKey(path: string): string {
  return path.replace(/^secrets\//, "").replaceAll("/", ".");
}

/** The API server's limit on a ConfigMap. */
const mostBytes = 1024 ** 2;

export function refuseTooLarge(name: string, data: Readonly<Record<string, string>>): void {
  const bytes = Object.entries(data).reduce(
    (sum, [key, text]) => sum + Buffer.byteLength(key) + Buffer.byteLength(text),
    0,
  );
  if (bytes <= mostBytes) return;
  const [largest] = Object.entries(data).sort(
    ([, one], [, other]) => Buffer.byteLength(other) - Buffer.byteLength(one),
  );
  const [file = "", text = ""] = largest ?? [];
  throw new PlanError(
    `The ConfigMap ${name} would have ${kibibytes(bytes)}, and Kubernetes takes ${kibibytes(mostBytes)}. ` +
      `The largest in it is ${file} with ${kibibytes(Buffer.byteLength(text))}. ` +
      "Put dashboards into several folders (chatqna-monitoring:dashboards[].folder): each folder has " +
      "a ConfigMap of its own.",
  );
}

function kibibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} KiB`;
}
