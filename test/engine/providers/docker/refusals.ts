/** What a Docker daemon, or the provider before it, refuses. */
import type { DaemonObject, DaemonState, ObjectType } from "./daemon";
import { objectionToHostAccess } from "./host-access";

/** The network of a ChatQnA, which is there before us. */
export const externalNetwork = "xeon_default";

/** @throws Error in the daemon's words */
export function refuse(
  { type, name, inputs }: DaemonObject,
  others: readonly DaemonObject[],
  byId: DaemonState["objects"],
): void {
  if (type !== "image" && others.some((other) => other.type === type && other.name === name)) {
    throw new Error(`Conflict. The ${type} name "/${name}" is already in use.`);
  }
  if (type !== "container") return;
  // What is named by its tag is pulled.
  const { image = "sha256:" } = inputs;
  if (image.startsWith("sha256:") && byId[image]?.type !== "image") {
    throw new Error(`No such image: ${image}`);
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
  const objection = objectionToHostAccess(inputs);
  if (objection !== undefined) throw new Error(objection);
  refuseUnknown(
    "volume",
    (inputs.volumes ?? []).flatMap(({ volumeName }) => volumeName ?? []),
    others,
  );
  const networks = (inputs.networksAdvanced ?? []).map((network) => network.name);
  refuseUnknown(
    "network",
    networks.filter((network) => network !== externalNetwork),
    others,
  );
}

/** @returns why a container that is there cannot be started */
export function refuseStart(
  { inputs }: DaemonObject,
  others: readonly DaemonObject[],
): string | undefined {
  if (inputs.start === false) return undefined;
  const taken = others
    .filter(({ broken }) => broken !== true)
    .flatMap((other) => other.inputs.ports ?? [])
    .map(({ external }) => external);
  const port = (inputs.ports ?? []).find(({ external }) => taken.includes(external));
  return (
    port &&
    `Unable to start container: Bind for ${port.ip ?? "0.0.0.0"}:${port.external} failed: port is already allocated`
  );
}

/** @throws Error in the daemon's words, for what another one still uses */
export function refuseDelete(
  id: string,
  { type, name }: DaemonObject,
  others: readonly DaemonObject[],
): void {
  const user = others.find(({ inputs }) => {
    switch (type) {
      case "image":
        return inputs.image === id;
      case "volume":
        return (inputs.volumes ?? []).some(({ volumeName }) => volumeName === name);
      case "network":
        return (inputs.networksAdvanced ?? []).some((network) => network.name === name);
      case "container":
        return false;
    }
  });
  if (user !== undefined) throw new Error(`remove ${name}: ${type} is in use by ${user.name}`);
}

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
