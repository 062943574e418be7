import { randomBytes } from "node:crypto";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  type Properties,
  changedProperties,
  unwrapped,
  withSecretsOf,
} from "../../../../providers/process/property-values";
import { Incomplete, answering } from "../calls";
import { configuration, difference, javaScript, plain, struct } from "../messages";
import { type Daemon, type ObjectType, RefusedStart, imageId } from "./daemon";

/** What a preview says of a property that only the daemon can tell. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Inputs of a container that the real provider (terraform-provider-docker 4.5) replaces it for not. */
const notReplacing = new Set(
  (
    "restart maxRetryCount cpuShares cpuSet memory memoryReservation memorySwap mustRun start " +
    // It says that it updates these, and does nothing.
    "healthcheck tmpfs init rm wait waitTimeout attach logs cpuPeriod cpuQuota " +
    "destroyGraceSeconds removeVolumes"
  ).split(" "),
);

export function recordingProvider(daemon: Daemon): UntypedServiceImplementation {
  return {
    getPluginInfo: answering(() => new PluginInfo().setVersion("5.2.0")),
    cancel: answering(() => new Empty()),
    checkConfig: answering((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: answering((request: messages.DiffRequest) =>
      difference(changedProperties(plain(request.getOlds()), plain(request.getNews())), []),
    ),
    configure: answering((request: messages.ConfigureRequest) => {
      daemon.connect(configuration(plain(request.getArgs())));
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),

    check: answering((request: messages.CheckRequest) => {
      const given = javaScript(request.getNews());
      const name = given["name"] ?? plain(request.getOlds())["name"] ?? autoname(request.getUrn());
      return new messages.CheckResponse().setInputs(struct({ ...given, name }));
    }),
    diff: answering((request: messages.DiffRequest) => {
      const [before, after] = [plain(request.getOldInputs()), plain(request.getNews())];
      const changed = changedProperties(before, after);
      return difference(changed, changed.filter(replaces(typeOf(request.getUrn()))));
    }),
    create: answering(async (request: messages.CreateRequest) => {
      const type = typeOf(request.getUrn());
      const inputs = javaScript(request.getProperties());
      const known = unwrapped(inputs);
      if (request.getPreview()) {
        return new messages.CreateResponse().setProperties(outputs(type, unknownValue, inputs));
      }
      const name = String(known["name"]);
      const id = type === "image" ? imageId(name) : `${type}-${randomBytes(6).toString("hex")}`;
      try {
        await daemon.create(id, { type, name, inputs: known });
      } catch (error) {
        if (!(error instanceof RefusedStart)) throw error;
        throw new Incomplete(id, outputs(type, id, inputs), error.message);
      }
      return new messages.CreateResponse().setId(id).setProperties(outputs(type, id, inputs));
    }),
    read: answering((request: messages.ReadRequest) => {
      const response = new messages.ReadResponse();
      if (daemon.read().objects[request.getId()] === undefined) return response;
      return response
        .setId(request.getId())
        .setProperties(request.getProperties())
        .setInputs(request.getInputs());
    }),
    update: answering((request: messages.UpdateRequest) => {
      const type = typeOf(request.getUrn());
      const inputs = javaScript(request.getNews());
      if (!request.getPreview()) daemon.update(request.getId(), unwrapped(inputs));
      return new messages.UpdateResponse().setProperties(outputs(type, request.getId(), inputs));
    }),
    delete: answering((request: messages.DeleteRequest) => {
      daemon.delete(request.getId(), plain(request.getProperties()));
      return new Empty();
    }),
  };
}

/** Of an image too, but for keepLocally, which is about its deletion only. */
function replaces(type: ObjectType): (property: string) => boolean {
  if (type === "image") return (property) => property !== "keepLocally";
  return (property) => type !== "container" || !notReplacing.has(property);
}

function outputs(type: ObjectType, id: string, inputs: Properties): Struct {
  const known = unwrapped(inputs);
  return struct(withSecretsOf(inputs, type === "image" ? { ...known, imageId: id } : known));
}

function autoname(urn: string): string {
  return `${urn.split("::").at(-1) ?? ""}-${randomBytes(4).toString("hex").slice(0, 7)}`;
}

const types: Readonly<Record<string, ObjectType>> = {
  "docker:index/remoteImage:RemoteImage": "image",
  "docker:index/network:Network": "network",
  "docker:index/volume:Volume": "volume",
  "docker:index/container:Container": "container",
};

function typeOf(urn: string): ObjectType {
  const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const type = types[token];
  if (type === undefined) throw new Error(`The recording docker provider knows no ${token}.`);
  return type;
}
