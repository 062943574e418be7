import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import {
  type Properties,
  canonicalJson,
  changedProperties,
  unwrapped,
} from "../../../../providers/process/property-values";
import { Incomplete, answering } from "../calls";
import { configuration, difference, javaScript, plain, struct } from "../messages";
import { type Cluster, NotReady, field } from "./cluster";

export function recordingProvider(cluster: Cluster): UntypedServiceImplementation {
  return {
    getPluginInfo: answering(() => new PluginInfo().setVersion("4.34.2")),
    cancel: answering(() => new Empty()),
    checkConfig: answering((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: answering((request: messages.DiffRequest) =>
      difference(changedProperties(plain(request.getOlds()), plain(request.getNews())), []),
    ),
    configure: answering((request: messages.ConfigureRequest) => {
      cluster.connect(configuration(plain(request.getArgs())));
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: answering((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diff: answering((request: messages.DiffRequest) => {
      const [before, after] = [plain(request.getOldInputs()), plain(request.getNews())];
      return difference(changedProperties(before, after), replacing(before, after, cluster));
    }),
    create: answering((request: messages.CreateRequest) => {
      const inputs = javaScript(request.getProperties());
      if (request.getPreview()) return new messages.CreateResponse().setProperties(struct(inputs));
      try {
        const id = cluster.create(unwrapped(inputs));
        return new messages.CreateResponse().setId(id).setProperties(struct(inputs));
      } catch (error) {
        if (!(error instanceof NotReady)) throw error;
        throw new Incomplete(error.message.split(":")[0] ?? "", struct(inputs), error.message);
      }
    }),
    read: answering((request: messages.ReadRequest) => {
      const response = new messages.ReadResponse();
      if (cluster.read().objects[request.getId()] === undefined) return response;
      return response
        .setId(request.getId())
        .setProperties(request.getProperties())
        .setInputs(request.getInputs());
    }),
    update: answering((request: messages.UpdateRequest) => {
      const inputs = javaScript(request.getNews());
      if (!request.getPreview()) cluster.update(request.getId(), unwrapped(inputs));
      return new messages.UpdateResponse().setProperties(struct(inputs));
    }),
    delete: answering((request: messages.DeleteRequest) => {
      cluster.delete(request.getId());
      return new Empty();
    }),
  };
}

/** What makes another object of it: pulumi-kubernetes' own list (provider/pkg/provider/diff.go). */
function replacing(before: Properties, after: Properties, cluster: Cluster): readonly string[] {
  const differs = (...path: readonly string[]) =>
    canonicalJson(field(before, ...path)) !== canonicalJson(field(after, ...path));
  const kind = String(after["kind"]);
  const fixed: readonly (readonly string[])[] = [
    ["metadata", "name"],
    ["metadata", "namespace"],
    ...(["ConfigMap", "Secret"].includes(kind) && !cluster.takesChanges(kind) ? [["data"]] : []),
    ...(["StatefulSet", "Deployment"].includes(kind) ? [["spec", "selector"]] : []),
    ...(kind === "StatefulSet"
      ? [
          ["spec", "volumeClaimTemplates"],
          ["spec", "serviceName"],
          ["spec", "podManagementPolicy"],
        ]
      : []),
  ];
  return fixed.filter((path) => differs(...path)).map(([top = ""]) => top);
}
