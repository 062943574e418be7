import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Properties } from "../../../../providers/process/property-values";
import { replaceFile } from "../replace-file";
import type { HostAccessInputs } from "./host-access";
import { refuse, refuseDelete, refuseStart } from "./refusals";

/** What `docker` would show, and the calls that led to it. */
export interface DaemonState {
  readonly objects: Record<string, DaemonObject>;
  readonly calls: string[];
  /** How the provider that called last was told to reach the daemon. */
  readonly reachedBy: Properties;
}

export interface DaemonObject {
  readonly type: ObjectType;
  readonly name: string;
  readonly inputs: ContainerInputs;
  /** A container that Docker could not start, or that does not work. */
  readonly broken?: true;
}

export type ObjectType = "image" | "network" | "volume" | "container";

/** What is looked at; everything else is kept as it came. */
export interface ContainerInputs extends HostAccessInputs {
  readonly image?: string;
  readonly start?: boolean;
  readonly wait?: boolean;
  readonly readOnly?: boolean;
  readonly healthcheck?: unknown;
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly uploads?: readonly {
    readonly file: string;
    readonly content?: string;
    readonly permissions?: string;
  }[];
  readonly ports?: readonly { readonly external: number; readonly ip?: string }[];
  readonly volumes?: readonly { readonly volumeName?: string; readonly containerPath: string }[];
  readonly networksAdvanced?: readonly {
    readonly name: string;
    readonly aliases?: readonly string[];
  }[];
}

/** How the container of a workload misbehaves. */
export type Fault =
  /** It runs, and never becomes healthy. */
  | "unhealthy"
  /** It ends at once, again and again; the provider gives up when somebody has read its log. */
  | "crashes"
  /** Its creation does not come to an end before the fault does. */
  | "slow";

/** The container is there, and does not work. */
export class RefusedStart extends Error {}

/** A Docker daemon that runs nothing and refuses what a real one refuses. Kept in a file. */
export class Daemon {
  private reachedBy: Properties = {};

  constructor(private readonly file: string) {}

  connect(how: Properties): void {
    this.reachedBy = how;
  }

  read(): DaemonState {
    if (!existsSync(this.file)) return { objects: {}, calls: [], reachedBy: {} };
    return JSON.parse(readFileSync(this.file, "utf8")) as DaemonState;
  }

  /**
   * @throws Error in the daemon's words; RefusedStart in the provider's when the container is there
   */
  async create(id: string, object: DaemonObject): Promise<void> {
    const fault = this.faultOf(object);
    const refusal = this.change(`create ${object.type} ${object.name}`, (state) => {
      refuse(object, Object.values(state.objects), state.objects);
      const refused = refuseStart(object, Object.values(state.objects));
      const broken = refused !== undefined || fault === "unhealthy" || fault === "crashes";
      state.objects[id] = broken ? { ...object, broken } : object;
      return refused;
    });
    if (refusal !== undefined) throw new RefusedStart(refusal);
    while (this.faultOf(object) === "slow") await delay(20);
    while (this.faultOf(object) === "crashes" && !existsSync(logReadFile(this.file)))
      await delay(20);
    // The real one has waited for it as long as it may.
    if (fault === "unhealthy" || fault === "crashes") {
      throw new RefusedStart("container failed to be in healthy state");
    }
  }

  /** Of a container, the real provider changes these and lets all others be. */
  update(id: string, inputs: Properties): void {
    const object = this.read().objects[id];
    if (object === undefined) throw new Error(`No such object: ${id}`);
    this.change(`update ${object.type} ${object.name}`, (state) => {
      const kept =
        object.type === "container"
          ? Object.fromEntries(Object.entries(inputs).filter(([name]) => changeable.has(name)))
          : inputs;
      state.objects[id] = { ...object, inputs: { ...object.inputs, ...kept } };
    });
  }

  /** @param properties of the resource, as the engine knows them */
  delete(id: string, properties: Properties): void {
    const object = this.read().objects[id];
    if (object === undefined) return;
    const grace = properties["destroyGraceSeconds"];
    const runs = object.type === "container" && object.inputs.start !== false;
    const end = !runs ? "" : typeof grace === "number" ? `, ${grace} s to stop` : ", killed";
    this.change(`delete ${object.type} ${object.name}${end}`, (state) => {
      if (object.type === "image" && properties["keepLocally"] === true) return;
      refuseDelete(id, object, Object.values(state.objects));
      Reflect.deleteProperty(state.objects, id);
    });
  }

  private faultOf({ inputs: { labels = [], wait } }: DaemonObject): Fault | undefined {
    const file = faultsFile(this.file);
    if (wait !== true || !existsSync(file)) return undefined;
    const faults = JSON.parse(readFileSync(file, "utf8")) as Record<string, Fault>;
    const workload = labels.find(({ label }) => label === "chatqna-monitoring.workload");
    return faults[workload?.value ?? ""];
  }

  private change<Result>(call: string, apply: (state: DaemonState) => Result): Result {
    const state = this.read();
    const result = apply(state);
    state.calls.push(call);
    replaceFile(this.file, JSON.stringify({ ...state, reachedBy: this.reachedBy }, undefined, 2));
    return result;
  }
}

/** Beside the daemon's own file: the fault by the workload. */
export function faultsFile(daemonFile: string): string {
  return `${daemonFile}.faults`;
}

/** There as soon as somebody has read the log of a container. */
export function logReadFile(daemonFile: string): string {
  return `${daemonFile}.log-read`;
}

const changeable = new Set(
  "restart maxRetryCount cpuShares cpuSet memory memoryReservation memorySwap".split(" "),
);

export function imageId(name: string): string {
  return `sha256:${createHash("sha256").update(name).digest("hex")}`;
}
