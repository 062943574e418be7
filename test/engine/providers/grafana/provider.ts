/** The provider as the engine calls it, with the few calls that it makes for plain resources. */
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  type Properties,
  isRecord,
  isUnknown,
  secret,
  unwrapped,
} from "../../../../providers/process/property-values";
import { answering } from "../calls";
import { GrafanaClient } from "./client";
import { kindOf } from "./kinds";

/** What a preview says of a property that only Grafana can tell. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function grafanaProvider(): UntypedServiceImplementation {
  let client: GrafanaClient | undefined;
  const configured = (): GrafanaClient => {
    if (client !== undefined) return client;
    throw new Error(
      "the Grafana client is required for this resource. Set the auth and url provider attributes",
    );
  };

  return {
    getPluginInfo: answering(() => new PluginInfo().setVersion("2.40.0")),
    cancel: answering(() => new Empty()),
    checkConfig: answering((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: answering((request: messages.DiffRequest) =>
      difference(changed(plain(request.getOlds()), plain(request.getNews())), []),
    ),
    configure: answering((request: messages.ConfigureRequest) => {
      const config = plain(request.getArgs());
      const { url, auth } = config;
      if (typeof url === "string" && typeof auth === "string") client = new GrafanaClient(config);
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),

    check: answering((request: messages.CheckRequest) => {
      const response = new messages.CheckResponse().setInputs(request.getNews());
      for (const reason of kindOf(request.getType()).check(plain(request.getNews()))) {
        response.addFailures(new messages.CheckFailure().setReason(reason));
      }
      return response;
    }),
    diff: answering((request: messages.DiffRequest) => {
      const kind = kindOf(request.getType());
      const [before, after] = [plain(request.getOldInputs()), plain(request.getNews())];
      const names = changed(kind.compared(before), kind.compared(after));
      return difference(
        names.map((name) => (name === "uidOfJson" ? "configJson" : name)),
        names.filter((name) => kind.replacedBy.includes(name)),
      );
    }),
    create: answering(async (request: messages.CreateRequest) => {
      const kind = kindOf(request.getType());
      const inputs = plain(request.getProperties());
      if (request.getPreview()) {
        return new messages.CreateResponse().setProperties(
          outputs({ ...unknowns(kind.computed), ...kind.stored(inputs) }),
        );
      }
      const computed = await kind.create(configured(), inputs);
      return new messages.CreateResponse()
        .setId(`1:${computed.uid}`)
        .setProperties(outputs({ ...kind.stored(inputs), ...computed }));
    }),
    read: answering(async (request: messages.ReadRequest) => {
      const kind = kindOf(request.getType());
      const response = new messages.ReadResponse();
      const there = await kind.exists(configured(), uidOf(request.getId()));
      return there
        ? response
            .setId(request.getId())
            .setProperties(request.getProperties())
            .setInputs(request.getInputs())
        : response;
    }),
    update: answering(async (request: messages.UpdateRequest) => {
      const kind = kindOf(request.getType());
      const inputs = plain(request.getNews());
      const computed = request.getPreview()
        ? unknowns(kind.computed.filter((name) => name === "version"))
        : await kind.update(configured(), uidOf(request.getId()), inputs);
      return new messages.UpdateResponse().setProperties(
        outputs({ ...plain(request.getOlds()), ...kind.stored(inputs), ...computed }),
      );
    }),
    delete: answering(async (request: messages.DeleteRequest) => {
      await kindOf(request.getType()).delete(configured(), uidOf(request.getId()));
      return new Empty();
    }),
  };
}

function plain(struct: Struct | undefined): Properties {
  return unwrapped(struct?.toJavaScript() ?? {});
}

/** The properties that the SDK declares secret are secrets again on their way out. */
function outputs(properties: Properties): Struct {
  const { secureJsonDataEncoded, ...open } = properties;
  const all = {
    ...open,
    ...(secureJsonDataEncoded !== undefined && {
      secureJsonDataEncoded: secret(secureJsonDataEncoded),
    }),
  };
  return Struct.fromJavaScript(all);
}

function unknowns(names: readonly string[]): Properties {
  return Object.fromEntries(names.map((name) => [name, unknownValue]));
}

function changed(before: Properties, after: Properties): readonly string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.filter(
    (name) => isUnknown(after[name]) || canonical(before[name]) !== canonical(after[name]),
  );
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_name, item: unknown) =>
    isRecord(item) ? Object.fromEntries(Object.entries(item).sort()) : item,
  );
}

function difference(
  names: readonly string[],
  replacedBy: readonly string[],
): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse()
    .setChanges(names.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList([...names])
    .setReplacesList([...replacedBy]);
}

function uidOf(id: string): string {
  return id.slice(id.indexOf(":") + 1);
}
