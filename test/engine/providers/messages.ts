/** The engine's messages, and what stands in them. */
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Properties, unwrapped } from "../../../providers/process/property-values";

/** What the program set. A provider's own properties come as JSON text, strings apart. */
export function configuration(config: Properties): Properties {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name]) => name !== "version")
      .map(([name, value]) => [
        name,
        typeof value === "string" && /^[[{]/.test(value) ? (JSON.parse(value) as unknown) : value,
      ]),
  );
}

export function javaScript(properties: Struct | undefined): Properties {
  return properties?.toJavaScript() ?? {};
}

export function plain(properties: Struct | undefined): Properties {
  return unwrapped(javaScript(properties));
}

export function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}

export function difference(
  changed: readonly string[],
  replacing: readonly string[],
): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList([...changed])
    .setReplacesList([...replacing]);
}
