import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** What `docker` would show, and the calls that led to it. */
export interface DaemonState {
  readonly objects: Record<string, DaemonObject>;
  readonly calls: string[];
}

export interface DaemonObject {
  readonly type: ObjectType;
  readonly name: string;
  readonly inputs: ContainerInputs;
}

export type ObjectType = "image" | "network" | "volume" | "container";

/** What the checks below look at; everything else is kept as it came. */
export interface ContainerInputs {
  readonly image?: string;
  readonly start?: boolean;
  readonly wait?: boolean;
  readonly readOnly?: boolean;
  readonly healthcheck?: unknown;
  readonly uploads?: readonly { readonly file: string; readonly content?: string }[];
  readonly ports?: readonly { readonly external: number; readonly ip?: string }[];
  readonly volumes?: readonly { readonly volumeName?: string; readonly containerPath: string }[];
  readonly networksAdvanced?: readonly { readonly name: string }[];
}

/** A Docker daemon that runs nothing and refuses what a real one refuses. Kept in a file. */
export class Daemon {
  constructor(private readonly file: string) {}

  read(): DaemonState {
    if (!existsSync(this.file)) return { objects: {}, calls: [] };
    return JSON.parse(readFileSync(this.file, "utf8")) as DaemonState;
  }

  /** @throws Error in the daemon's words */
  create(id: string, object: DaemonObject): void {
    this.change(`create ${object.type} ${object.name}`, (state) => {
      refuse(object, Object.values(state.objects), state.objects);
      state.objects[id] = object;
    });
  }

  update(id: string, object: DaemonObject): void {
    this.change(`update ${object.type} ${object.name}`, (state) => {
      state.objects[id] = object;
    });
  }

  delete(id: string): void {
    const object = this.read().objects[id];
    if (object === undefined) return;
    this.change(`delete ${object.type} ${object.name}`, (state) => {
      refuseInUse(object, Object.values(state.objects));
      // `docker rmi` is what keepLocally spares.
      if (object.type !== "image") Reflect.deleteProperty(state.objects, id);
    });
  }

  private change(call: string, apply: (state: DaemonState) => void): void {
    const state = this.read();
    apply(state);
    state.calls.push(call);
    writeFileSync(this.file, JSON.stringify(state, undefined, 2));
  }
}

function refuse(
  { type, name, inputs }: DaemonObject,
  others: readonly DaemonObject[],
  byId: DaemonState["objects"],
): void {
  if (type !== "image" && others.some((other) => other.type === type && other.name === name)) {
    throw new Error(`Conflict. The ${type} name "/${name}" is already in use.`);
  }
  if (type !== "container") return;
  if (inputs.image === undefined || byId[inputs.image]?.type !== "image") {
    throw new Error(`No such image: ${inputs.image ?? ""}`);
  }
  if (inputs.readOnly === true && (inputs.uploads ?? []).length > 0) {
    throw new Error("container rootfs is marked read-only");
  }
  if (inputs.wait === true && inputs.healthcheck === undefined) {
    throw new Error("you have to specify a healthcheck to use wait");
  }
  if ((inputs.uploads ?? []).some(({ content }) => content === undefined || content === "")) {
    throw new Error("one of content, content_base64 or source must be set");
  }
  refuseUnknown(
    "volume",
    (inputs.volumes ?? []).flatMap(({ volumeName }) => volumeName ?? []),
    others,
  );
  // The network of the ChatQnA is there before us.
  const networks = (inputs.networksAdvanced ?? []).map((network) => network.name);
  refuseUnknown(
    "network",
    networks.filter((network) => network !== externalNetwork),
    others,
  );
  for (const port of inputs.ports ?? []) refuseTaken(port, others);
}

export const externalNetwork = "xeon_default";

function refuseUnknown(
  type: ObjectType,
  names: readonly string[],
  others: readonly DaemonObject[],
): void {
  const missing = names.find(
    (name) => !others.some((other) => other.type === type && other.name === name),
  );
  if (missing !== undefined) throw new Error(`${type} ${missing} not found`);
}

function refuseTaken(port: { readonly external: number }, others: readonly DaemonObject[]): void {
  const holder = others.find(({ inputs }) =>
    (inputs.ports ?? []).some(({ external }) => external === port.external),
  );
  if (holder !== undefined) {
    throw new Error(`Bind for 127.0.0.1:${port.external} failed: port is already allocated`);
  }
}

function refuseInUse({ type, name }: DaemonObject, others: readonly DaemonObject[]): void {
  const user = others.find(({ inputs }) =>
    type === "volume"
      ? (inputs.volumes ?? []).some(({ volumeName }) => volumeName === name)
      : type === "network" && (inputs.networksAdvanced ?? []).some((one) => one.name === name),
  );
  if (user !== undefined) throw new Error(`remove ${name}: ${type} is in use by ${user.name}`);
}
