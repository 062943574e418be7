import { existsSync, readFileSync } from "node:fs";
import {
  type Properties,
  canonicalJson,
  isRecord,
} from "../../../../providers/process/property-values";
import { replaceFile } from "../replace-file";

/** What `kubectl` would show, and the calls that led to it. */
export interface ClusterState {
  /** By `Kind namespace/name`. */
  readonly objects: Record<string, Properties>;
  readonly calls: string[];
  /** How the provider that called last was told to reach the cluster. */
  readonly reachedBy: Properties;
}

/** The pods are there, and do not become ready. */
export class NotReady extends Error {}

/** A cluster that runs nothing and refuses what a real one refuses. Kept in a file. */
export class Cluster {
  private reachedBy: Properties = {};

  constructor(private readonly file: string) {}

  connect(how: Properties): void {
    this.reachedBy = how;
  }

  /** Whether a changed ConfigMap or Secret is the same object. */
  takesChanges(kind: string): boolean {
    return String(this.reachedBy[`enable${kind}Mutable`]) === "true";
  }

  read(): ClusterState {
    if (!existsSync(this.file)) return { objects: {}, calls: [], reachedBy: {} };
    return JSON.parse(readFileSync(this.file, "utf8")) as ClusterState;
  }

  /**
   * @returns the id
   * @throws Error in the API server's words; NotReady when the object is there
   */
  create(object: Properties): string {
    const id = idOf(object);
    this.change(`create ${id}`, ({ objects }) => {
      refuse(object, id, objects);
      objects[id] = object;
    });
    const missing = missingFiles(object, this.read().objects);
    if (missing.length > 0) {
      throw new NotReady(`${id}: MountVolume.SetUp failed: ${missing.join(", ")} not found`);
    }
    return id;
  }

  update(id: string, object: Properties): void {
    const before = this.read().objects[id];
    const rolls =
      canonicalJson(field(before, "spec", "template")) !==
      canonicalJson(field(object, "spec", "template"));
    this.change(`${rolls ? "roll" : "update"} ${id}`, ({ objects }) => {
      objects[id] = object;
    });
  }

  delete(id: string): void {
    this.change(`delete ${id}`, ({ objects }) => {
      Reflect.deleteProperty(objects, id);
    });
  }

  private change(call: string, act: (state: ClusterState) => void): void {
    const state = { ...this.read(), reachedBy: this.reachedBy };
    act(state);
    state.calls.push(call);
    replaceFile(this.file, JSON.stringify(state));
  }
}

export function field(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);
}

function idOf(object: Properties): string {
  const namespace = field(object, "metadata", "namespace");
  const name = String(field(object, "metadata", "name"));
  const place = typeof namespace === "string" ? `${namespace}/` : "";
  return `${String(object["kind"])} ${place}${name}`;
}

function refuse(object: Properties, id: string, objects: ClusterState["objects"]): void {
  const { kind, apiVersion } = object;
  if (objects[id] !== undefined) {
    throw new Error(`${String(kind).toLowerCase()}s "${id}" already exists`);
  }
  const namespace = field(object, "metadata", "namespace");
  if (typeof namespace === "string" && !["default", "monitoring"].includes(namespace)) {
    if (objects[`Namespace ${namespace}`] === undefined) {
      throw new Error(`namespaces "${namespace}" not found`);
    }
  }
  const hasOperator = objects["CustomResourceDefinition operator"] !== undefined;
  if (String(apiVersion).startsWith("monitoring.coreos.com/") && !hasOperator) {
    throw new Error(
      `creation of resource failed because the Kubernetes API server reported that the apiVersion for this resource does not exist. Verify that any required CRDs have been created: no matches for kind "${String(kind)}" in version "${String(apiVersion)}"`,
    );
  }
}

/** ConfigMaps and Secrets that pods mount and that are not there. */
function missingFiles(object: Properties, objects: ClusterState["objects"]): readonly string[] {
  const namespace = String(field(object, "metadata", "namespace"));
  const volumes = field(object, "spec", "template", "spec", "volumes");
  const sources = (Array.isArray(volumes) ? (volumes as readonly unknown[]) : []).flatMap(
    (volume) => {
      const projected = field(volume, "projected", "sources");
      return Array.isArray(projected) ? (projected as readonly Properties[]) : [];
    },
  );
  return sources
    .flatMap((source) =>
      Object.entries(source).map(([kind, named]) => {
        const name = String(field(named, "name"));
        return `${kind === "secret" ? "Secret" : "ConfigMap"} ${namespace}/${name}`;
      }),
    )
    .filter((id) => objects[id] === undefined);
}
